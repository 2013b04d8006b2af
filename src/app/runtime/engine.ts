// The engine: what rules, correlations and the senders themselves say of an event, one after the other.
import type { Instant } from "../../kernel/clock.ts";
import { actorOf } from "../../runtime/actor.ts";
import { createCorrelator } from "../../runtime/correlation/correlator.ts";
import type { CorrelationHit } from "../../runtime/correlation/correlation-hit.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Hit } from "../../runtime/hit.ts";
import type { FieldMapping } from "../../runtime/sigma/field-mapping.ts";
import { attackTags } from "../../runtime/sensor-tags.ts";
import { createRuleSet } from "../../runtime/sigma/rule-set.ts";
import type { RuleSet, Selectivity } from "../../runtime/sigma/rule-set.ts";
import type { RuleReject, SigmaFile, SigmaRule } from "../../runtime/sigma/rule.ts";
import type { Remembering } from "../../runtime/state.ts";
import { enrichWeb } from "../../runtime/web/enrich.ts";
import { ruleWhy } from "./rule-why.ts";

export interface Engine extends Remembering {
  /** Rules first, in their order; then correlations; then the sender's own verdict. Events come in the order of their receipt. */
  observe(event: RuntimeEvent): readonly Hit[];
  /** The wall clock's now, every few seconds: correlations that wait for a quiet stream are judged. */
  elapse(now: Instant): readonly Hit[];
  /** Nothing more comes (the end of the files): whatever waits is judged. */
  end(): readonly Hit[];
  /** Correlations that are not at work, and why. */
  readonly rejects: readonly RuleReject[];
  /** Until when what correlations remember is needed, in the events' own time; undefined before the first few events. */
  streamAt(): Instant | undefined;
  /** How few rules the index left, for benchmarks and the doctor. */
  selectivity(): Selectivity;
}

const none: readonly Hit[] = [];

/** Made once for a set of rules; other rules are another engine, to which the old one's rows are given. */
export function createEngine({ rules: file, mappings = [] }: { rules: SigmaFile; mappings?: readonly FieldMapping[] }): Engine {
  const rules = createRuleSet(file.rules, { filters: file.filters, mappings });
  const correlator = createCorrelator(file.correlations, file.rules, { mappings });
  const late = (found: readonly CorrelationHit[]): Hit[] => found.flatMap((hit) => { const [newest] = hit.events; return newest === undefined ? [] : [correlationHit(hit, newest)]; });
  return {
    kinds: correlator.kinds,
    rejects: correlator.rejects,
    elapse: (now) => late(correlator.elapse(now)),
    end: () => late(correlator.end()),
    restore: (rows) => { correlator.restore(rows); },
    take: () => correlator.take(),
    streamAt: () => correlator.streamAt(),
    selectivity: () => rules.selectivity(),
    observe(told) {
      // What the values of a web event hold is said once, for every rule and for the samples that are kept.
      const event = enrichWeb(told);
      const matched = matchedBy(rules, event);
      // Also what matched nothing moves the correlations' time.
      const correlated = correlator.observe(event, matched);
      if (matched.length + correlated.length === 0 && event.verdict === undefined) return none;
      const hits: Hit[] = matched.filter(({ id }) => correlator.isShown(id)).map((rule) => ruleHit(rule, event, mappings));
      for (const found of correlated) hits.push(correlationHit(found, found.events[0] ?? event));
      if (event.verdict !== undefined) hits.push(sensorHit(event, event.verdict));
      return hits;
    },
  };
}

/** Each rule once, however many of the event's log sources it is asked by. */
function matchedBy(rules: RuleSet, { fields, logsource, alsoAsked }: RuntimeEvent): readonly SigmaRule[] {
  const matched = rules.evaluate(fields, logsource);
  if (alsoAsked === undefined || alsoAsked.length === 0) return matched;
  const all = new Set(matched);
  for (const other of alsoAsked) for (const rule of rules.evaluate(fields, other)) all.add(rule);
  return [...all];
}

function ruleHit(rule: SigmaRule, event: RuntimeEvent, mappings: readonly FieldMapping[]): Hit {
  const { id, title, level, tags } = rule;
  let why: Hit["why"] | undefined;
  return {
    kind: "rule", ruleId: id, title, level, tags, at: event.at, subject: "", event, others: [],
    // Explaining costs more than matching, and of a thousand repeats one explanation is shown.
    get why() { return why ??= ruleWhy(rule, event, mappings); },
  };
}

function correlationHit({ correlation, at, group, value, events, sentences, limit }: CorrelationHit, event: RuntimeEvent): Hit {
  const actor = actorOfGroup(group) ?? actorOf(event);
  return {
    kind: "correlation", ruleId: limit === true ? `${correlation.id}:limit` : correlation.id, title: limit === true ? `${correlation.title} (beyond its limit of memory)` : correlation.title,
    level: limit === true ? "informational" : correlation.level, tags: correlation.tags, at, ...(actor === undefined ? {} : { actor }),
    subject: Object.entries(group).map(([name, text]) => `${name}=${text}`).join(" "), why: { sentences, proof: { type: correlation.type, group, value, bounds: correlation.bounds, timespanMs: correlation.timespanMs } },
    event, others: events.filter((one) => one !== event),
  };
}

const addressNames = new Set(["c-ip", "SourceIp", "src_ip", "sourceIPAddress"]);
const accountNames = new Set(["User", "user.username", "userIdentity.arn", "LoginUser"]);

// A correlation that groups by address or account says itself who it is about.
function actorOfGroup(group: Readonly<Record<string, string>>): string | undefined {
  const named = (names: ReadonlySet<string>): string | undefined => Object.entries(group).find(([name, text]) => names.has(name) && text !== "")?.[1];
  const [address, account] = [named(addressNames), named(accountNames)];
  return address !== undefined ? `ip:${address}` : account === undefined ? undefined : `user:${account}`;
}

function sensorHit(event: RuntimeEvent, { rule, level, priority, text, tags }: NonNullable<RuntimeEvent["verdict"]>): Hit {
  return {
    kind: "sensor", ruleId: `sensor:${event.decoder}:${rule}`, title: rule, level, tags: attackTags(tags), at: event.at, subject: "", event, others: [],
    why: { sentences: [`${event.decoder} reported it with the priority ${priority}${text === "" ? "." : `: ${text}`}`], proof: { sensor: event.decoder, rule, priority } },
  };
}
