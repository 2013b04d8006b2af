// Forms for the state of an incident: who, how bad, which phase, what next.
import { useState } from "react";
import type { Acting } from "../api/incident-acts.ts";
import { phases, roles, severities } from "../api/incident-shapes.ts";
import type { Incident, IncidentPhase } from "../api/incident-shapes.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { incidentName } from "../lists/incident-badges.tsx";
import { ActDialog, hasReason, InstantField, ReasonField } from "./incident-form.tsx";

export interface EditProps { incident: Incident; acting: Acting; onClose: () => void }

export function AssignDialog({ incident, acting, onClose }: EditProps) {
  const [owner, setOwner] = useState(incident.owner ?? "");
  const [given, setGiven] = useState(() => incident.roles.map(({ role, person }) => ({ role, person })));
  const kept = given.filter(({ person }) => person.trim() !== "").map(({ role, person }) => ({ role, person: person.trim() }));
  const patch = { owner: owner.trim() === "" ? null : owner.trim(), roles: kept };
  const edit = (index: number, change: Partial<(typeof given)[number]>): void => setGiven(given.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <ActDialog title={`Who has ${incidentName(incident.number)}`} submit="Assign" acting={acting} onClose={onClose} act={() => ({ verb: "assign", body: patch, patch, done: patch.owner === null ? "Nobody owns it now" : `${patch.owner} owns it` })}>
      <label className="field"><span>Owner: a team or a person; empty for nobody</span><input maxLength={200} value={owner} onChange={(event) => setOwner(event.target.value)} /></label>
      <fieldset className="stack"><legend>Roles</legend>
        {given.map(({ role, person }, index) => (
          <div key={index} className="row role-row">
            <select aria-label={`Role ${index + 1}`} value={role} onChange={(event) => edit(index, { role: roles.find((each) => each === event.target.value) ?? role })}>{roles.map((each) => <option key={each}>{each}</option>)}</select>
            <input aria-label={`Person in role ${index + 1}`} maxLength={200} value={person} placeholder="ana" onChange={(event) => edit(index, { person: event.target.value })} />
            <button type="button" className="button" aria-label={`Remove role ${index + 1}`} onClick={() => setGiven(given.filter((_, at) => at !== index))}>Remove</button>
          </div>
        ))}
        <button type="button" className="button" onClick={() => setGiven([...given, { role: roles.find((role) => !given.some((each) => each.role === role)) ?? "responder", person: "" }])}>Add a role</button>
      </fieldset>
    </ActDialog>
  );
}

export function SeverityDialog({ incident, acting, onClose }: EditProps) {
  const [severity, setSeverity] = useState(incident.severity);
  const [reason, setReason] = useState("");
  return (
    <ActDialog title="Severity" submit="Set the severity" acting={acting} ready={hasReason(reason) && severity !== incident.severity} onClose={onClose} act={() => ({ verb: "severity", body: { severity, reason: reason.trim() }, patch: { severity }, done: `It is ${severity} now` })}>
      <p className="muted small">It is {incident.severity}. What is set by hand stands until the evidence gets worse.</p>
      <fieldset className="segments"><legend>Severity</legend>{severities.map((each) => <label key={each} className="segment"><input type="radio" name="severity" checked={severity === each} onChange={() => setSeverity(each)} /><span>{each}</span></label>)}</fieldset>
      <ReasonField reason={reason} onChange={setReason} />
    </ActDialog>
  );
}

/** Closing has a form of its own, with its reason. */
export const phasesToSet = (incident: Incident): IncidentPhase[] => (incident.open ? phases.slice(0, 5) : phases.slice(6)).filter((phase) => phase !== incident.phase);

export const nextPhase = ({ phase }: Pick<Incident, "phase">): IncidentPhase | undefined => phases[phases.indexOf(phase) + 1];

export function PhaseDialog({ incident, acting, to, onClose }: EditProps & { to: IncidentPhase | undefined }) {
  const choices = phasesToSet(incident);
  const [phase, setPhase] = useState(choices.find((each) => each === to) ?? choices[0] ?? incident.phase);
  const [comment, setComment] = useState("");
  const passed = phases.slice(phases.indexOf(incident.phase) + 1, Math.max(0, phases.indexOf(phase))).filter((each) => incident.phaseAt[each] === null);
  return (
    <ActDialog title="Phase" submit={`Move to ${phase}`} acting={acting} ready={choices.length > 0} onClose={onClose} act={() => ({ verb: "phase", body: { phase, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) }, patch: { phase }, done: `It is ${phase} now` })}>
      <fieldset className="segments"><legend>From {incident.phase} to</legend>{choices.map((each) => <label key={each} className="segment"><input type="radio" name="phase" checked={phase === each} onChange={() => setPhase(each)} /><span>{each}</span></label>)}</fieldset>
      {passed.length > 0 && <p className="note note-warn" role="status">This passes over {passed.join(", ")}. It is allowed, and goes on record.</p>}
      {phases.indexOf(phase) < phases.indexOf(incident.phase) && <p className="note note-warn" role="status">This goes back.</p>}
      <ReasonField label="What was done" reason={comment} onChange={setComment} optional />
    </ActDialog>
  );
}

export function NextDialog({ incident, acting, onClose }: EditProps) {
  const { zone } = usePreferences();
  const [text, setText] = useState(incident.next?.text ?? "");
  const [due, setDue] = useState(incident.next?.dueAt === null || incident.next === null ? "" : toLocalInput(Date.parse(incident.next.dueAt), zone));
  const dueMs = due === "" ? undefined : fromLocalInput(due, zone);
  const next = text.trim() === "" ? null : { text: text.trim(), dueAt: dueMs === undefined ? null : new Date(dueMs).toISOString() };
  return (
    <ActDialog title="Next action" submit={next === null ? "Clear it" : "Set it"} acting={acting} onClose={onClose} act={() => ({ verb: "next", body: next ?? { text: null }, patch: { next }, done: next === null ? "No next action is set" : "The next action is set" })}>
      <label className="field"><span>What happens next; empty for nothing</span><textarea rows={2} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} /></label>
      <InstantField label="By when" text={due} onChange={setDue} />
    </ActDialog>
  );
}
