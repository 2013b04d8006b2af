// What signals share: hosts, addresses, users, releases; each a way to the other incidents with it.
import { Link } from "@tanstack/react-router";
import type { IncidentMember } from "../api/incident-shapes.ts";
import { spaced } from "./incident-badges.tsx";

type Signal = IncidentMember["signal"];

export function Entities({ entities, most = 12 }: { entities: Signal["entities"]; most?: number }) {
  if (entities.length === 0) return <span className="gap">? nothing known</span>;
  return (
    <span className="line">
      {entities.slice(0, most).map(({ kind, value }) => <Link key={kind + value} to="/incidents" search={{ q: `is:all entity:${/\s/.test(value) ? `"${kind}:${value}"` : `${kind}:${value}`}` }} className="tag" title={`Incidents with ${kind} ${value}`}><span className="muted">{kind}</span> <code>{value}</code></Link>)}
      {entities.length > most && <span className="muted small">and {entities.length - most} more</span>}
    </span>
  );
}

/** Its title leads to the finding or the detection; an alert has no page of its own. */
export function SignalName({ signal }: { signal: Signal }) {
  return (
    <div className="two-lines">
      <SignalLink signal={signal} />
      <span className="muted small">{signal.kind}{signal.tactics.length > 0 && `, ${signal.tactics.map(spaced).join(", ")}`}{signal.ended && ", over"}{signal.because !== null && `: ${signal.because}`}</span>
    </div>
  );
}

// A finding of a test from outside has a page of its own; its id says which kind it is.
function SignalLink({ signal: { kind, ref, title } }: { signal: Signal }) {
  if (kind === "detection") return <Link to="/runtime/detections/$id" params={{ id: ref }} data-row-link>{title}</Link>;
  if (kind !== "finding") return <span data-row-link tabIndex={-1}><strong>{title}</strong></span>;
  return ref.startsWith("dfn_") ? <Link to="/tests/findings/$id" params={{ id: ref }} data-row-link>{title}</Link> : <Link to="/findings/$id" params={{ id: ref }} data-row-link>{title}</Link>;
}
