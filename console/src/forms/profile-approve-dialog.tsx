// Approves facts of behaviour that waited: from then on they belong to what the release is known to do.
import { useState } from "react";
import { useChange } from "../api/queries.ts";
import type { ProfileDetail, ProfileFact } from "../api/runtime-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { factKey, factWords } from "../lists/profile-facts.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

const shown = 12;

export function ApproveDialog({ profile, facts, onClose, onDone }: { profile: ProfileDetail; facts: readonly ProfileFact[]; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const change = useChange<object, { approved: unknown[]; left: unknown[] }>((body) => ({ path: `/profiles/${encodeURIComponent(profile.id)}/approve`, method: "POST", body }), ["/profiles", "/runtime", "/detections"]);
  const approve = async (): Promise<void> => {
    const { approved, left } = await change.run({ facts: facts.map(({ kind, value }) => ({ kind, value })), reason: reason.trim() });
    tell(`Approved ${formatNoun(approved.length, "fact")}${left.length > 0 ? `; ${left.length} did not wait any more` : ""}`, left.length > 0 ? "bad" : "good");
    onDone();
    onClose();
  };
  return (
    <Dialog title={`Approve ${formatNoun(facts.length, "fact")}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void approve().catch(() => undefined); }}>
        <p>From now on {profile.workload} may do this without a detection:</p>
        <ul className="plain-list">{facts.slice(0, shown).map((fact) => <li key={factKey(fact)} className="break"><span className="muted">{factWords[fact.kind]}</span> <code>{fact.value}</code></li>)}{facts.length > shown && <li className="muted">and {facts.length - shown} more</li>}</ul>
        <label className="field"><span>Reason, for whoever asks later</span><textarea required maxLength={4000} rows={3} value={reason} placeholder="2.4.1 sends its mail itself, change 4711" onChange={(event) => setReason(event.target.value)} /></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || reason.trim() === ""}>{change.running ? "Approving…" : "Approve"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
