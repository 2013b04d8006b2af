// The draft of a report: its fields with what is missing marked, answers by hand, the text to copy, and the end of its clock.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshIncidents } from "../api/incident-acts.ts";
import type { Clock, Draft } from "../api/incident-shapes.ts";
import { useCan, useChange, useResource } from "../api/queries.ts";
import { formatNoun, shortDigest } from "../app/format.ts";
import { Badge } from "../lists/badges.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { copyText } from "../shell/global-keys.ts";
import { tell } from "../shell/toasts.tsx";
import { ReasonField } from "./incident-form.tsx";

export function DraftDialog({ clock, onClose }: { clock: Pick<Clock, "incidentId" | "regime" | "stage" | "title">; onClose: () => void }) {
  const draft = useResource<Draft>(`/incidents/${encodeURIComponent(clock.incidentId)}/reports/${clock.regime}/${clock.stage}`);
  return (
    <Dialog title={`Draft: ${clock.title}`} onClose={onClose} wide>
      {draft.problem ? <ProblemPanel problem={draft.problem} what="The draft could not be made" /> : draft.data ? <DraftForm incidentId={clock.incidentId} draft={draft.data} /> : <Skeleton rows={4} />}
    </Dialog>
  );
}

const from = { known: { tone: "good", mark: "check", word: "from the record" }, answered: { tone: "accent", mark: "half", word: "answered" }, missing: { tone: "unknown", mark: "question", word: "missing" } } as const;

function DraftForm({ incidentId, draft }: { incidentId: string; draft: Draft }) {
  const canWrite = useCan("write");
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const change = useChange<Record<string, string>>((body) => ({ path: `/incidents/${encodeURIComponent(incidentId)}/answers`, method: "POST", body }), ["/incidents"]);
  const save = (): void => void change.run(answers).then(() => { tell(`Kept ${formatNoun(Object.keys(answers).length, "answer")}`); setAnswers({}); }, () => undefined);
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <p className="muted small">{draft.clause}. {draft.missing.length === 0 ? "Nothing that must be in it is missing." : `${formatNoun(draft.missing.length, "field")} still missing.`}</p>
      {draft.fields.map((field) => (
        <label key={field.id} className="field"><span className="line">{field.label}{field.optional && " (optional)"} <Badge tone={field.optional && field.from === "missing" ? "plain" : from[field.from].tone} mark={from[field.from].mark}>{from[field.from].word}</Badge></span>
          <textarea rows={(answers[field.id] ?? field.value ?? "").length > 90 ? 4 : 2} maxLength={20_000} readOnly={!canWrite} value={answers[field.id] ?? field.value ?? ""} placeholder={field.from === "missing" ? "not known: to be written" : ""} onChange={(event) => setAnswers({ ...answers, [field.id]: event.target.value })} />
        </label>
      ))}
      <details><summary>The report as text</summary><pre className="report" tabIndex={0} aria-label="The report as text">{draft.text}</pre></details>
      <ProblemNote problem={change.problem} />
      <div className="row">
        {canWrite && <button type="submit" className="button button-main" disabled={change.running || Object.keys(answers).length === 0}>Keep the answers</button>}
        <button type="button" className="button" onClick={() => copyText(draft.text, "Report copied")}>Copy the report</button>
        {draft.document !== null && <button type="button" className="button" onClick={() => copyText(JSON.stringify(draft.document, null, 2), "Document copied")}>Copy in the rule-maker's form</button>}
        <span className="muted small">SHA-256 <code title={draft.digest}>{shortDigest(draft.digest)}</code></span>
      </div>
    </form>
  );
}

export function StopClockDialog({ clock, end, onClose }: { clock: Clock; end: "done" | "not-applicable"; onClose: () => void }) {
  const client = useQueryClient();
  const [why, setWhy] = useState("");
  const change = useChange<void>(() => ({ path: `/incidents/${encodeURIComponent(clock.incidentId)}/clocks/${clock.regime}/${clock.stage}`, method: "POST", body: { end, ...(why.trim() === "" ? {} : { why: why.trim() }) } }), ["/incidents", "/clocks"]);
  const send = async (): Promise<void> => { await change.run(); tell(end === "done" ? "Said to be done; the draft's digest is on record" : "Said not to apply"); await refreshIncidents(client); onClose(); };
  const mustSay = end === "not-applicable";
  return (
    <Dialog title={mustSay ? `Does not apply: ${clock.title}` : `Sent: ${clock.title}`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send().catch(() => undefined); }}>
        <p className="muted small">{mustSay ? `${clock.clause}. Say why the rule does not bind here; it stands in the evidence pack.` : "This stops the clock and keeps the digest of the draft as it is now. It sends nothing: the report goes out by the rule-maker's own way."}</p>
        <ReasonField label={mustSay ? "Why it does not apply" : "To whom, and under which reference"} reason={why} onChange={setWhy} optional={!mustSay} />
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || (mustSay && why.trim().length < 3)}>{mustSay ? "It does not apply" : "It was sent"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
