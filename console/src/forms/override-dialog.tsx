// Somebody takes over: a whole shift, or a time from and to.
import { useState } from "react";
import type { Override, Shift } from "../api/alert-shapes.ts";
import { useChange } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatInstant } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

/** shift: the one that is taken; without it a time is asked for. */
export interface OverrideStart { schedule: string; shift?: Shift }

export function OverrideDialog({ start: { schedule, shift }, people, me, onClose }: { start: OverrideStart; people: readonly string[]; me: string | undefined; onClose: () => void }) {
  const { zone } = usePreferences();
  const [person, setPerson] = useState(people.find((each) => each === me && each !== shift?.person) ?? "");
  const [reason, setReason] = useState("");
  const [from, setFrom] = useState(() => toLocalInput(nowMs(), zone));
  const [to, setTo] = useState(() => toLocalInput(nowMs() + 12 * 3_600_000, zone));
  const change = useChange<object, Override>((body) => ({ path: "/oncall/overrides", method: "POST", body }), ["/oncall"]);
  const [fromMs, toMs] = [fromLocalInput(from, zone), fromLocalInput(to, zone)];
  const inOrder = shift !== undefined || (fromMs !== undefined && toMs !== undefined && fromMs < toMs);
  const time = (): object => (shift ? { shiftAt: new Date(Math.max(Date.parse(shift.from), Math.min(nowMs(), Date.parse(shift.to) - 1))).toISOString() } : { from: new Date(fromMs ?? 0).toISOString(), to: new Date(toMs ?? 0).toISOString() });
  const save = async (): Promise<void> => {
    const made = await change.run({ schedule, person, ...(reason.trim() === "" ? {} : { reason: reason.trim() }), ...time() });
    tell(`${made.person} is on call in ${schedule} from ${formatInstant(made.from, zone)}`);
    onClose();
  };
  return (
    <Dialog title={shift ? `Take a shift of ${shift.person ?? "nobody"}` : `Override ${schedule}`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        {shift && <p>{schedule}, {formatInstant(shift.from, zone)} to {formatInstant(shift.to, zone)}. Of a shift that runs already, the rest.</p>}
        <label className="field"><span>Who takes over</span><select required value={person} onChange={(event) => setPerson(event.target.value)}><option value="">choose</option>{people.map((each) => <option key={each}>{each}</option>)}</select></label>
        {!shift && <div className="row row-end"><label className="field"><span>From ({zone === "utc" ? "UTC" : "local"})</span><input type="datetime-local" required value={from} onChange={(event) => setFrom(event.target.value)} /></label><label className="field"><span>To</span><input type="datetime-local" required value={to} onChange={(event) => setTo(event.target.value)} /></label></div>}
        <label className="field"><span>Reason (optional)</span><input maxLength={500} value={reason} placeholder="ben is away" onChange={(event) => setReason(event.target.value)} /></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || person === "" || !inOrder}>Take over</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}
