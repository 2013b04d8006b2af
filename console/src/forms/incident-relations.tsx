// Forms that end, join or divide incidents: close, reopen, merge, link, split, move.
import { useState } from "react";
import type { Incident, IncidentMember } from "../api/incident-shapes.ts";
import { useList } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { incidentName } from "../lists/incident-badges.tsx";
import { Instant } from "../shell/instant.tsx";
import type { EditProps } from "./incident-edits.tsx";
import { ActDialog, hasReason, IncidentField, ReasonField } from "./incident-form.tsx";

export function CloseDialog({ incident, acting, onClose }: EditProps) {
  const [reason, setReason] = useState("");
  const [force, setForce] = useState(false);
  const goesOn = incident.live > 0;
  return (
    <ActDialog title={`Close ${incidentName(incident.number)}`} submit={goesOn ? "Close it all the same" : "Close it"} danger={goesOn} wide={goesOn} acting={acting} ready={hasReason(reason) && (!goesOn || force)} onClose={onClose} act={() => ({ verb: "close", body: { reason: reason.trim(), ...(goesOn ? { force } : {}) }, done: `${incidentName(incident.number)} is closed` })}>
      {goesOn ? <LiveMembers incident={incident} /> : <p className="note note-good">Nothing goes on: every member is over.</p>}
      <ReasonField label="Why it is over" reason={reason} onChange={setReason} />
      {goesOn && <label className="check"><input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} /> Close although {formatNoun(incident.live, "member")} {incident.live === 1 ? "goes" : "go"} on</label>}
    </ActDialog>
  );
}

const shownMembers = 8;

function LiveMembers({ incident }: { incident: Incident }) {
  const members = useList<IncidentMember>(`/incidents/${encodeURIComponent(incident.id)}/members`);
  const live = members.items.filter(({ signal }) => !signal.ended);
  return (
    <div className="note note-warn">
      <p><strong>{formatNoun(incident.live, "member")} {incident.live === 1 ? "is" : "are"} not over:</strong></p>
      <ul className="plain-list">{live.slice(0, shownMembers).map(({ signal, lastAt }) => <li key={signal.kind + signal.ref}>{signal.title} <span className="muted small">{signal.kind}, last seen <Instant at={lastAt} /></span></li>)}</ul>
      {incident.live > Math.min(live.length, shownMembers) && <p className="small">and {incident.live - Math.min(live.length, shownMembers)} more under Members</p>}
    </div>
  );
}

export function ReopenDialog({ incident, acting, onClose }: EditProps) {
  const [reason, setReason] = useState("");
  return <ActDialog title={`Reopen ${incidentName(incident.number)}`} submit="Reopen it" acting={acting} ready={hasReason(reason)} onClose={onClose} act={() => ({ verb: "reopen", body: { reason: reason.trim() }, done: `${incidentName(incident.number)} is open again` })}><ReasonField label="Why it is not over" reason={reason} onChange={setReason} /></ActDialog>;
}

type Relation = "merge" | "link" | "unlink";
const relations: Record<Relation, { title: string; submit: string; field: string; body: (to: string) => object; done: (to: string) => string }> = {
  merge: { title: "Merge", submit: "Merge", field: "Into which incident", body: (into) => ({ into }), done: (to) => `Its members are in ${to} now` },
  link: { title: "Link", submit: "Link", field: "With which incident", body: (to) => ({ to }), done: (to) => `Linked with ${to}` },
  unlink: { title: "Take the link away", submit: "Take it away", field: "From which incident", body: (to) => ({ to }), done: (to) => `No longer linked with ${to}` },
};

export function RelateDialog({ incident, acting, relation, to: given = "", onDone, onClose }: EditProps & { relation: Relation; to?: string; onDone?: (incident: Incident) => void }) {
  const [to, setTo] = useState(given);
  const [reason, setReason] = useState("");
  const { title, submit, field, body, done } = relations[relation];
  const named = to.trim().replace(/^inc-/i, "INC-");
  return (
    <ActDialog title={`${title}: ${incidentName(incident.number)}`} submit={submit} acting={acting} ready={hasReason(reason) && named !== ""} onClose={onClose} {...(onDone ? { onDone } : {})} act={() => ({ verb: relation, body: { ...body(named), reason: reason.trim() }, done: done(named) })}>
      {relation === "merge" && <p className="muted small">Every member moves there, and links to {incidentName(incident.number)} lead there. Members can be moved or split off again; the merge stays on record.</p>}
      <IncidentField label={field} value={to} except={incident.number} onChange={setTo} />
      <ReasonField reason={reason} onChange={setReason} />
    </ActDialog>
  );
}

const refOf = ({ signal: { kind, ref } }: IncidentMember) => ({ kind, ref });

/** Chosen members begin an incident of their own, or one of them goes to another incident. */
export function SplitDialog({ members, acting, onDone, onClose }: Omit<EditProps, "incident"> & { members: readonly IncidentMember[]; onDone: (incident: Incident) => void }) {
  const [title, setTitle] = useState("");
  const [reason, setReason] = useState("");
  const body = { members: members.map(refOf), reason: reason.trim(), ...(title.trim() === "" ? {} : { title: title.trim() }) };
  return (
    <ActDialog title={`Split ${formatNoun(members.length, "member")} off`} submit="Begin a new incident" acting={acting} ready={hasReason(reason)} onClose={onClose} onDone={onDone} act={() => ({ verb: "split", body, done: `${formatNoun(members.length, "member")} split off` })}>
      <label className="field"><span>Title of the new incident (optional)</span><input maxLength={300} value={title} placeholder={members[0]?.signal.title ?? ""} onChange={(event) => setTitle(event.target.value)} /></label>
      <ReasonField label="Why they are a story of their own" reason={reason} onChange={setReason} />
    </ActDialog>
  );
}

export function MoveDialog({ member, incident, acting, onClose }: EditProps & { member: IncidentMember }) {
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  return (
    <ActDialog title={`Move: ${member.signal.title}`} submit="Move it" acting={acting} ready={hasReason(reason) && to.trim() !== ""} onClose={onClose} act={() => ({ verb: "move", body: { member: refOf(member), to: to.trim().replace(/^inc-/i, "INC-"), reason: reason.trim() }, done: `Moved to ${to.trim()}` })}>
      <IncidentField label="To which incident" value={to} except={incident.number} onChange={setTo} />
      <ReasonField label="Why it belongs there" reason={reason} onChange={setReason} />
    </ActDialog>
  );
}
