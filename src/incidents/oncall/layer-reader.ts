// Reads a layer of a schedule: its rotation, its hand-overs and its restrictions.
import type { MemberReader } from "./member-reader.ts";
import { weekdays } from "./oncall.ts";
import type { Layer, Restriction } from "./oncall.ts";

const clockShape = { pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/, rule: "is a time of day such as 09:00" };
const endShape = { pattern: /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, rule: "is a time of day such as 17:00 or 24:00" };
const personShape = { rule: "is the name of a person" };

export function readLayer(value: unknown, at: string, reader: MemberReader): Layer {
  const { name, rotation, handover, handoverAt, weekday, startsOn, endsOn, restrict } = reader.members(value, at, ["name", "rotation", "handover", "handoverAt", "weekday", "startsOn", "endsOn", "restrict"]);
  const people = reader.texts(rotation, `${at}/rotation`, personShape);
  if (people.length === 0) reader.wrong(`${at}/rotation`, "is a list of at least one person");
  const everyHours = hoursOf(handover, `${at}/handover`, reader);
  if (weekday !== undefined && everyHours % 168 !== 0) reader.wrong(`${at}/weekday`, "has a meaning for turns of whole weeks only");
  const [starts, ends] = [dayOf(startsOn, `${at}/startsOn`, reader), endsOn === undefined ? undefined : dayOf(endsOn, `${at}/endsOn`, reader)];
  if (ends !== undefined && ends <= starts) reader.wrong(`${at}/endsOn`, "is after startsOn");
  return {
    name: reader.optional(name, `${at}/name`, { rule: "is a name" }) ?? String(Number(at.slice(at.lastIndexOf("/") + 1)) + 1), rotation: people, everyHours,
    handoverAt: handoverAt === undefined ? "09:00" : reader.text(handoverAt, `${at}/handoverAt`, clockShape), weekday: weekday === undefined ? undefined : reader.choice(weekday, `${at}/weekday`, weekdays),
    startsOn: starts, endsOn: ends, restrict: reader.list(restrict, `${at}/restrict`, (item, place) => restrictionOf(item, place, reader)),
  };
}

// Nine weeks is longer than any rotation people keep in their heads.
const units = { hours: { hours: 1, most: 1512 }, days: { hours: 24, most: 63 }, weeks: { hours: 168, most: 9 } } as const;

/** daily, weekly, {hours: n}, {days: n} or {weeks: n}, as hours. */
function hoursOf(value: unknown, at: string, reader: MemberReader): number {
  if (value === "daily") return 24;
  if (value === "weekly") return 168;
  const [entry, ...more] = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const unit = Object.entries(units).find(([name]) => name === entry?.[0]);
  if (!entry || !unit || more.length > 0) { reader.wrong(at, "is daily, weekly, {hours: N}, {days: N} or {weeks: N}"); return 24; }
  const [name, { hours, most }] = unit;
  return hours * reader.number(entry[1], `${at}/${name}`, { least: 1, most, otherwise: undefined, isWhole: true });
}

function dayOf(value: unknown, at: string, reader: MemberReader): string {
  const text = reader.text(value, at, { pattern: /^20\d{2}-\d{2}-\d{2}$/, rule: "is a day such as 2026-01-05" });
  if (text === "") return "2000-01-01";
  const day = new Date(`${text}T00:00:00Z`);
  if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text;
  reader.wrong(at, "is a day that there is");
  return "2000-01-01";
}

function restrictionOf(value: unknown, at: string, reader: MemberReader): Restriction {
  const { days, from, to } = reader.members(value, at, ["days", "from", "to"]);
  const read = reader.list(days, `${at}/days`, (item, place) => reader.choice(item, place, weekdays));
  return { days: days === undefined ? weekdays : read, from: reader.text(from ?? "00:00", `${at}/from`, clockShape), to: reader.text(to ?? "24:00", `${at}/to`, endShape) };
}
