// The cards of a scan: what people should know of it, its figures, its time, and who it was.
import { Link } from "@tanstack/react-router";
import { scanOutcomes } from "../api/dast-shapes.ts";
import type { ScanDetail } from "../api/dast-shapes.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { outcomeLooks, RiskBadge } from "../lists/dast-badges.tsx";
import { formatBytes } from "../lists/dast-words.ts";
import { Mark } from "../lists/badges.tsx";
import { Card, Facts } from "../lists/page.tsx";
import { Took } from "../lists/scan-table.tsx";
import { coverageOf } from "../lists/target-table.tsx";
import { PhaseBars } from "../plots/phase-bars.tsx";
import { Instant } from "../shell/instant.tsx";

const ended: Readonly<Record<string, string>> = {
  budget: "Its budget ended before everything was tested.", window: "Its time window closed before everything was tested.", distress: "The target was unwell: it was left alone before everything was tested.", stopped: "It was stopped before everything was tested.", refused: "It was refused: nothing but the question whether it may was sent.",
};

/** What could not be seen comes before what was. */
export function Notes({ scan: { notes, endedBecause } }: { scan: ScanDetail }) {
  const because = endedBecause === null ? undefined : ended[endedBecause];
  if (notes.length === 0 && because === undefined) return null;
  return <section className="note note-warn scan-notes" aria-label="What it could not see"><h2>What it could not see</h2><ul>{because !== undefined && <li><strong>{because}</strong></li>}{notes.map((note) => <li key={note}>{note}</li>)}</ul></section>;
}

/** The five outcomes as figures; each narrows the findings of this scan. */
export function OutcomeFilters({ scan }: { scan: ScanDetail }) {
  return (
    <ul className="tiles outcome-tiles" aria-label="What it said of findings">
      {scanOutcomes.map((outcome) => { const { word, about, mark } = outcomeLooks[outcome]; const count = scan.counts[outcome]; return <li key={outcome}><Link to="/tests/scans/$id" params={{ id: scan.id }} search={{ tab: "findings", q: `outcome:${outcome}` }} className={`tile tile-outcome${count > 0 ? ` outcome-${outcome}` : ""}`} title={about}><span className="tile-count"><Mark name={mark} /> {formatCount(count)}</span><span className="tile-name">{word}</span></Link></li>; })}
    </ul>
  );
}

export function NumbersCard({ scan }: { scan: ScanDetail }) {
  const { requests, bytes, peakMemoryBytes, seed, optIn, startedAt, endedAt } = scan;
  const { share, planned, done } = coverageOf(scan);
  return (
    <Card title="Figures">
      <Facts facts={[
        ["Took", <Took scan={scan} />], ["Began", <Instant at={startedAt} as="absolute" none="not yet" />], ["Ended", <Instant at={endedAt} as="absolute" none="not yet" />], ["Requests", requests === null ? "–" : formatCount(requests)], ["Received", bytes === null ? "–" : formatBytes(bytes)], ["Memory at most", peakMemoryBytes === null ? "–" : formatBytes(peakMemoryBytes)],
        ["Tests", share === undefined ? <span className="muted">none planned yet</span> : <span>{formatCount(done)} of {formatCount(planned)}, {formatShare(share)}</span>],
        ["Beyond the profile", optIn.length === 0 ? <span className="muted">nothing</span> : <span className="line">{optIn.map((risk) => <RiskBadge key={risk} risk={risk} />)}</span>], ["Seed", <code className="break">{seed}</code>], ["Its header", <code className="break">{scan.curlHeader}</code>],
      ]} />
    </Card>
  );
}

export const PhasesCard = ({ scan }: { scan: ScanDetail }) => <Card title="Where the time went"><PhaseBars phases={scan.phases} /></Card>;

/** Their own sentences, as honest as the engine's. */
export function WhoCard({ scan: { identities } }: { scan: ScanDetail }) {
  return (
    <Card title="As whom">
      {identities.length === 0 ? <p className="muted">{formatNoun(0, "identity", "identities")} on record yet.</p> : (
        <ul className="identities">{identities.map(({ identity, state, says, routes, reached, denied, redirectedToLogin, missing, failed }) => (
          <li key={identity}><p className="line"><strong>{identity}</strong><span className={state === "logged-out" ? "gap" : "muted small"}>{state === "logged-out" ? "? " : ""}{state.replaceAll("-", " ")}</span></p>
            <p className={reached < routes / 2 ? "gap" : undefined}>{reached < routes / 2 ? "? " : ""}{says}</p>
            <meter min={0} max={Math.max(1, routes)} value={reached} aria-label={`Routes that answered ${identity}`} /><span className="muted small"> {formatCount(reached)} reached, {formatCount(denied)} denied, {formatCount(redirectedToLogin)} to a login, {formatCount(missing)} missing, {formatCount(failed)} failed, of {formatCount(routes)} asked</span></li>
        ))}</ul>
      )}
    </Card>
  );
}
