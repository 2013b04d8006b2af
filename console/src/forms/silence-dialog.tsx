// Makes or changes a silence: matchers with what they cover now, an end, and a reason.
import { useEffect, useState } from "react";
import type { Silence, SilencePreview } from "../api/alert-shapes.ts";
import { ApiProblem, ask } from "../api/client.ts";
import { useChange } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatNoun } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { Labels } from "../lists/alert-badges.tsx";
import { joinedMatchers } from "../lists/matchers.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

const hourMs = 3_600_000;
const presets = [["1 h", 1], ["2 h", 2], ["4 h", 4], ["8 h", 8], ["1 day", 24], ["3 days", 72], ["1 week", 168], ["30 days", 720]] as const;

/** silence: one to change; its matchers and instants are the start. */
export interface SilenceStart { silence?: Silence; matchers: string }

export function SilenceDialog({ start: { silence, matchers: first }, onClose }: { start: SilenceStart; onClose: () => void }) {
  const { zone } = usePreferences();
  const [matchers, setMatchers] = useState(first);
  const [starts, setStarts] = useState(silence?.state === "pending" ? toLocalInput(Date.parse(silence.startsAt), zone) : "");
  const [ends, setEnds] = useState(() => toLocalInput(silence && silence.state !== "expired" ? Date.parse(silence.endsAt) : nowMs() + 2 * hourMs, zone));
  const [comment, setComment] = useState(silence?.comment ?? "");
  const change = useChange<object, Silence>((body) => (silence && silence.state !== "expired" ? { path: `/silences/${encodeURIComponent(silence.id)}`, method: "PUT", body } : { path: "/silences", method: "POST", body }), ["/silences", "/alerts", "/suppressions"]);
  const [startMs, endMs] = [starts === "" ? undefined : fromLocalInput(starts, zone), fromLocalInput(ends, zone)];
  const inOrder = endMs !== undefined && endMs > (startMs ?? nowMs());
  const preset = (hours: number): void => setEnds(toLocalInput((startMs ?? nowMs()) + hours * hourMs, zone));
  const save = async (): Promise<void> => {
    if (endMs === undefined) return;
    const kept = await change.run({ matchers: joinedMatchers(matchers), comment: comment.trim(), endsAt: new Date(endMs).toISOString(), ...startOf(silence, startMs) });
    tell(silence && kept.id !== silence.id ? "Other matchers make another silence: the old one has ended" : "The silence is kept");
    onClose();
  };
  return (
    <Dialog title={silence ? (silence.state === "expired" ? "Silence again" : "Change the silence") : "New silence"} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Matchers, one a line: all of them must hold</span><textarea required className="record" rows={Math.min(10, Math.max(3, matchers.split("\n").length + 1))} spellCheck={false} value={matchers} placeholder={'service="checkout"\nseverity!="critical"\ninstance=~"db-.*"'} onChange={(event) => setMatchers(event.target.value)} /></label>
        <Covered matchers={joinedMatchers(matchers)} />
        <div className="choices" role="group" aria-label="How long">{presets.map(([name, hours]) => <button key={name} type="button" className="button button-small" onClick={() => preset(hours)}>{name}</button>)}</div>
        <div className="row row-end">
          <label className="field"><span>Until ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" required value={ends} onChange={(event) => setEnds(event.target.value)} /></label>
          <label className="field"><span>From (optional: at once)</span><input type="datetime-local" value={starts} onChange={(event) => setStarts(event.target.value)} /></label>
        </div>
        {!inOrder && <p className="note note-warn" role="status">The end must lie ahead, and after the start.</p>}
        <label className="field"><span>Reason, for whoever asks later</span><input required maxLength={2000} value={comment} placeholder="Database upgrade, change 4711" onChange={(event) => setComment(event.target.value)} /></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || !inOrder || comment.trim() === "" || joinedMatchers(matchers) === ""}>{change.running ? "Keeping…" : "Keep it quiet"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

/** One that runs keeps its start; else the one that was named, or now. */
function startOf(silence: Silence | undefined, startMs: number | undefined): { startsAt?: string } {
  if (startMs !== undefined) return { startsAt: new Date(startMs).toISOString() };
  return silence?.state === "active" ? { startsAt: silence.startsAt } : {};
}

const settleMs = 350;

/** What the matchers cover now; "nothing" is said aloud, and so is what cannot be read. */
function Covered({ matchers }: { matchers: string }) {
  const [answer, setAnswer] = useState<{ preview?: SilencePreview; problem?: ApiProblem }>({});
  useEffect(() => {
    const stop = new AbortController();
    const read = (): void => void ask<SilencePreview>("/silences/preview", { method: "POST", body: { matchers }, signal: stop.signal })
      .then((preview) => setAnswer({ preview }), (cause: unknown) => { if (cause instanceof ApiProblem) setAnswer({ problem: cause }); });
    const timer = matchers === "" ? undefined : setTimeout(read, settleMs);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [matchers]);
  if (matchers === "") return <p className="muted small">What it covers now is counted as you write.</p>;
  if (answer.problem) return <ProblemNote problem={answer.problem} />;
  if (!answer.preview) return <p className="muted small" role="status">Counting what it covers…</p>;
  const { covers, firing, note, alerts } = answer.preview;
  return (
    <div className={`note ${covers === 0 ? "note-warn" : ""}`} role="status">
      <p><strong>{covers === 0 ? "It matches nothing now." : `Covers ${formatNoun(covers, "alert")} now, ${firing} of them firing.`}</strong> {note}</p>
      {alerts.length > 0 && <ul className="preview-list">{alerts.slice(0, 20).map((alert) => <li key={alert.fingerprint}><Labels labels={alert.labels} /></li>)}</ul>}
      {covers > Math.min(alerts.length, 20) && <p className="small muted">and {formatNoun(covers - Math.min(alerts.length, 20), "more alert")}</p>}
    </div>
  );
}
