// One target: what it is and who serves it, whose word allows its tests, every scan of it, and what stands open.
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { dastNouns, dastPaths, useScans } from "../api/dast-acts.ts";
import { isUnderWay } from "../api/dast-shapes.ts";
import type { Authorisation, DastFinding, Scan, Target } from "../api/dast-shapes.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { CopyCommand } from "../forms/copy-command.tsx";
import { ReportDialog } from "../forms/report-dialog.tsx";
import { ScanDialog } from "../forms/scan-dialog.tsx";
import { TargetDialog } from "../forms/target-dialog.tsx";
import { DastFindingTable } from "../lists/dast-finding-table.tsx";
import { dastFindingFacets, dastFindingWords, dastQueryOf } from "../lists/dast-tokens.ts";
import { FilterBar } from "../lists/filter-bar.tsx";
import { Loading, Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { ScanTable } from "../lists/scan-table.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { useKeys } from "../shell/keys.ts";
import { TestsNav } from "../shell/tests-nav.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { HowCard, StandingCard, WhatCard } from "./target-cards.tsx";
import { NoFindings, NoScans } from "./tests-empty.tsx";
import { Running } from "./tests-running.tsx";

const SeriesPlot = lazy(() => import("../plots/series-plot.tsx").then(({ SeriesPlot: Plot }) => ({ default: Plot })));

export function TargetPage() {
  const { id } = useParams({ from: "/tests/targets/$id" });
  useFollow(dastNouns, dastPaths);
  const { data, problem } = useResource<Target>(`/targets/${encodeURIComponent(id)}`);
  if (problem && !data) return <Page title="Target"><TestsNav /><ProblemPanel problem={problem} what="The target could not be read" /></Page>;
  return data ? <Detail target={data} /> : <Loading />;
}

function Detail({ target }: { target: Target }) {
  const navigate = useNavigate();
  const [form, setForm] = useState<"scan" | "edit" | "report">();
  const canWrite = useCan("write");
  const scans = useScans(target.id);
  const removal = useChange<void>(() => ({ path: `/targets/${encodeURIComponent(target.id)}`, method: "DELETE" }), ["/targets"]);
  const remove = (): void => void removal.run().then(() => { tell("The target is forgotten; its scans and findings stay"); return navigate({ to: "/tests" }); }, (cause: unknown) => tellProblem("The target was not forgotten", cause));
  useKeys(canWrite ? [{ keys: "b", about: "Start a scan", group: "Lists", run: () => setForm("scan") }, { keys: "o", about: "Change the target", group: "Lists", run: () => setForm("edit") }] : []);
  const total = Object.values(target.open).reduce((sum, count) => sum + count, 0);
  return (
    <Page title={target.name} lead={<p className="break"><a href={target.url} target="_blank" rel="noreferrer">{target.url}</a></p>}
      actions={canWrite && <><button type="button" className="button button-main" aria-keyshortcuts="b" onClick={() => setForm("scan")}>Start a scan…</button><button type="button" className="button" aria-keyshortcuts="o" onClick={() => setForm("edit")}>Change…</button><button type="button" className="button" onClick={() => setForm("report")}>Import a report…</button><ConfirmButton text="Forget" confirm="Forget the target" disabled={removal.running} onConfirm={remove} /></>}>
      <TestsNav />
      <div className="cards incident-cards"><WhatCard target={target} /><HowCard target={target} /><StandingCard target={target} /></div>
      <Running scans={scans.items.filter(isUnderWay)} />
      <Trend scans={scans.items} />
      <Tabs label="About this target" tabs={[
        { id: "scans", title: `Scans${scans.total === undefined ? "" : ` (${formatCount(scans.total)})`}`, body: () => <ScanTable list={scans} empty={<NoScans hasFilter={false} />} hide={["target"]} /> },
        { id: "findings", title: `Open findings (${formatCount(total)})`, body: () => <Findings target={target} /> },
        { id: "authorisation", title: "Authorisation", body: () => <Ways target={target} /> },
      ]} />
      {form === "scan" && <ScanDialog targets={[target]} first={target} onClose={() => setForm(undefined)} />}
      {form === "edit" && <TargetDialog target={target} onClose={() => setForm(undefined)} />}
      {form === "report" && <ReportDialog target={target} onClose={() => setForm(undefined)} />}
    </Page>
  );
}

/** After each whole scan: what stood open, what was new, what was fixed. Scans of one finding say nothing of the others. */
export const trendOf = (scans: readonly Scan[]): { at: string; open: number; opened: number; fixed: number }[] => scans.filter(({ reason, endedAt, state }) => endedAt !== null && state !== "failed" && reason !== "replay" && reason !== "drill").map(({ endedAt, counts }) => ({ at: endedAt ?? "", open: counts.new + counts.same + counts.regressed + counts["not-retested"], opened: counts.new + counts.regressed, fixed: counts.fixed })).toReversed();

function Trend({ scans }: { scans: readonly Scan[] }) {
  const { set } = useUrl();
  const series = useMemo(() => trendOf(scans), [scans]);
  if (series.length < 2) return null;
  const [first, last] = [series[0], series.at(-1)];
  return (
    <section className="card" aria-label="Open findings over scans">
      <header className="section-head"><h2>Open findings over scans</h2><p className="muted small">{formatNoun(series.length, "scan")}; the table of scans has the same figures.</p></header>
      <Suspense fallback={<Skeleton rows={5} />}><SeriesPlot series={series} summary={`Open findings after each of ${series.length} scans: from ${first?.open ?? 0} to ${last?.open ?? 0}.`} onSelect={() => set({ tab: "scans" })} /></Suspense>
    </section>
  );
}

function Findings({ target }: { target: Target }) {
  const { url } = useUrl();
  const names = dastFindingWords.names.filter((name) => name !== "target");
  const filter = readWords(url.q ?? "", names, dastFindingWords);
  const list = useList<DastFinding>("/dast-findings", { ...dastQueryOf(filter.query), target: target.id });
  return (
    <section className="stack" aria-label="Findings">
      <FilterBar label="Filter the findings" placeholder="is:open severity:high check:sql-injection" facets={dastFindingFacets} problems={filter.problems} words={dastFindingWords} />
      <DastFindingTable list={list} hide={["target"]} empty={<NoFindings targets={[target]} hasFilter={url.q !== undefined} />} />
    </section>
  );
}

/** How the target itself can say that it may be tested. */
function Ways({ target }: { target: Target }) {
  const canWrite = useCan("write");
  const { data, problem } = useResource<Authorisation>(`/targets/${encodeURIComponent(target.id)}/authorisation`, {}, { enabled: canWrite });
  if (!canWrite) return <p className="note">The token that proves it is shown to those who may change things.</p>;
  if (problem) return <ProblemPanel problem={problem} what="The ways could not be read" />;
  if (!data) return <Skeleton rows={3} />;
  return (
    <div className="stack">
      <p>Any one of three is enough, and a scan names which it was: a person's word here{target.testable ? " (given)" : ""}, a file on the target, or a record of its name. The text is for this target alone.</p>
      <section className="card"><h2>A file on the target</h2><p className="small muted">Answered with 200 as text at <code className="break">{data.fileUrl}</code></p><CopyCommand command={data.fileText} /></section>
      <section className="card"><h2>A TXT record of its name</h2><p className="small muted">At <code className="break">{data.txtName}</code></p><CopyCommand command={data.txtText} /></section>
    </div>
  );
}
