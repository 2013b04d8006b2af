// Whether a sample is as it says, by the same rule set and correlator as events on their way.
import { createCorrelator } from "../../correlation/correlator.ts";
import type { RuntimeEvent } from "../../event.ts";
import { explainNode } from "../explain.ts";
import type { Explanation } from "../explain.ts";
import { appliesTo } from "../field-mapping.ts";
import { createRuleSet } from "../rule-set.ts";
import type { SigmaCorrelation, SigmaFile, SigmaRule } from "../rule.ts";
import type { Sample } from "./sample.ts";
import { eventsOf } from "./sample-events.ts";

/** problem undefined: it is as it says. */
interface Verdict { problem: string | undefined; explanation: Explanation | undefined }

type Head = SigmaRule | SigmaCorrelation;

/** heads: the rules and correlations the sample stands beside. */
export type SampleJudge = (sample: Sample, heads: readonly Head[]) => Verdict;

export function createSampleJudge({ rules, correlations, filters }: Pick<SigmaFile, "rules" | "correlations" | "filters">): SampleJudge {
  const ruleSet = createRuleSet(rules, { filters });
  return (sample, heads) => {
    const meant = meantBy(sample, heads, correlations);
    if (meant.length === 0) return { problem: sample.rule === undefined ? "stands beside no rule" : `names the rule ${sample.rule}, which is not in the file beside it`, explanation: undefined };
    const events: RuntimeEvent[] = [];
    for (const [place, step] of sample.steps.entries()) {
      const read = eventsOf(step, place);
      if (typeof read === "string") return { problem: read, explanation: undefined };
      events.push(...read);
    }
    const correlator = createCorrelator(correlations, rules);
    const held = new Set<string>();
    for (const event of events) {
      const matched = ruleSet.evaluate(event.fields, event.logsource);
      for (const { id } of matched) held.add(id);
      if (correlations.length > 0) for (const hit of correlator.observe(event, matched)) held.add(hit.correlation.id);
    }
    for (const hit of correlator.end()) held.add(hit.correlation.id);
    const isHeld = meant.some(({ id }) => held.has(id));
    return isHeld === sample.match ? { problem: undefined, explanation: undefined } : told(sample, meant, events, held);
  };
}

/** Beside a correlation, the rules it counts are not meant: they match by themselves. */
function meantBy(sample: Sample, heads: readonly Head[], correlations: readonly SigmaCorrelation[]): readonly Head[] {
  if (sample.rule !== undefined) return heads.filter(({ id, name }) => sample.rule === id || sample.rule === name);
  if (!heads.some(({ kind }) => kind === "correlation")) return heads;
  const counted = new Set(correlations.filter(({ generate }) => !generate).flatMap((one) => one.rules));
  return heads.filter(({ id, name }) => !counted.has(id) && (name === undefined || !counted.has(name)));
}

function told(sample: Sample, meant: readonly Head[], events: readonly RuntimeEvent[], held: ReadonlySet<string>): Verdict {
  const rule = meant.find((one): one is SigmaRule => one.kind === "rule" && (sample.match || held.has(one.id)));
  if (!rule) {
    const names = meant.map(({ title }) => `"${title}"`).join(", ");
    return { problem: sample.match ? `must match, and ${names} did not fire over ${events.length} events` : `must not match, and ${names} fired`, explanation: undefined };
  }
  const asked = events.filter(({ logsource }) => appliesTo(rule.logsource, logsource));
  const [event = events[0]] = asked;
  const explanation = event && explainNode(rule.condition, event.fields, (field) => [field]);
  if (sample.match && asked.length === 0) return { problem: `must match, and its log source (${sourceText(events[0]?.logsource ?? {})}) is not the rule's (${sourceText(rule.logsource)})`, explanation };
  return { problem: sample.match ? `must match, and "${rule.title}" does not` : `must not match, and "${rule.title}" does`, explanation };
}

const sourceText = (logsource: RuntimeEvent["logsource"]): string => Object.entries(logsource).map(([part, text]) => `${part} ${String(text)}`).join(", ") || "none";
