// A run of a playbook: where it stands, every attempt with its outcome, and what a person can do about it.
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { refreshIncidents } from "../api/incident-acts.ts";
import type { Approval, Run, RunDetail, StepAttempt } from "../api/incident-shapes.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatCount, formatNoun, formatSpan, shortDigest } from "../app/format.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Due, Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Badge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";
import { Approvals } from "./incident-approvals.tsx";
import { IncidentLink, RunBadge } from "./incident-badges.tsx";
import { Skeleton } from "./loading.tsx";
import { Facts } from "./page.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

const columns: readonly Column<Run>[] = [
  { id: "run", title: "Playbook", main: true, text: (row) => row.playbook, cell: (row) => <Link to="/runs/$id" params={{ id: row.id }} data-row-link>{row.playbookName}</Link> },
  { id: "incident", title: "Incident", text: (row) => `INC-${row.incident.number}`, cell: (row) => <IncidentLink number={row.incident.number} /> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <RunBadge state={row.state} /> },
  { id: "waits", title: "Stands at", text: (row) => row.waitsFor?.about ?? row.step ?? "", cell: (row) => <StandsAt run={row} /> },
  { id: "by", title: "Started by", text: (row) => row.startedBy, cell: (row) => row.startedBy },
  { id: "started", title: "Started", text: (row) => row.startedAt, cell: (row) => <Instant at={row.startedAt} /> },
  { id: "ended", title: "Ended", text: (row) => row.endedAt ?? "", cell: (row) => <Instant at={row.endedAt} none="not yet" /> },
];

/** ofOne: on the page of an incident, which need not be named in every row. */
export const RunTable = ({ list, empty, ofOne = false }: { list: List<Run>; empty: ReactNode; ofOne?: boolean }) =>
  <DataTable of="runs" list={list} columns={columns.filter(({ id }) => id !== "incident" || !ofOne)} keyOf={(row) => row.id} empty={empty} />;

export function StandsAt({ run }: { run: Run }) {
  if (run.waitsFor) return <span className="prose">waits for {run.waitsFor.about}{run.waitsFor.until !== null && <>, until <Due at={run.waitsFor.until} /></>}</span>;
  return <span className="prose">{run.step ?? <span className="muted">{run.why ?? "its end"}</span>}</span>;
}

/** Everything about one run; asks again while it goes on. */
export function RunView({ id }: { id: string }) {
  const { data: run, problem } = useResource<RunDetail>(`/runs/${encodeURIComponent(id)}`);
  const approvals = useList<Approval>("/approvals", { run: id });
  if (problem) return <ProblemPanel problem={problem} what="The run could not be read" />;
  if (!run) return <Skeleton rows={4} />;
  return (
    <div className="stack">
      <Facts facts={[["State", <span className="line"><RunBadge state={run.state} />{run.why}</span>], ["Stands at", <StandsAt run={run} />], ["Incident", <IncidentLink number={run.incident.number}>INC-{run.incident.number} {run.incident.title}</IncidentLink>], ["Started", <><Instant at={run.startedAt} as="absolute" /> by {run.startedBy}</>], ...(run.endedAt === null ? [] : [["Ended", <Instant at={run.endedAt} as="absolute" />] as const]),
        ...Object.entries(run.inputs).map(([name, value]) => [name, <code className="break">{JSON.stringify(value)}</code>] as const)]} />
      {approvals.items.length > 0 && <Approvals approvals={approvals.items} />}
      <RunActions run={run} />
      <ol className="attempts" aria-label="Steps">{run.attempts.map((attempt) => <Attempt key={attempt.seq} attempt={attempt} run={run} />)}</ol>
      {run.attempts.length === 0 && <p className="muted">No step has begun.</p>}
      {run.evidence.length > 0 && <ul className="plain-list">{run.evidence.map((kept) => <li key={kept.id}>Evidence kept <Instant at={kept.madeAt} />, {formatNoun(kept.bytes, "byte")}, <code title={kept.digest}>{shortDigest(kept.digest)}</code> <a href={`/api/v1/evidence/${encodeURIComponent(kept.id)}`} download={`${kept.id}.json`}>Download</a></li>)}</ul>}
    </div>
  );
}

function useRunChange(path: string, done: string): { run: (body: object) => void; running: boolean } {
  const client = useQueryClient();
  const change = useChange<object>((body) => ({ path, method: "POST", body }), ["/runs"]);
  return { running: change.running, run: (body) => void change.run(body).then(async () => { tell(done); await refreshIncidents(client); }, (cause: unknown) => tellProblem("The run was not changed", cause)) };
}

function RunActions({ run }: { run: RunDetail }) {
  const canWrite = useCan("write");
  const cancel = useRunChange(`/runs/${encodeURIComponent(run.id)}/cancel`, "The run ends where it is");
  const undo = useRunChange(`/runs/${encodeURIComponent(run.id)}/undo`, "What it did is being taken back");
  const goesOn = ["running", "waiting", "doubt"].includes(run.state);
  if (!canWrite) return null;
  if (goesOn) return <div className="row"><ConfirmButton text="Cancel the run" confirm="End it where it is?" disabled={cancel.running} onConfirm={() => cancel.run({})} /></div>;
  if (run.state === "undoing" || run.state === "undone" || run.attempts.length === 0) return null;
  return <div className="row"><ConfirmButton text="Undo what it did" confirm="Take back its steps, last first?" disabled={undo.running} onConfirm={() => undo.run({})} /></div>;
}

function Attempt({ attempt, run }: { attempt: StepAttempt; run: RunDetail }) {
  const step = run.steps.find(({ id }) => id === attempt.step);
  const lastOfStep = run.attempts.findLast((each) => each.step === attempt.step) === attempt;
  return (
    <li className="attempt">
      <p className="line"><strong>{attempt.about ?? attempt.step}</strong><RunBadge state={attempt.state} />{step?.destructive && <Badge tone="high" mark="triangle" title="Two people must approve it">destructive</Badge>}{attempt.attempt > 1 && <span className="muted small">attempt {formatCount(attempt.attempt)}</span>}{attempt.undoes !== null && <span className="muted small">takes back step {formatCount(attempt.undoes)}</span>}{attempt.repeated && <span className="gap small">run again after a restart</span>}</p>
      <p className="muted small"><code>{attempt.kind}</code> · <Instant at={attempt.startedAt} as="absolute" />{attempt.endedAt === null ? attempt.dueAt !== null && <> · until <Due at={attempt.dueAt} /></> : <> · took {formatSpan(Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt))}</>}{step && attempt.state === "done" && attempt.undoes === null && <> · undo: {step.undo}</>}</p>
      {attempt.why !== null && <p className="break">{attempt.why}</p>}
      <details className="fact small"><summary>Asked and answered</summary><pre tabIndex={0} aria-label={`What ${attempt.step} was asked and answered`}>{JSON.stringify({ with: attempt.with, output: attempt.output }, null, 2)}</pre></details>
      {lastOfStep && attempt.state === "doubt" && <Doubt run={run} step={attempt.step} />}
    </li>
  );
}

/** A restart came between: nobody knows whether the step was carried out, so a person says. */
function Doubt({ run, step }: { run: RunDetail; step: string }) {
  const canWrite = useCan("write");
  const answer = useRunChange(`/runs/${encodeURIComponent(run.id)}/steps/${encodeURIComponent(step)}`, "Answered; the run goes on");
  if (!canWrite) return null;
  const choices = [["retry", "Try it again"], ["done", "It was done"], ["skip", "Skip it"]] as const;
  return <div className="row" role="group" aria-label={`Was ${step} done?`}>{choices.map(([action, text]) => <button key={action} type="button" className="button" disabled={answer.running} onClick={() => answer.run({ action })}>{text}</button>)}</div>;
}
