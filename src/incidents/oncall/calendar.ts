// A schedule as a calendar that other programs subscribe to (RFC 5545).
import { derivedId } from "../../kernel/id.ts";
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Schedule } from "./oncall.ts";
import type { Shift } from "./shift.ts";

/** text/calendar with CRLF line ends. Gaps are events too: nobody on call must not look like a free day. */
export function calendarOf(schedule: Schedule, shifts: readonly Shift[], now: Instant): string {
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Aftwatch//On-call//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `NAME:${escaped(`On call: ${schedule.name}`)}`, `X-WR-CALNAME:${escaped(`On call: ${schedule.name}`)}`, `X-WR-TIMEZONE:${schedule.zone}`,
    // RFC 7986 section 5.7.
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ...shifts.flatMap((shift) => eventOf(schedule, shift, now)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventOf({ name }: Schedule, { person, from, to, layer, overrideId }: Shift, now: Instant): string[] {
  const who = person ?? "NOBODY";
  return [
    "BEGIN:VEVENT",
    // The same shift keeps its id, so that a reader moves or renames it and does not double it.
    `UID:${derivedId("shf", name, String(from), who)}@aftwatch`, `DTSTAMP:${stamp(now)}`, `DTSTART:${stamp(from)}`, `DTEND:${stamp(to)}`,
    `SUMMARY:${escaped(person === undefined ? `Nobody is on call (${name})` : `${person} (${name})`)}`,
    `DESCRIPTION:${escaped(overrideId === undefined ? (layer === undefined ? "A gap in the schedule" : `Layer ${layer}`) : "Override")}`,
    ...(person === undefined ? ["CATEGORIES:gap"] : []), "TRANSP:TRANSPARENT", "END:VEVENT",
  ];
}

/** RFC 5545 section 3.3.5, form 2: in UTC. */
const stamp = (at: Instant): string => `${toIso(Math.floor(at / 1000) * 1000).replaceAll(/[-:]/g, "")}`;

/** RFC 5545 section 3.3.11. */
const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll(/[;,]/g, (sign) => `\\${sign}`).replaceAll(/\r\n|[\r\n]/g, "\\n");

/** RFC 5545 section 3.1: no line is longer than 75 octets, and no character is cut apart. */
function folded(line: string): string {
  const parts = [""];
  let size = 0;
  for (const sign of line) {
    const octets = Buffer.byteLength(sign);
    if (size + octets > 75) { parts.push(" "); size = 1; }
    parts[parts.length - 1] += sign;
    size += octets;
  }
  return parts.join("\r\n");
}
