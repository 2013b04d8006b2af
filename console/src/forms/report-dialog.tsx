// Takes over the findings of another tool's report: ZAP or Nuclei; what could not be read is said line by line.
import { useState } from "react";
import type { ImportAnswer, Target } from "../api/dast-shapes.ts";
import { useChange } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";

export function ReportDialog({ target, onClose }: { target: Target; onClose: () => void }) {
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<ImportAnswer>();
  const change = useChange<object, ImportAnswer>((body) => ({ path: `/targets/${encodeURIComponent(target.id)}/reports`, method: "POST", body }), ["/targets", "/scans", "/dast-findings"]);
  const read = async (file: File | undefined): Promise<void> => { if (file) setText(await file.text()); };
  return (
    <Dialog title={`Import a report about ${target.name}`} onClose={onClose} wide>
      {answer ? <Imported answer={answer} onClose={onClose} /> : (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void change.run({ text }).then(setAnswer, () => undefined); }}>
          <p className="muted">A JSON report of ZAP, or the JSON or JSON lines of Nuclei. Its findings are kept beside our own, named after the tool; nothing is sent to the target.</p>
          <label className="button file-button">Choose a file<input type="file" className="visually-hidden" accept=".json,.jsonl,.ndjson,.xml,.txt" onChange={(event) => void read(event.target.files?.[0])} /></label>
          <label className="field"><span>Or paste it</span><textarea className="record" rows={10} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} /></label>
          <ProblemNote problem={change.problem} />
          <div className="row"><button type="submit" className="button button-main" disabled={change.running || text.trim() === ""}>{change.running ? "Reading…" : "Import it"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
        </form>
      )}
    </Dialog>
  );
}

function Imported({ answer: { scan, format, rejected }, onClose }: { answer: ImportAnswer; onClose: () => void }) {
  const total = Object.values(scan.counts).reduce((sum, count) => sum + count, 0);
  return (
    <div className="stack" role="status">
      <p className="note note-good">Read as {format}: {formatNoun(total, "finding")}, {scan.counts.new} of them new.</p>
      {rejected.length > 0 && <><p className="gap">? {formatNoun(rejected.length, "part")} could not be read:</p><ul className="note note-warn">{rejected.map(({ at, rule }) => <li key={at + rule}><code>{at}</code>: {rule}</li>)}</ul></>}
      <div className="row"><button type="button" className="button button-main" onClick={onClose}>Done</button></div>
    </div>
  );
}
