// Starts a playbook for an incident: its inputs, what it would do and touch, and then the run itself.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { refreshIncidents } from "../api/incident-acts.ts";
import type { Incident, PlaybookInput, RunAnswer, RunPreview } from "../api/incident-shapes.ts";
import { useChange } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { Badge } from "../lists/badges.tsx";
import { incidentName, TouchedThings } from "../lists/incident-badges.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { valuesOf } from "./incident-words.ts";

export interface Startable { id: string; name: string; about: string; inputs: readonly PlaybookInput[] }

export function RunDialog({ incident, playbook, onClose }: { incident: Incident; playbook: Startable; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [again, setAgain] = useState(false);
  const path = `/incidents/${encodeURIComponent(incident.id)}/runs`;
  const body = (dryRun: boolean) => ({ playbook: playbook.id, inputs: valuesOf(playbook.inputs, texts), ...(again ? { again } : {}), ...(dryRun ? { dryRun } : {}) });
  const preview = useChange<void, RunAnswer>(() => ({ path, method: "POST", body: body(true) }), []);
  const start = useChange<void, RunAnswer>(() => ({ path, method: "POST", body: body(false) }), ["/incidents", "/runs"]);
  const [shown, setShown] = useState<RunPreview>();
  const look = (): void => void preview.run().then(({ preview: found }) => setShown(found ?? undefined), () => undefined);
  // Where nothing is asked first, what it would do is shown at once.
  const asksNothing = playbook.inputs.every(({ required }) => !required);
  const first = useRef(asksNothing ? look : undefined);
  useEffect(() => { first.current?.(); first.current = undefined; }, []);
  const run = async (): Promise<void> => {
    const { run: started } = await start.run();
    tell(`${playbook.name} runs for ${incidentName(incident.number)}`);
    onClose();
    await refreshIncidents(client);
    if (started) await navigate({ to: "/runs/$id", params: { id: started.id } });
  };
  return (
    <Dialog title={`${playbook.name} for ${incidentName(incident.number)}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void run().catch(() => undefined); }}>
        <p>{playbook.about}</p>
        {playbook.inputs.map((input) => <InputField key={input.id} input={input} text={texts[input.id] ?? ""} onChange={(text) => { setTexts({ ...texts, [input.id]: text }); setShown(undefined); }} />)}
        {shown && <Preview preview={shown} />}
        {shown !== undefined && shown.refused !== null && <label className="check"><input type="checkbox" checked={again} onChange={(event) => setAgain(event.target.checked)} /> Start it all the same</label>}
        <ProblemNote problem={start.problem ?? preview.problem} />
        <div className="row">
          <button type="submit" className="button button-main" disabled={start.running || (shown !== undefined && shown.refused !== null && !again)}>{start.running ? "Starting…" : "Run it"}</button>
          <button type="button" className="button" disabled={preview.running} onClick={look}>{preview.running ? "Looking…" : shown ? "Dry run again" : "Dry run"}</button>
          <button type="button" className="button" onClick={onClose}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

function InputField({ input, text, onChange }: { input: PlaybookInput; text: string; onChange: (text: string) => void }) {
  const label = <span>{input.about}{input.required ? "" : " (optional)"}</span>;
  if (input.choices.length > 0) return <label className="field">{label}<select required={input.required} value={text} onChange={(event) => onChange(event.target.value)}><option value="">{input.default === undefined ? "choose" : `default: ${String(input.default)}`}</option>{input.choices.map((choice) => <option key={choice}>{choice}</option>)}</select></label>;
  return <label className="field">{label}<input required={input.required} type={input.type === "number" ? "number" : "text"} step="any" value={text} placeholder={input.default === undefined ? input.type === "list" ? "one, two" : input.type === "boolean" ? "true or false" : "" : `default: ${typeof input.default === "string" ? input.default : JSON.stringify(input.default)}`} onChange={(event) => onChange(event.target.value)} /></label>;
}

const looks = { run: { tone: "accent", mark: "check" }, skip: { tone: "plain", mark: "bar" }, unknown: { tone: "unknown", mark: "question" }, fail: { tone: "critical", mark: "octagon" } } as const;

function Preview({ preview }: { preview: RunPreview }) {
  const blast = Object.entries(preview.blast).filter(([, names]) => names.length > 0);
  return (
    <section className="preview-run" aria-label="What it would do now">
      {preview.refused !== null && <p className="note note-warn" role="status">It would be refused now: {preview.refused}</p>}
      <p role="status"><strong>Blast radius:</strong> {blast.length === 0 ? "touches nothing that is known before it runs" : blast.map(([kind, names]) => `${formatNoun(names.length, kind.replace(/s$/, ""), kind)} (${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""})`).join(", ")}.</p>
      <ol className="steps">{preview.steps.map((step) => (
        <li key={step.step}><span className="line"><strong>{step.about ?? step.step}</strong><Badge tone={looks[step.would].tone} mark={looks[step.would].mark}>{step.would === "unknown" ? "hangs on earlier steps" : step.would}</Badge>{step.destructive && <Badge tone="high" mark="triangle">destructive</Badge>}{step.people > 0 && <span className="muted small">{formatNoun(step.people, "person", "people")} must approve</span>}</span> <span className="break">{step.said}</span> {step.touches.length > 0 && <TouchedThings touches={step.touches} />}</li>
      ))}</ol>
    </section>
  );
}
