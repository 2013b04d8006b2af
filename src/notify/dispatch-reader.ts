// Reads alerts as Prometheus posts them (Alertmanager's API v2, postableAlerts): a bad one costs only itself.
import { isBrokenText } from "../kernel/broken-text.ts";
import { minuteMs, parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Alert } from "./alert.ts";
import { fingerprintOf } from "./label.ts";
import type { LabelSet } from "./label.ts";

/** Alertmanager's resolve_timeout: a sender that says no end and falls silent counts as resolved after this. */
export const defaultResolveTimeoutMs = 5 * minuteMs;

/** Of one alert: names and values together. More is a mistake of the sender, and would fill the store. */
const labelLimit = 256;
const textLimit = 64 * 1024;

export interface AlertsRead {
  alerts: Alert[];
  /** at: a JSON pointer into what was sent. */
  rejects: { at: string; rule: string }[];
}

export function readAlerts(raw: readonly unknown[], now: Instant, resolveTimeoutMs = defaultResolveTimeoutMs): AlertsRead {
  const read: AlertsRead = { alerts: [], rejects: [] };
  raw.forEach((one, index) => {
    const answer = readAlert(one, now, resolveTimeoutMs);
    if (typeof answer === "string") read.rejects.push({ at: `/${index}`, rule: answer });
    else read.alerts.push(answer);
  });
  return read;
}

/** The alert, or in words what is wrong with it. */
function readAlert(raw: unknown, now: Instant, resolveTimeoutMs: number): Alert | string {
  if (!isObject(raw)) return "is not an object";
  const labels = readLabels(raw["labels"], "labels");
  if (typeof labels === "string") return labels;
  if (Object.keys(labels).length === 0) return "at least one label pair required";
  const annotations = readLabels(raw["annotations"] ?? {}, "annotations");
  if (typeof annotations === "string") return annotations;
  const times = readTimes(raw, now, resolveTimeoutMs);
  if (typeof times === "string") return times;
  const { generatorURL = "" } = raw;
  if (typeof generatorURL !== "string" || isBrokenText(generatorURL)) return "generatorURL is not a text";
  if (generatorURL.length > textLimit) return `generatorURL has ${generatorURL.length} characters; up to ${textLimit} are read`;
  return { fingerprint: fingerprintOf(labels), labels, annotations, ...times, updatedAt: now, generatorUrl: generatorURL };
}

/** Names to values without the empty ones, which equal absent ones. */
function readLabels(raw: unknown, what: string): LabelSet | string {
  if (!isObject(raw)) return `${what} is not an object of texts`;
  const entries = Object.entries(raw);
  if (entries.length > labelLimit) return `${what} has ${entries.length} members; up to ${labelLimit} are read`;
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  let size = 0;
  for (const [name, value] of entries) {
    if (typeof value !== "string") return `${what}: the value of ${JSON.stringify(name)} is not a text`;
    if (isBrokenText(name) || isBrokenText(value)) return `${what}: ${JSON.stringify(name)} or its value holds a NUL character or half of a surrogate pair`;
    if (name === "") return `${what}: a name is empty`;
    size += name.length + value.length;
    if (value !== "") labels[name] = value;
  }
  return size > textLimit ? `${what} has ${size} characters; up to ${textLimit} are read` : { ...labels };
}

function readTimes(raw: Record<string, unknown>, now: Instant, resolveTimeoutMs: number): Pick<Alert, "startsAt" | "endsAt" | "timeout"> | string {
  const given = { startsAt: readTime(raw["startsAt"]), endsAt: readTime(raw["endsAt"]) };
  if (given.startsAt === "bad" || given.endsAt === "bad") return `${given.startsAt === "bad" ? "startsAt" : "endsAt"} is not an RFC 3339 time`;
  const startsAt = given.startsAt ?? given.endsAt ?? now;
  const endsAt = given.endsAt ?? now + resolveTimeoutMs;
  if (endsAt < startsAt) return "start time must be before end time";
  return { startsAt, endsAt, timeout: given.endsAt === undefined };
}

// Go's zero time, year 1, is how Prometheus and amtool write "not given".
function readTime(raw: unknown): Instant | undefined | "bad" {
  if (raw === undefined || raw === null || raw === "" || (typeof raw === "string" && raw.startsWith("0001-01-01T"))) return undefined;
  return typeof raw === "string" && raw.includes("T") ? parseInstant(raw) ?? "bad" : "bad";
}

const isObject = (raw: unknown): raw is Record<string, unknown> => typeof raw === "object" && raw !== null && !Array.isArray(raw);
