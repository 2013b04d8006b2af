// A person's verdict on one or many findings of tests: each takes them off the list, for good or until a date.
import { useState } from "react";
import { useDastJudging } from "../api/dast-acts.ts";
import { dastVerdicts } from "../api/dast-shapes.ts";
import type { DastFinding, DastVerdict } from "../api/dast-shapes.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatNoun } from "../app/format.ts";
import { fromLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { verdictWords } from "../lists/dast-badges.tsx";
import { Dialog } from "../shell/dialog.tsx";

export function DastVerdictDialog({ findings, onClose, onDone }: { findings: readonly DastFinding[]; onClose: () => void; onDone?: () => void }) {
  const [only] = findings;
  const { zone } = usePreferences();
  const [verdict, setVerdict] = useState<DastVerdict>(only?.verdict ?? "false-positive");
  const [until, setUntil] = useState("");
  const [note, setNote] = useState("");
  const [sending, setSending] = useState(false);
  const { judge } = useDastJudging();
  const untilMs = until === "" ? undefined : fromLocalInput(until, zone);
  const isLate = until !== "" && (untilMs === undefined || untilMs <= nowMs());
  const send = async (): Promise<void> => {
    setSending(true);
    const all = await judge(findings, { verdict, until: untilMs === undefined ? undefined : new Date(untilMs).toISOString(), note: note.trim() });
    setSending(false);
    if (!all) return;
    onDone?.();
    onClose();
  };
  return (
    <Dialog title={findings.length === 1 ? `Verdict: ${only?.title ?? ""}` : `Verdict on ${formatNoun(findings.length, "finding")}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset className="radio-cards"><legend>What it is</legend>
          {dastVerdicts.map((each) => <label key={each} className="radio-card"><input type="radio" name="verdict" checked={verdict === each} onChange={() => setVerdict(each)} /><span><strong>{verdictWords[each].word}</strong><span className="muted small">{verdictWords[each].about}</span></span></label>)}
        </fieldset>
        <label className="field"><span>Until ({zone === "utc" ? "UTC" : "local"}; optional: for good)</span><input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} /></label>
        {isLate && <p className="note note-warn" role="status">The end must lie ahead.</p>}
        <label className="field"><span>Note, for whoever asks later (optional)</span><textarea maxLength={4000} rows={3} value={note} onChange={(event) => setNote(event.target.value)} /></label>
        <p className="muted small">It leaves the list and the incidents it is in. Scans go on looking for it{until === "" ? "" : "; after the date it is open again when it is found"}.</p>
        <div className="row"><button type="submit" className="button button-main" disabled={sending || isLate}>{sending ? "Recording…" : "Record the verdict"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
