// The edited routes against those in force, over the alerts and notices of the past: who would have got more, and who less.
import { useState } from "react";
import type { RouteHistory, Simulation } from "../api/alert-shapes.ts";
import { useChange } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import type { Draft } from "./routes-draft.ts";

const spans = [["24h", "24 hours", 86_400_000], ["7d", "7 days", 604_800_000], ["30d", "30 days", 2_592_000_000]] as const;

export function RouteHistoryTab({ draft }: { draft: Draft }) {
  const { set } = useUrl();
  const compare = useChange<number, Simulation>((ms) => ({ path: "/routes/simulate", method: "POST", body: { since: new Date(nowMs() - ms).toISOString(), text: draft.text } }), []);
  const [shown, setShown] = useState<{ text: string; history: RouteHistory }>();
  const run = async (ms: number): Promise<void> => { const { history } = await compare.run(ms); if (history) setShown({ text: draft.text, history }); };
  const history = shown?.text === draft.text ? shown.history : undefined;
  if (draft.text === draft.saved.text) return <Empty title="The text is the one in force."><p>Change it first: then this shows, over past alerts and notices, who would have got more and who less.</p><button type="button" className="button" onClick={() => set({ tab: "edit" })}>To the editor</button></Empty>;
  return (
    <div className="stack">
      <div className="choices" role="group" aria-label="How far back">{spans.map(([id, name, ms]) => <button key={id} type="button" className="button" disabled={compare.running} onClick={() => void run(ms).catch(() => undefined)}>{compare.running ? "Counting…" : `Last ${name}`}</button>)}</div>
      <ProblemNote problem={compare.problem} />
      {history && <History history={history} />}
    </div>
  );
}

function History({ history: { alerts, notices, different, receivers, differences } }: { history: RouteHistory }) {
  const most = Math.max(1, ...receivers.flatMap(({ before, after }) => [before, after]));
  return (
    <>
      <p role="status">{formatNoun(alerts, "alert")} and {formatNoun(notices, "notice")} in this time; {different === 0 ? "all of them would have gone to the same receivers." : `${formatCount(different)} would have gone elsewhere.`}</p>
      {receivers.length > 0 && (
        <div className="table-region" role="region" aria-label="Table of receivers before and after" tabIndex={0}>
          <table role="table">
            <caption className="visually-hidden">Receivers before and after</caption>
            <thead role="rowgroup"><tr role="row">{["Receiver", "In force", "Edited", "Change", "Before above after"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
            <tbody role="rowgroup">{receivers.map(({ receiver, before, after }) => (
              <tr key={receiver} role="row">
                <td role="cell" data-title="Receiver" className="cell-main"><strong>{receiver}</strong></td>
                <td role="cell" data-title="In force">{formatCount(before)}</td><td role="cell" data-title="Edited">{formatCount(after)}</td>
                <td role="cell" data-title="Change">{after === before ? <span className="muted">the same</span> : `${after > before ? "+" : "−"}${formatCount(Math.abs(after - before))}`}</td>
                <td role="cell" data-title="Before above after"><span className="bar-pair" aria-hidden="true" style={{ width: "160px" }}><span style={{ width: `${(before / most) * 100}%` }} /><span style={{ width: `${(after / most) * 100}%` }} /></span></td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {differences.length > 0 && (
        <section className="stack"><h2>What would have gone elsewhere</h2>
          <div className="table-region table-tall" role="region" aria-label="Table of differences" tabIndex={0}>
            <table role="table"><caption className="visually-hidden">Differences</caption>
              <thead role="rowgroup"><tr role="row">{["What", "In force", "Edited"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
              <tbody role="rowgroup">{differences.map(({ what, before, after }, index) => <tr key={index} role="row"><td role="cell" data-title="What" className="cell-main"><span className="break">{what}</span></td><td role="cell" data-title="In force">{before.join(", ") || <span className="gap">nobody</span>}</td><td role="cell" data-title="Edited">{after.join(", ") || <span className="gap">nobody</span>}</td></tr>)}</tbody>
            </table>
          </div>
          {different > differences.length && <p className="muted small">The first {formatCount(differences.length)} of {formatCount(different)}.</p>}
        </section>
      )}
    </>
  );
}
