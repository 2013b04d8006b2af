// A person's verdict on one or many detections; everything but a true positive dismisses them.
import { useState } from "react";
import { useJudging } from "../api/detection-acts.ts";
import { verdicts } from "../api/runtime-shapes.ts";
import type { Detection, Verdict } from "../api/runtime-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { verdictLooks } from "../lists/detection-badges.tsx";
import { Dialog } from "../shell/dialog.tsx";

export function VerdictDialog({ detections, first = "benign", onClose, onDone }: { detections: readonly Detection[]; first?: Verdict; onClose: () => void; onDone?: () => void }) {
  const [only] = detections;
  const [verdict, setVerdict] = useState<Verdict>(only?.verdict ?? first);
  const [note, setNote] = useState("");
  const [sending, setSending] = useState(false);
  const { judge } = useJudging();
  const send = async (): Promise<void> => {
    setSending(true);
    const all = await judge(detections, verdict, note.trim());
    setSending(false);
    if (!all) return;
    onDone?.();
    onClose();
  };
  return (
    <Dialog title={detections.length === 1 ? `Verdict: ${only?.title ?? ""}` : `Verdict on ${formatNoun(detections.length, "detection")}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <fieldset className="radio-cards"><legend>What it was</legend>
          {verdicts.map((each) => <label key={each} className="radio-card"><input type="radio" name="verdict" checked={verdict === each} onChange={() => setVerdict(each)} /><span><strong>{verdictLooks[each].word}</strong><span className="muted small">{verdictLooks[each].about}</span></span></label>)}
        </fieldset>
        <label className="field"><span>Note, for whoever asks later (optional)</span><textarea maxLength={4000} rows={3} value={note} onChange={(event) => setNote(event.target.value)} /></label>
        <p className="muted small">{verdict === "true-positive" ? "They stay open, and no exception may hide them without saying so." : "They are dismissed: over for their incidents, counted for their rule, and still in the list of dismissed ones."}</p>
        <div className="row"><button type="submit" className="button button-main" disabled={sending}>{sending ? "Recording…" : "Record the verdict"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
