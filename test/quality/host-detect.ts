// The content rules at work on a text, as events on their way meet them: which rules fired, by their file ("linux/reverse-shell-dev-tcp").
import { contentRules, readRuleFolder } from "../../src/app/runtime/rule-files.ts";
import { createCorrelator } from "../../src/runtime/correlation/correlator.ts";
import { decoders } from "../../src/runtime/decoders/index.ts";
import { decodeBody } from "../../src/runtime/framing.ts";
import { createRuleSet } from "../../src/runtime/sigma/rule-set.ts";
import type { RuleHead, SigmaFile } from "../../src/runtime/sigma/rule.ts";

export interface Seen { events: number; rejects: number; /** Files of the rules and correlations that people would see. */ fired: ReadonlySet<string> }

/** decoder: "auto" or an id. `leaveOut`: files of rules that do not count. */
export type Detect = (decoder: string, text: string) => Seen;

export async function openDetect({ leaveOut = [] as readonly string[] } = {}): Promise<Detect> {
  const rules = await readRuleFolder(contentRules());
  const left = new Set(leaveOut);
  return (decoder, text) => detectIn(rules, left, decoder, text);
}

/** "…/content/rules/linux/crypto-miner.yml" is "linux/crypto-miner". */
export const nameOf = ({ place }: Pick<RuleHead, "place">): string => place.file.replaceAll("\\", "/").split("/").slice(-2).join("/").replace(/\.ya?ml$/, "");

const sets = new WeakMap<SigmaFile, ReturnType<typeof createRuleSet>>();

function ruleSetOf(file: SigmaFile): ReturnType<typeof createRuleSet> {
  const made = sets.get(file) ?? createRuleSet(file.rules, { filters: file.filters });
  sets.set(file, made);
  return made;
}

function detectIn(file: SigmaFile, left: ReadonlySet<string>, decoder: string, text: string): Seen {
  const { events, rejects } = decodeBody(decoders.find(decoder) ?? "auto", Buffer.from(text), { receivedAt: Date.UTC(2026, 0, 1), host: undefined, settings: {} });
  const [ruleSet, correlator, fired] = [ruleSetOf(file), createCorrelator(file.correlations, file.rules), new Set<string>()];
  const see = (head: RuleHead): void => { const name = nameOf(head); if (!left.has(name)) fired.add(name); };
  for (const event of events) {
    const matched = new Set([event.logsource, ...(event.alsoAsked ?? [])].flatMap((logsource) => ruleSet.evaluate(event.fields, logsource)));
    for (const rule of matched) if (correlator.isShown(rule.id)) see(rule);
    for (const { correlation } of correlator.observe(event, [...matched])) see(correlation);
  }
  for (const { correlation } of correlator.end()) see(correlation);
  return { events: events.length, rejects: rejects.length, fired };
}
