// Where the time of a scan went: a bar for each phase with its span in words.
import { formatShare, formatSpan } from "../app/format.ts";

/** phases: milliseconds by name, in the order in which they began. */
export function PhaseBars({ phases }: { phases: Readonly<Record<string, number>> }) {
  const rows = Object.entries(phases);
  const total = rows.reduce((sum, [, ms]) => sum + ms, 0);
  const longest = Math.max(1, ...rows.map(([, ms]) => ms));
  if (rows.length === 0) return <p className="muted">No phase has ended yet.</p>;
  return <ol className="phase-bars" aria-label="Time by phase">{rows.map(([name, ms]) => <li key={name}><span>{name}</span><span className="phase-track" aria-hidden="true"><span style={{ width: `${(ms / longest) * 100}%` }} /></span><span className="nowrap">{formatSpan(ms)}<span className="muted small"> {formatShare(total === 0 ? 0 : ms / total)}</span></span></li>)}</ol>;
}
