// The clocks of the next 72 hours on one line: what is overdue stands at the left, everything else where it is due.
import { Link } from "@tanstack/react-router";
import type { Clock } from "../api/incident-shapes.ts";
import type { Finding, Outcome } from "../api/shapes.ts";
import { useNow } from "../app/clock.ts";
import { formatAgo, formatHour, formatNoun } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { Mark } from "../lists/badges.tsx";
import type { MarkName } from "../lists/badges.tsx";

const hours = 72, hourMs = 3_600_000, slots = 36, legalSlots = 12;
const order: readonly Outcome[] = ["act", "attend", "track*", "track"];
const marks: Record<Outcome, [tone: string, mark: MarkName]> = { act: ["critical", "octagon"], attend: ["high", "triangle"], "track*": ["medium", "diamond"], track: ["low", "circle"] };

interface Slot { left: number; findings: Finding[] }

export function ClockStrip({ findings, clocks, overdue, dueSoon }: { findings: readonly Finding[]; clocks: readonly Clock[]; overdue: number; dueSoon: number }) {
  const now = useNow();
  const { zone } = usePreferences();
  const shown = slotsOf(findings, now);
  const legal = clocks.filter(({ dueAt, stoppedAt }) => stoppedAt === null && Date.parse(dueAt) - now <= hours * hourMs);
  return (
    <figure className="strip">
      <figcaption><strong>Clocks, next 72 h</strong> <span className="muted">{overdue === 0 ? "none overdue" : `${overdue} overdue`}, {dueSoon === 0 ? "none due" : `${dueSoon} due`} in this window{legal.length > 0 && `; ${formatNoun(legal.length, "legal clock")} of incidents`}</span></figcaption>
      <div className={legal.length > 0 ? "strip-line strip-tall" : "strip-line"}>
        {[0, 12, 24, 36, 48, 60, 72].map((hour) => <span key={hour} className="strip-tick" style={{ left: `${(hour / hours) * 100}%` }}><span>{hour === 0 ? "now" : formatHour(now + hour * hourMs, zone)}</span></span>)}
        {legalSlotsOf(legal, now).map(({ left, clocks: members }) => <LegalMark key={left} left={left} clocks={members} now={now} />)}
        {shown.map((slot) => <SlotMark key={slot.left} slot={slot} now={now} />)}
      </div>
    </figure>
  );
}

/** Clocks of rule-makers about incidents: above the others, as a square; the first one due leads. */
function LegalMark({ left, clocks, now }: { left: number; clocks: readonly Clock[]; now: number }) {
  const [first] = clocks;
  if (!first) return null;
  const each = clocks.map((clock) => `INC-${clock.number}: ${clock.title} (${clock.regime}) due ${formatAgo(clock.dueAt, now)}`);
  const about = `${formatNoun(clocks.length, "legal clock")}: ${each.join("; ")}`;
  return <Link to="/incidents/$id" params={{ id: `INC-${first.number}` }} search={{ tab: "clocks" }} className={`strip-mark strip-legal tone-text-${first.state === "overdue" ? "critical" : "high"}`} style={{ left: `${left}%` }} title={about} aria-label={about}><Mark name="square" />{clocks.length > 1 && <span>{clocks.length}</span>}</Link>;
}

// Six hours wide, so that two marks never cover each other on a narrow screen.
function legalSlotsOf(clocks: readonly Clock[], now: number): { left: number; clocks: Clock[] }[] {
  const bySlot = Map.groupBy(clocks.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt)), ({ dueAt }) => Math.round(Math.max(0, (Date.parse(dueAt) - now) / hourMs / hours) * legalSlots));
  return [...bySlot].map(([slot, members]) => ({ left: (slot / legalSlots) * 100, clocks: members }));
}

function SlotMark({ slot: { left, findings }, now }: { slot: Slot; now: number }) {
  const worst = order.find((outcome) => findings.some((finding) => finding.outcome === outcome)) ?? "track";
  const [tone, mark] = marks[worst];
  const [first] = findings;
  if (!first) return null;
  const about = `${formatNoun(findings.length, "finding")} due ${first.clock.dueAt === null ? "" : formatAgo(first.clock.dueAt, now)}, most urgent: ${worst}; ${findings.map((finding) => finding.vulnerability).slice(0, 5).join(", ")}`;
  return <Link to="/findings/$id" params={{ id: first.id }} className={`strip-mark tone-text-${tone}`} style={{ left: `${left}%` }} title={about} aria-label={about}><Mark name={mark} />{findings.length > 1 && <span>{findings.length}</span>}</Link>;
}

// What falls into the same two hours shares a mark; the most urgent one leads.
function slotsOf(findings: readonly Finding[], now: number): Slot[] {
  const due = findings.flatMap((finding) => (finding.clock.dueAt === null || finding.clock.stoppedAt !== null ? [] : [{ finding, hour: Math.max(0, (Date.parse(finding.clock.dueAt) - now) / hourMs) }])).filter(({ hour }) => hour <= hours);
  const bySlot = Map.groupBy(due, ({ hour }) => Math.round((hour / hours) * slots));
  return [...bySlot].map(([slot, members]) => ({ left: (slot / slots) * 100, findings: members.map(({ finding }) => finding).toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)) }));
}
