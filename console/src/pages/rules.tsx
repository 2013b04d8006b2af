// Rules: what detections are made by, how often each fired, and which could not be loaded, by file and line.
import { useUrl } from "../app/url.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import type { Rule, RuleReject } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { RuleTable } from "../lists/rule-table.tsx";
import { ruleFacets, ruleWords } from "../lists/rule-tokens.ts";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

export function RulesPage() {
  const rejects = useResource<{ rejects: RuleReject[] }>("/rule-rejects");
  useFollow(["rules"], ["/rules", "/rule-rejects"]);
  return (
    <Page title="Rules" lead={<p>What detections are made by: our own content and the folders that were named. Counts are of the last 30 days.</p>} actions={<Reload />}>
      <RuntimeNav />
      <OnlyNow what="Rules" />
      <Tabs label="Rules" tabs={[
        { id: "rules", title: "Loaded", body: () => <Loaded /> },
        { id: "rejects", title: rejects.data ? `Rejected (${formatCount(rejects.data.rejects.length)})` : "Rejected", body: () => (rejects.problem ? <ProblemPanel problem={rejects.problem} what="The rejected rules could not be read" /> : rejects.data ? <Rejects rejects={rejects.data.rejects} /> : <Skeleton />) },
      ]} />
    </Page>
  );
}

function Reload() {
  const isAdmin = useCan("admin");
  const change = useChange<void, { rules: number; correlations: number; rejects: RuleReject[] }>(() => ({ path: "/rules/reload", method: "POST" }), ["/rules", "/rule-rejects", "/runtime"]);
  if (!isAdmin) return null;
  const reload = (): void => void change.run().then(({ rules, correlations, rejects }) => tell(`Loaded ${formatNoun(rules + correlations, "rule")}${rejects.length > 0 ? `; ${formatCount(rejects.length)} rejected` : ""}`, rejects.length > 0 ? "bad" : "good"), (cause: unknown) => tellProblem("The rules were not read again", cause));
  return <button type="button" className="button" disabled={change.running} title="Reads the rule folders again" onClick={reload}>{change.running ? "Reading…" : "Reload the rules"}</button>;
}

function Loaded() {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", ruleWords.names, ruleWords);
  const list = useList<Rule>("/rules", filter.query);
  return (
    <>
      <FilterBar label="Filter the rules" placeholder="kind:correlation logsource:linux fired:true web shell" facets={ruleFacets} problems={filter.problems} words={ruleWords} />
      <RuleTable list={list} empty={(url.q ?? "") === "" ? <Empty title="No rule is loaded: only sensors and baselines can detect."><p>Our own rules come with Aftwatch; AFTWATCH_RULES names further folders of Sigma rules.</p></Empty> : <Empty title="No rule matches." />} />
    </>
  );
}

const rejectColumns: readonly Column<RuleReject>[] = [
  { id: "place", title: "Where", main: true, text: (row) => `${row.file}:${row.line}`, cell: (row) => <code className="break">{row.file}:{row.line}</code> },
  { id: "title", title: "Rule", text: (row) => row.title ?? "", cell: (row) => row.title ?? <span className="gap">? without a title</span> },
  { id: "why", title: "What is wrong", text: (row) => row.rule, cell: (row) => <span className="prose">{row.rule}</span> },
];

const Rejects = ({ rejects }: { rejects: RuleReject[] }) => (
  <>
    {rejects.length > 0 && <p className="note note-warn">These detect nothing until they are corrected; the others are loaded. <code>aftwatch rules check FOLDER</code> says the same before they are used.</p>}
    <DataTable of="rejected rules" list={heldList(rejects, "/rule-rejects")} columns={rejectColumns} keyOf={(row) => `${row.file}:${row.line} ${row.rule}`} empty={<Empty title="Every rule was loaded." />} />
  </>
);
