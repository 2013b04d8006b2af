// A sample: one line that says which event, or which events in which order, a rule must match or must not.
import { parseInstant } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import type { Fields, LogSource } from "../../event.ts";

/** fields as rules see them, or raw as a sender wrote it, for a decoder to read. */
export type SampleStep = { at: Instant | undefined } & ({ kind: "fields"; logsource: LogSource; fields: Fields } | { kind: "raw"; decoder: string; raw: string });

export interface Sample {
  match: boolean;
  why: string;
  /** Id or name of the one rule of the file that is meant; any of them otherwise. */
  rule: string | undefined;
  steps: readonly SampleStep[];
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

/** A line of NAME.samples.jsonl, or what is wrong with it and how to mend it. */
export function readSample(line: string): Sample | { problem: string } {
  const value = parsed(line);
  if (!isMembers(value)) return { problem: "is no JSON object" };
  if (typeof value["match"] !== "boolean") return { problem: "match is missing: true or false" };
  const parts = Array.isArray(value["events"]) ? (value["events"] as readonly unknown[]) : [value];
  if (parts.length === 0) return { problem: "events is empty" };
  const steps = parts.map(readStep);
  const wrong = steps.findIndex((step) => typeof step === "string");
  if (wrong >= 0) return { problem: parts.length === 1 ? String(steps[wrong]) : `events[${wrong}]: ${String(steps[wrong])}` };
  return { match: value["match"], why: textIn(value, "why") ?? "", rule: textIn(value, "rule"), steps: steps as SampleStep[] };
}

function parsed(line: string): unknown { try { return JSON.parse(line) as unknown; } catch { return undefined; } }
const textIn = (value: Members, name: string): string | undefined => (typeof value[name] === "string" ? value[name] : undefined);

function readStep(value: unknown): SampleStep | string {
  if (!isMembers(value)) return "is no JSON object";
  const at = textIn(value, "at");
  const instant = at === undefined ? undefined : parseInstant(at);
  if (at !== undefined && instant === undefined) return `at is "${at}", which is no time such as 2026-11-22T16:00:00Z`;
  const [decoder, raw] = [textIn(value, "decoder"), value["raw"]];
  if (decoder !== undefined) return raw === undefined ? "raw is missing beside decoder" : { kind: "raw", at: instant, decoder, raw: typeof raw === "string" ? raw : JSON.stringify(raw) };
  if (!isMembers(value["fields"])) return "fields is missing, or decoder and raw";
  const logsource = value["logsource"];
  return isMembers(logsource) ? { kind: "fields", at: instant, logsource: logSourceOf(logsource), fields: value["fields"] as Fields } : "logsource is missing beside fields";
}

const logSourceOf = (members: Members): LogSource => Object.fromEntries((["category", "product", "service"] as const).flatMap((part) => { const text = textIn(members, part); return text === undefined ? [] : [[part, text.toLowerCase()]]; }));
