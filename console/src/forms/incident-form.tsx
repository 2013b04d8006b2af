// What the forms of incidents share: a dialog around one act, a reason, an instant, the choice of another incident.
import { useId } from "react";
import type { ReactNode } from "react";
import type { Act, Acting } from "../api/incident-acts.ts";
import type { Incident } from "../api/incident-shapes.ts";
import { useList } from "../api/queries.ts";
import { usePreferences } from "../app/preferences.ts";
import { incidentName } from "../lists/incident-badges.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";

export interface ActDialogProps { title: string; submit: string; acting: Acting; ready?: boolean; danger?: boolean; wide?: boolean; act: () => Act; onDone?: (incident: Incident) => void; onClose: () => void; children: ReactNode }

/** Sends the act and closes when it went through; stays open with the problem when it did not. */
export function ActDialog({ title, submit, acting, ready = true, danger = false, wide = false, act, onDone, onClose, children }: ActDialogProps) {
  const send = async (): Promise<void> => {
    const incident = await acting.run(act());
    if (!incident) return;
    acting.reset();
    onClose();
    onDone?.(incident);
  };
  return (
    <Dialog title={title} onClose={() => { acting.reset(); onClose(); }} wide={wide}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {children}
        <ProblemNote problem={acting.problem} />
        <div className="row"><button type="submit" className={danger ? "button button-danger" : "button button-main"} disabled={acting.running || !ready}>{acting.running ? "Sending…" : submit}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

export const hasReason = (reason: string): boolean => reason.trim().length >= 3;

export const ReasonField = ({ label = "Reason, for whoever asks later", reason, onChange, optional = false }: { label?: string; reason: string; onChange: (reason: string) => void; optional?: boolean }) => (
  <label className="field"><span>{label}{optional && " (optional)"}</span><textarea rows={3} maxLength={4000} required={!optional} {...(optional ? {} : { minLength: 3 })} value={reason} onChange={(event) => onChange(event.target.value)} /></label>
);

export function InstantField({ label, text, onChange }: { label: string; text: string; onChange: (text: string) => void }) {
  const { zone } = usePreferences();
  return <label className="field"><span>{label} ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" value={text} onChange={(event) => onChange(event.target.value)} /></label>;
}

/** Another incident, by number; the open ones are offered as one types. */
export function IncidentField({ label, value, except, onChange }: { label: string; value: string; except?: number; onChange: (value: string) => void }) {
  const listId = useId();
  const open = useList<Incident>("/incidents", { state: "open" });
  return (
    <label className="field"><span>{label}</span>
      <input required list={listId} value={value} placeholder="INC-31" pattern="\s*([Ii][Nn][Cc]-[0-9]+|inc_\S+)\s*" title="INC-31, or an id" autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      <datalist id={listId}>{open.items.filter(({ number }) => number !== except).map(({ number, title }) => <option key={number} value={incidentName(number)}>{title}</option>)}</datalist>
    </label>
  );
}
