// Playbooks: what is done when an incident opens, step by step; and every run of them.
import { Link } from "@tanstack/react-router";
import "../app/styles/incident.css";
import type { Approval, Playbook, Run } from "../api/incident-shapes.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Approvals } from "../lists/incident-approvals.tsx";
import { spaced } from "../lists/incident-badges.tsx";
import { RunTable } from "../lists/incident-run.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const columns: readonly Column<Playbook>[] = [
  { id: "playbook", title: "Playbook", main: true, text: (row) => row.id, cell: (row) => <div className="two-lines"><Link to="/playbooks/$id" params={{ id: row.id }} data-row-link>{row.name}</Link><span className="muted small prose">{row.about}</span></div> },
  { id: "kinds", title: "For", text: (row) => kindsOf(row).join(" "), cell: (row) => <span className="prose">{kindsOf(row).map(spaced).join(", ") || "started by hand"}</span> },
  { id: "start", title: "Starts", text: (row) => row.start, cell: (row) => (row.triggers.length === 0 ? "by hand" : row.start === "automatic" ? "by itself" : "when a person agrees") },
  { id: "steps", title: "Steps", align: "end", text: (row) => String(row.steps.length), cell: (row) => formatCount(row.steps.length) },
  { id: "destructive", title: "Destructive", text: (row) => String(destructive(row)), cell: (row) => (destructive(row) === 0 ? <span className="muted">none</span> : <Badge tone="high" mark="triangle" title="Two people must approve each">{formatCount(destructive(row))}</Badge>) },
  { id: "source", title: "From", text: (row) => row.source, cell: (row) => (row.source === "shipped" ? "Aftwatch" : `us, version ${row.version}`) },
  { id: "runs", title: "Runs", align: "end", text: (row) => String(row.runs), cell: (row) => formatCount(row.runs) },
  { id: "enabled", title: "On", text: (row) => String(row.enabled), cell: (row) => <Switch playbook={row} /> },
];
const kindsOf = ({ triggers }: Playbook): string[] => [...new Set(triggers.flatMap(({ kinds }) => kinds))];
const destructive = ({ steps }: Playbook): number => steps.filter((step) => step.destructive).length;

export function Switch({ playbook }: { playbook: Playbook }) {
  const isAdmin = useCan("admin");
  const change = useChange<boolean>((enabled) => ({ path: `/playbooks/${encodeURIComponent(playbook.id)}`, method: "PUT", body: { enabled } }), ["/playbooks"]);
  const set = (enabled: boolean): void => void change.run(enabled).then(() => tell(`${playbook.name} is ${enabled ? "on" : "off"}`), (cause: unknown) => tellProblem("The playbook was not changed", cause));
  if (!isAdmin) return <span>{playbook.enabled ? "on" : "off"}</span>;
  return <label className="check"><input type="checkbox" checked={playbook.enabled} disabled={change.running} onChange={(event) => set(event.target.checked)} /><span className="visually-hidden">{playbook.name} is on</span></label>;
}

export function PlaybooksPage() {
  const approvals = useList<Approval>("/approvals");
  return (
    <Page title="Playbooks" lead={<p>What is done when an incident opens, step by step. Destructive steps wait for two people; every step is on record, and a dry run shows what would be touched.</p>} actions={<Link to="/playbooks/$id" params={{ id: "new" }} className="button">Write one…</Link>}>
      <OnlyNow what="Playbooks" />
      <Tabs label="Playbooks" tabs={[
        { id: "playbooks", title: "Playbooks", body: () => <All /> },
        { id: "runs", title: "Runs", body: () => <Runs /> },
        { id: "approvals", title: approvals.total === undefined ? "Approvals" : `Approvals (${formatCount(approvals.total)})`, body: () => (approvals.items.length === 0 ? <Empty title="Nothing waits for people." /> : <Approvals approvals={approvals.items} named />) },
      ]} />
    </Page>
  );
}

function All() {
  const { data, problem } = useResource<{ items: Playbook[] }>("/playbooks");
  if (problem) return <ProblemPanel problem={problem} what="The playbooks could not be read" />;
  return data ? <DataTable of="playbooks" list={heldList(data.items, "/playbooks")} columns={columns} keyOf={(row) => row.id} empty={<Empty title="There is no playbook." />} /> : <Skeleton />;
}

const Runs = () => <RunTable list={useList<Run>("/runs")} empty={<Empty title="No playbook has run yet."><p>A run starts by itself when an incident fits, or from an incident's page.</p></Empty>} />;
