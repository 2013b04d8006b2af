// The playbooks of an incident: what fits it, what ran, and any other that a person wants to run.
import { useState } from "react";
import type { Incident, Playbook, Proposal, Run } from "../api/incident-shapes.ts";
import { useChange, useList, useResource } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { RunDialog } from "../forms/incident-run-dialog.tsx";
import type { Startable } from "../forms/incident-run-dialog.tsx";
import { Badge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { RunTable, RunView } from "../lists/incident-run.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

export const useProposals = (incident: Incident) => useResource<{ items: Proposal[] }>(`/incidents/${encodeURIComponent(incident.id)}/playbooks`);

export function PlaybooksTab({ incident, canWrite }: { incident: Incident; canWrite: boolean }) {
  const proposals = useProposals(incident);
  const runs = useList<Run>("/runs", { incident: incident.id });
  const goesOn = runs.items.filter(({ state }) => ["running", "waiting", "doubt", "undoing"].includes(state));
  return (
    <>
      <OnlyNow what="Playbooks" />
      {proposals.problem && <ProblemPanel problem={proposals.problem} what="The proposals could not be read" />}
      <Proposals incident={incident} proposals={proposals.data?.items ?? []} canWrite={canWrite} />
      {goesOn.map((run) => <section key={run.id} className="card"><h2>{run.playbookName}</h2><RunView id={run.id} /></section>)}
      <RunTable list={runs} ofOne empty={<Empty title="No playbook has run for it." />} />
      {canWrite && incident.open && <RunAnother incident={incident} />}
    </>
  );
}

export function Proposals({ incident, proposals, canWrite }: { incident: Incident; proposals: readonly Proposal[]; canWrite: boolean }) {
  const [starting, setStarting] = useState<Startable>();
  const waiting = proposals.filter(({ state }) => state === "proposed");
  const dismiss = useChange<string>((id) => ({ path: `/incidents/${encodeURIComponent(incident.id)}/playbooks/${encodeURIComponent(id)}/dismiss`, method: "POST" }), ["/incidents"]);
  return (
    <>
      <ul className="proposals">
        {waiting.map((proposal) => (
          <li key={proposal.playbook}>
            <p className="line"><strong>{proposal.name}</strong>{proposal.destructive > 0 && <Badge tone="high" mark="triangle" title="Two people must approve each">{formatNoun(proposal.destructive, "destructive step")}</Badge>}</p>
            <p className="small">{proposal.about} <span className="muted">Proposed because {proposal.why}.</span></p>
            {canWrite && <div className="row"><button type="button" className="button" onClick={() => setStarting({ ...proposal, id: proposal.playbook })}>Run or dry run…<span className="visually-hidden"> {proposal.name}</span></button><button type="button" className="button" disabled={dismiss.running} onClick={() => void dismiss.run(proposal.playbook).then(() => tell("Put aside"), (cause: unknown) => tellProblem("It was not put aside", cause))}>Not wanted<span className="visually-hidden">: {proposal.name}</span></button></div>}
          </li>
        ))}
      </ul>
      {starting && <RunDialog incident={incident} playbook={starting} onClose={() => setStarting(undefined)} />}
    </>
  );
}

function RunAnother({ incident }: { incident: Incident }) {
  const all = useResource<{ items: Playbook[] }>("/playbooks");
  const [id, setId] = useState("");
  const [starting, setStarting] = useState<Startable>();
  const chosen = all.data?.items.find((each) => each.id === id);
  return (
    <form className="row row-end" onSubmit={(event) => { event.preventDefault(); if (chosen) setStarting(chosen); }}>
      <label className="field"><span>Run another playbook</span><select value={id} onChange={(event) => setId(event.target.value)}><option value="">choose</option>{all.data?.items.filter(({ enabled }) => enabled).map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</select></label>
      <button type="submit" className="button" disabled={!chosen}>Run or dry run…</button>
      {starting && <RunDialog incident={incident} playbook={starting} onClose={() => setStarting(undefined)} />}
    </form>
  );
}
