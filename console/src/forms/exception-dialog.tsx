// Makes an exception from chosen detections: the narrowest filter as a draft, what it would remove, and which attacks it would hide.
import { useState } from "react";
import type { Exception, ExceptionDraft } from "../api/runtime-shapes.ts";
import { useChange, useMe } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { CodeEditor } from "./code-editor.tsx";
import type { Place } from "./code-editor.tsx";
import { useExceptionDraft } from "./exception-draft.ts";
import { ExceptionEffect } from "./exception-effect.tsx";
import "../app/styles/alerts.css";
import "../app/styles/runtime.css";

const dayMs = 86_400_000;
const presets = [["1 day", 1], ["7 days", 7], ["30 days", 30], ["90 days", 90], ["1 year", 365]] as const;
const usualDays = 90;

/** detections: their ids. */
export function ExceptionDialog({ detections, onClose, onDone }: { detections: readonly string[]; onClose: () => void; onDone?: () => void }) {
  const draft = useExceptionDraft(detections);
  return (
    <Dialog title="Make an exception" onClose={onClose} wide>
      {draft.answer ? <Form draft={draft} answer={draft.answer} onClose={onClose} onDone={onDone} /> : draft.problem ? <ProblemNote problem={draft.problem} /> : <><p className="muted" role="status">Looking for the narrowest filter that covers them…</p><Skeleton rows={5} /></>}
    </Dialog>
  );
}

/** Problems with a line keep it from being saved; the others are for a person to weigh. */
const placesIn = (problems: readonly string[]): Place[] => problems.flatMap((problem) => { const [, line, rule] = /^line (\d+):\s*(.*)/is.exec(problem) ?? []; return line === undefined || rule === undefined ? [] : [{ at: `line ${line}`, line: Number(line), rule }]; });

interface Written { title: string; owner: string; reason: string; until: string; force: string }

function Form({ draft, answer, onClose, onDone }: { draft: ReturnType<typeof useExceptionDraft>; answer: ExceptionDraft; onClose: () => void; onDone: (() => void) | undefined }) {
  const { zone } = usePreferences();
  const me = useMe().data?.name ?? "";
  const [written, setWritten] = useState<Written>(() => ({ title: answer.title, owner: me, reason: "", until: toLocalInput(nowMs() + usualDays * dayMs, zone), force: "" }));
  const change = useChange<object, Exception>((body) => ({ path: "/exceptions", method: "POST", body }), ["/exceptions", "/detections", "/runtime", "/rules"]);
  const set = (patch: Partial<Written>): void => setWritten({ ...written, ...patch });
  const untilMs = fromLocalInput(written.until, zone);
  const wrong = placesIn(answer.problems);
  const hides = answer.hides.length > 0;
  const isReady = !draft.pending && draft.problem === undefined && wrong.length === 0 && untilMs !== undefined && untilMs > nowMs() && [written.title, written.owner, written.reason].every((text) => text.trim() !== "") && (!hides || written.force.trim() !== "");
  const save = async (): Promise<void> => {
    if (untilMs === undefined) return;
    await change.run({ title: written.title.trim(), text: draft.text, owner: written.owner.trim(), reason: written.reason.trim(), expiresAt: new Date(untilMs).toISOString(), ...(hides ? { force: written.force.trim() } : {}) });
    tell("The exception is in force; what it leaves out is still counted");
    onDone?.();
    onClose();
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
      <label className="field"><span>Title</span><input required maxLength={200} value={written.title} onChange={(event) => set({ title: event.target.value })} /></label>
      <div className="field"><span>Filter (Sigma, YAML); what it would do stands beneath</span><CodeEditor label="Filter (Sigma, YAML)" text={draft.text} places={wrong} readOnly={false} onChange={draft.edit} /></div>
      <ProblemNote problem={draft.problem} />
      <ExceptionEffect draft={answer} pending={draft.pending} />
      {hides && <label className="field force"><span>Why it may hide {answer.hides.length === 1 ? "this attack" : "these attacks"} all the same</span><textarea required maxLength={4000} rows={2} value={written.force} onChange={(event) => set({ force: event.target.value })} /></label>}
      <div className="choices" role="group" aria-label="How long">{presets.map(([name, days]) => <button key={name} type="button" className="button button-small" onClick={() => set({ until: toLocalInput(nowMs() + days * dayMs, zone) })}>{name}</button>)}</div>
      <div className="row row-end">
        <label className="field"><span>Until ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" required value={written.until} onChange={(event) => set({ until: event.target.value })} /></label>
        <label className="field"><span>Owner: who answers for it</span><input required maxLength={200} value={written.owner} onChange={(event) => set({ owner: event.target.value })} /></label>
      </div>
      <label className="field"><span>Reason, for whoever asks later</span><textarea required maxLength={4000} rows={2} value={written.reason} onChange={(event) => set({ reason: event.target.value })} /></label>
      <ProblemNote problem={change.problem} />
      <div className="row"><button type="submit" className={hides ? "button button-danger" : "button button-main"} disabled={change.running || !isReady}>{change.running ? "Saving…" : hides ? "Save it although it hides attacks" : "Save the exception"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
    </form>
  );
}
