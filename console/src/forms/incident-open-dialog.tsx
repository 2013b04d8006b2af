// Opens an incident by hand: what people saw before any sensor did.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { entityKinds, kinds, severities } from "../api/incident-shapes.ts";
import type { Incident } from "../api/incident-shapes.ts";
import { useChange } from "../api/queries.ts";
import { incidentName, spaced } from "../lists/incident-badges.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { nothingTold, openingOf, readEntities } from "./incident-words.ts";
import type { Told } from "./incident-words.ts";

export function OpenIncidentDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [told, setTold] = useState(nothingTold);
  const change = useChange<object, Incident>((body) => ({ path: "/incidents", method: "POST", body }), ["/incidents"]);
  const { entities, wrong } = readEntities(told.entities);
  const open = async (): Promise<void> => {
    const incident = await change.run(openingOf(told, entities));
    tell(`${incidentName(incident.number)} is open`);
    onClose();
    await navigate({ to: "/incidents/$id", params: { id: incidentName(incident.number) } });
  };
  const field = (name: keyof Told, label: string, placeholder: string) => <label className="field"><span>{label} (optional)</span><input maxLength={2000} value={told[name]} placeholder={placeholder} onChange={(event) => setTold({ ...told, [name]: event.target.value })} /></label>;
  return (
    <Dialog title="Open an incident" onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void open().catch(() => undefined); }}>
        <label className="field"><span>What happens</span><input required maxLength={300} value={told.title} placeholder="Customers see each other's invoices" onChange={(event) => setTold({ ...told, title: event.target.value })} /></label>
        <div className="row row-end">
          <label className="field"><span>Severity</span><select value={told.severity} onChange={(event) => setTold({ ...told, severity: event.target.value })}>{severities.map((each) => <option key={each}>{each}</option>)}</select></label>
          <label className="field"><span>Kind</span><select value={told.kind} onChange={(event) => setTold({ ...told, kind: event.target.value })}>{kinds.map((each) => <option key={each} value={each}>{spaced(each)}</option>)}</select></label>
        </div>
        {field("why", "How it was noticed", "Three calls to support since nine")}
        {field("services", "Services, with commas", "checkout, identity")}
        {field("environments", "Environments, with commas", "prod")}
        {field("entities", "Seen with, with commas", "ip:10.0.0.1, user:ana")}
        {wrong.length > 0 && <p className="note note-warn" role="status">{wrong.join(", ")}: write kind:value, with one of {entityKinds.join(", ")}.</p>}
        {field("owner", "Owner", "payments")}
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || told.title.trim() === "" || wrong.length > 0}>{change.running ? "Opening…" : "Open it"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
