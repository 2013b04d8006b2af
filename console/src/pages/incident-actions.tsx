// What can be done to an incident: the buttons, their keys, and the form that each opens.
import { useNavigate } from "@tanstack/react-router";
import type { Acting } from "../api/incident-acts.ts";
import type { Incident } from "../api/incident-shapes.ts";
import { useMe } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { AssignDialog, nextPhase, NextDialog, PhaseDialog, SeverityDialog } from "../forms/incident-edits.tsx";
import { CloseDialog, RelateDialog, ReopenDialog } from "../forms/incident-relations.tsx";
import { incidentName } from "../lists/incident-badges.tsx";
import { useKeys } from "../shell/keys.ts";
import { Menu } from "../shell/menu.tsx";

export type IncidentForm = "assign" | "severity" | "phase" | "next-phase" | "next" | "close" | "reopen" | "merge" | "link" | "unlink";

export function useAcknowledging(incident: Incident, acting: Acting): (() => void) | undefined {
  const me = useMe().data?.name ?? "you";
  if (!incident.open || incident.acknowledgedAt !== null) return undefined;
  const patch = { acknowledgedAt: new Date(nowMs()).toISOString(), acknowledgedBy: me, attention: incident.attention.filter((each) => each !== "unacknowledged") };
  return () => void acting.run({ verb: "acknowledge", patch, done: `${incidentName(incident.number)} is acknowledged` });
}

export function ActionBar({ incident, acting, onForm }: { incident: Incident; acting: Acting; onForm: (form: IncidentForm) => void }) {
  const acknowledge = useAcknowledging(incident, acting);
  const next = nextPhase(incident);
  const forward: IncidentForm = next === "closed" ? "close" : "next-phase";
  const lists = "Lists" as const;
  useKeys(incident.open ? [
    { keys: "a", about: "Acknowledge", group: lists, run: () => acknowledge?.() }, { keys: "o", about: "Assign", group: lists, run: () => onForm("assign") }, { keys: "s", about: "Set the phase", group: lists, run: () => onForm("phase") },
    { keys: "v", about: "Set the severity", group: lists, run: () => onForm("severity") }, { keys: "w", about: "Set the next action", group: lists, run: () => onForm("next") }, { keys: "q", about: "Close it", group: lists, run: () => onForm("close") },
  ] : []);
  const more: readonly (readonly [IncidentForm, string])[] = incident.open
    ? [["assign", "Assign…"], ["severity", "Severity…"], ["phase", "Phase…"], ["next", "Next action…"], ["close", "Close…"], ["merge", "Merge…"], ["link", "Link…"], ["unlink", "Take a link away…"]]
    : [["reopen", "Reopen…"], ["link", "Link…"], ["unlink", "Take a link away…"]];
  return (
    <>
      {acknowledge && <button type="button" className="button button-main" disabled={acting.running} onClick={acknowledge} aria-keyshortcuts="a">Acknowledge</button>}
      {next !== undefined && <button type="button" className={acknowledge ? "button" : "button button-main"} onClick={() => onForm(forward)}>{next === "closed" ? "Close…" : `To ${next}…`}</button>}
      <Menu label="More actions" text="Actions" align="right">{(close) => <div className="menu-list">{more.map(([form, text]) => <button key={form} type="button" className="button button-quiet" onClick={() => { close(); onForm(form); }}>{text}</button>)}</div>}</Menu>
    </>
  );
}

export function IncidentForms({ form, incident, acting, onClose }: { form: IncidentForm | undefined; incident: Incident; acting: Acting; onClose: () => void }) {
  const navigate = useNavigate();
  const edit = { incident, acting, onClose };
  switch (form) {
    case undefined: return null;
    case "assign": return <AssignDialog {...edit} />;
    case "severity": return <SeverityDialog {...edit} />;
    case "phase": return <PhaseDialog {...edit} to={undefined} />;
    case "next-phase": return <PhaseDialog {...edit} to={nextPhase(incident)} />;
    case "next": return <NextDialog {...edit} />;
    case "close": return <CloseDialog {...edit} />;
    case "reopen": return <ReopenDialog {...edit} />;
    default: return <RelateDialog {...edit} relation={form} {...(form === "merge" ? { onDone: (into: Incident) => void navigate({ to: "/incidents/$id", params: { id: incidentName(into.number) } }) } : {})} />;
  }
}
