// Tests: do live endpoints resist testing, and was the test real? Targets and their coverage, what stands open, and every scan.
import { useState } from "react";
import { dastNouns, dastPaths, useScans, useUnderWay } from "../api/dast-acts.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import type { DastFinding, Scan, Target } from "../api/dast-shapes.ts";
import { useNow } from "../app/clock.ts";
import { useUrl } from "../app/url.ts";
import { ScanDialog } from "../forms/scan-dialog.tsx";
import { TargetDialog } from "../forms/target-dialog.tsx";
import { dastFindingFacets, dastFindingWords, dastQueryOf, scanFacets, scanWords } from "../lists/dast-tokens.ts";
import { DastFindingTable } from "../lists/dast-finding-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { ScanTable } from "../lists/scan-table.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { targetFacets, targetsMatching, targetWords } from "../lists/target-standing.ts";
import { TargetTable } from "../lists/target-table.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { TestsNav } from "../shell/tests-nav.tsx";
import { TestsCoverage } from "./tests-coverage.tsx";
import { Drills } from "./tests-drills.tsx";
import { NoFindings, NoScans, NoTargets } from "./tests-empty.tsx";
import { Running } from "./tests-running.tsx";
import { TestsStrip } from "./tests-strip.tsx";

export function TestsPage() {
  const targets = useResource<{ items: Target[] }>("/targets");
  const [form, setForm] = useState<"scan" | "target">();
  const canWrite = useCan("write");
  const underWay = useUnderWay();
  useFollow(dastNouns, dastPaths);
  const items = targets.data?.items;
  return (
    <Page title="Tests" lead={<p>Do live endpoints resist testing, and was the test real? Every scan says what it tested, what it could not, and who allowed it.</p>}
      actions={canWrite && <>{(items?.length ?? 0) > 0 && <button type="button" className="button button-main" onClick={() => setForm("scan")}>Start a scan…</button>}<button type="button" className={items?.length === 0 ? "button button-main" : "button"} onClick={() => setForm("target")}>Add a target…</button></>}>
      <TestsNav />
      <OnlyNow what="Tests" />
      {targets.problem && !items ? <ProblemPanel problem={targets.problem} what="The targets could not be read" /> : items === undefined ? <Skeleton rows={6} /> : <Content targets={items} underWay={underWay} onAdd={() => setForm("target")} />}
      {form === "scan" && items && <ScanDialog targets={items} onClose={() => setForm(undefined)} />}
      {form === "target" && <TargetDialog onClose={() => setForm(undefined)} />}
    </Page>
  );
}

function Content({ targets, underWay, onAdd }: { targets: Target[]; underWay: readonly Scan[]; onAdd: () => void }) {
  if (targets.length === 0) return <NoTargets onAdd={onAdd} />;
  return (
    <>
      <TestsStrip targets={targets} underWay={underWay} />
      <Running scans={underWay} />
      <Tabs label="Tests" tabs={[
        { id: "targets", title: "Targets", body: () => <TargetList targets={targets} /> }, { id: "coverage", title: "Coverage", body: () => <TestsCoverage targets={targets} /> },
        { id: "findings", title: "Findings", body: () => <FindingList targets={targets} /> }, { id: "scans", title: "Scans", body: () => <ScanList targets={targets} /> }, { id: "drills", title: "Drills", body: () => <Drills targets={targets} /> },
      ]} />
    </>
  );
}

function TargetList({ targets }: { targets: Target[] }) {
  const { url } = useUrl();
  const now = useNow(60_000);
  const filter = readWords(url.q ?? "", targetWords.names, targetWords);
  const rows = targetsMatching(targets, filter.query, now);
  return (
    <>
      <FilterBar label="Filter the targets" placeholder="is:overdue service:checkout env:prod words of the name or URL" facets={targetFacets} problems={filter.problems} words={targetWords} />
      <TargetTable list={heldList(rows, "/targets")} empty={<div className="empty"><p className="empty-title">No target matches.</p></div>} />
    </>
  );
}

/** The tokens name a target; the doors want its id. */
export const idOfTarget = (targets: readonly Target[], named: string | undefined): string | undefined => (named === undefined ? undefined : targets.find(({ name, id }) => name === named || id === named)?.id ?? named);

function FindingList({ targets }: { targets: readonly Target[] }) {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", dastFindingWords.names, dastFindingWords);
  const { target, ...query } = dastQueryOf(filter.query);
  const list: List<DastFinding> = useList<DastFinding>("/dast-findings", { ...query, target: idOfTarget(targets, target) });
  return (
    <section className="stack" aria-label="Findings of tests">
      <FilterBar label="Filter the findings" placeholder="is:open severity:high target:shop check:sql-injection words of title, place or CWE" facets={dastFindingFacets} problems={filter.problems} words={dastFindingWords} />
      <DastFindingTable list={list} empty={<NoFindings targets={targets} hasFilter={Object.keys(filter.query).length > 0} />} />
    </section>
  );
}

function ScanList({ targets }: { targets: readonly Target[] }) {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", scanWords.names, scanWords);
  const { target, q: words, ...query } = filter.query;
  const problems = words === undefined ? filter.problems : [...filter.problems, { at: 1, text: words, rule: "scans have no words to search", mend: "Use is:running, reason:schedule or target:name." }];
  const list = useScans(idOfTarget(targets, target), query);
  return (
    <>
      <FilterBar label="Filter the scans" placeholder="is:running reason:schedule target:shop" facets={scanFacets} problems={problems} words={scanWords} />
      <ScanTable list={list} empty={<NoScans hasFilter={url.q !== undefined} />} />
    </>
  );
}
