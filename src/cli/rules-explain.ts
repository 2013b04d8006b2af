// The event that a rule is explained for: fields as JSON, a line of samples, or what a sender sent.
import { Fault } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Fields, LogSource, RuntimeEvent } from "../runtime/event.ts";
import { explainNode } from "../runtime/sigma/explain.ts";
import type { Explanation } from "../runtime/sigma/explain.ts";
import { appliesTo } from "../runtime/sigma/field-mapping.ts";
import { applyFilters } from "../runtime/sigma/filters.ts";
import type { SigmaFilter, SigmaRule } from "../runtime/sigma/rule.ts";
import { eventsIn, namedDecoder } from "./rules-events.ts";

export interface ExplainedEvent { explanation: Explanation; decoder: string; logsource: string; applies: boolean }

/** Of several events the first on which the rule holds, else the one that comes nearest. Throws cli.usage when there is no event. */
export function explainText(rule: SigmaRule, text: string, decoder: string | undefined, now: Instant, filters: readonly SigmaFilter[]): ExplainedEvent {
  const events = eventsOf(text, decoder, now);
  if (events.length === 0) throw new Fault("cli.usage", { detail: "No event can be read from it; name the decoder with --decoder, or give its fields as JSON." });
  const [{ condition } = rule] = applyFilters([rule], filters);
  const answers = events.map(({ fields, logsource, decoder: by }) => ({ explanation: explainNode(condition, fields, (field) => [field]), decoder: by, logsource: sourceText(logsource), applies: Object.keys(logsource).length === 0 || appliesTo(rule.logsource, logsource) }));
  return answers.toSorted((one, other) => rankOf(one) - rankOf(other))[0] as ExplainedEvent;
}

const rankOf = ({ explanation, applies }: ExplainedEvent): number => (applies ? 0 : 1000) + (explanation.misses[0]?.length ?? 0);

const sourceText = ({ product, category, service }: LogSource): string => [product, category, service].filter((part) => part !== undefined).join("/") || "unknown";

function eventsOf(text: string, id: string | undefined, now: Instant): readonly RuntimeEvent[] {
  const decoder = namedDecoder(id);
  const samples = decoder ? [] : parsedLines(text).flatMap((one) => sampleOf(one) ?? []);
  return samples.length > 0 ? samples : eventsIn(Buffer.from(text), decoder, now).events;
}

/** A document, or documents line by line. */
function parsedLines(text: string): unknown[] {
  const whole = parsed(text);
  return whole !== undefined ? [whole] : text.split("\n").map(parsed).filter((one) => one !== undefined);
}

function parsed(text: string): unknown { try { return JSON.parse(text) as unknown; } catch { return undefined; } }

/** A line of NAME.samples.jsonl, or a stored event: fields beside their log source. */
function sampleOf(record: unknown): RuntimeEvent | undefined {
  if (typeof record !== "object" || record === null || !("fields" in record) || !("logsource" in record)) return undefined;
  const { fields, logsource } = record as { fields: Fields; logsource: LogSource };
  return typeof fields === "object" && typeof logsource === "object" ? bare(fields, logsource, "its fields as they are") : undefined;
}

const bare = (fields: Fields, logsource: LogSource, decoder: string): RuntimeEvent => ({ id: undefined, at: 0, isTimed: false, decoder, logsource, origin: {}, fields, raw: "" });
