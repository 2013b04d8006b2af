// Two scans of one target beside each other: what is new, came back, went away, stayed, and what nobody looked at again.
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useScans } from "../api/dast-acts.ts";
import { scanOutcomes } from "../api/dast-shapes.ts";
import type { Scan, ScanDiff, ScanOutcome } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import { formatCount, formatInstant } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { useUrl } from "../app/url.ts";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ConfidenceBadge, DastSeverityBadge, outcomeLooks, ScanOutcomeBadge, ScanStateBadge } from "../lists/dast-badges.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Loading } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { reasonWords, ScanName, Took } from "../lists/scan-table.tsx";
import { TestsNav } from "../shell/tests-nav.tsx";

type Row = ScanDiff["rows"][number];

export function ScanDiffPage() {
  const { id } = useParams({ from: "/tests/scans/$id/diff" });
  const { url } = useUrl();
  const { data, problem } = useResource<ScanDiff>(`/scans/${encodeURIComponent(id)}/diff`, { before: url.before });
  if (problem && !data) return <Page title="Two scans"><TestsNav /><ProblemPanel problem={problem} what="The scans could not be compared" /></Page>;
  return data ? <Both diff={data} /> : <Loading />;
}

function Both({ diff: { before, after, rows } }: { diff: ScanDiff }) {
  const [only, setOnly] = useState<ScanOutcome>();
  const shown = rows.filter((row) => only === undefined || row.after === only);
  const count = (outcome: ScanOutcome): number => rows.filter((row) => row.after === outcome).length;
  return (
    <Page title={`Two scans of ${after.target}`} name={<>Two scans of <Link to="/tests/targets/$id" params={{ id: after.targetId }}>{after.target}</Link></>} lead={<p>{scanOutcomes.filter((outcome) => count(outcome) > 0).map((outcome) => `${formatCount(count(outcome))} ${outcomeLooks[outcome].word}`).join(", ") || "Neither said anything of a finding"}.</p>}>
      <TestsNav />
      <div className="side-by-side"><One title="Before" scan={before} /><One title="After" scan={after} /></div>
      <Chooser after={after} before={before} />
      <div className="choices" role="group" aria-label="What the later scan said"><button type="button" className="button" aria-pressed={only === undefined} onClick={() => setOnly(undefined)}>All {formatCount(rows.length)}</button>{scanOutcomes.map((outcome) => <button key={outcome} type="button" className="button" aria-pressed={only === outcome} onClick={() => setOnly(outcome)}>{outcomeLooks[outcome].word} {formatCount(count(outcome))}</button>)}</div>
      <DataTable of="differences" list={heldList(shown, `/scans/${after.id}/diff`)} columns={columns} keyOf={({ finding }) => finding.id} empty={<Empty title="Nothing to show."><p>The later scan said {only === undefined ? "nothing of any finding" : `of no finding that it is ${outcomeLooks[only].word}`}.</p></Empty>} />
    </Page>
  );
}

function One({ title, scan }: { title: string; scan: Scan | null }) {
  if (scan === null) return <Card title={title}><p className="muted">There is no whole scan before it: everything it found is new.</p></Card>;
  return <Card title={title}><Facts facts={[["Scan", <Link to="/tests/scans/$id" params={{ id: scan.id }}><ScanName scan={scan} /></Link>], ["State", <ScanStateBadge scan={scan} />], ["Profile", scan.profile], ["Because", reasonWords[scan.reason]], ["Took", <Took scan={scan} />], ["Requests", scan.requests === null ? "–" : formatCount(scan.requests)]]} /></Card>;
}

/** Any other scan of the target can stand before it. */
function Chooser({ after, before }: { after: Scan; before: Scan | null }) {
  const { set } = useUrl();
  const { zone } = usePreferences();
  const list = useScans(after.targetId);
  const others = list.items.filter(({ id, endedAt, reason }) => id !== after.id && endedAt !== null && reason !== "replay");
  return (
    <div className="row row-end">
      <label className="field"><span>Compared with</span><select value={before?.id ?? ""} onChange={(event) => set({ before: event.target.value })}><option value="">the one before</option>{[...(before && !others.some(({ id }) => id === before.id) ? [before] : []), ...others].map((scan) => <option key={scan.id} value={scan.id}>{formatInstant(scan.queuedAt, zone)}, {scan.profile}</option>)}</select></label>
      {list.more && <button type="button" className="button" onClick={list.more}>Earlier scans</button>}
    </div>
  );
}

const columns: readonly Column<Row>[] = [
  { id: "before", title: "Before", text: (row) => row.before ?? "", cell: (row) => (row.before === null ? <span className="muted">nothing</span> : <ScanOutcomeBadge outcome={row.before} />) },
  { id: "after", title: "After", text: (row) => row.after, cell: (row) => <ScanOutcomeBadge outcome={row.after} why={row.why} /> },
  { id: "severity", title: "Severity", text: ({ finding }) => finding.severity, cell: ({ finding }) => <DastSeverityBadge severity={finding.severity} /> },
  { id: "title", title: "Finding", main: true, text: ({ finding }) => finding.title, cell: ({ finding }) => <div className="two-lines"><Link to="/tests/findings/$id" params={{ id: finding.id }} data-row-link>{finding.title}</Link><span className="muted small">{finding.check}</span></div> },
  { id: "where", title: "Place", text: ({ finding }) => finding.where, cell: ({ finding }) => <code className="break">{finding.where}</code> },
  { id: "confidence", title: "Confidence", text: ({ finding }) => finding.confidence, cell: ({ finding }) => <ConfidenceBadge confidence={finding.confidence} /> },
  { id: "why", title: "Why", text: (row) => row.why ?? "", cell: (row) => (row.why === null ? <span className="muted">–</span> : <span className={row.after === "not-retested" ? "prose gap" : "prose"}>{row.why}</span>) },
];
