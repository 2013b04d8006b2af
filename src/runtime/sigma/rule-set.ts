// Rules in force: an event is asked only of the rules that its log source and its own texts leave, a handful of thousands.
import type { Fields, LogSource } from "../event.ts";
import { namesOf } from "./field-mapping.ts";
import type { FieldMapping } from "./field-mapping.ts";
import { applyFilters } from "./filters.ts";
import { createAsked, nextTurn } from "./index/asked.ts";
import { indexedRules } from "./index/indexed-rules.ts";
import { createRuleIndex } from "./index/rule-index.ts";
import type { RuleIndex } from "./index/rule-index.ts";
import { compileNode } from "./matcher.ts";
import { createRoutes } from "./rule-set-routes.ts";
import type { SigmaFilter, SigmaRule } from "./rule.ts";

export interface RuleSetOptions {
  filters?: readonly SigmaFilter[];
  mappings?: readonly FieldMapping[];
  /** false: every event is asked of every rule, whatever its log source. */
  routed?: boolean;
}

/** Sums since the set was made. rulesAsked: after routing; candidates: after the index; hits: rules that held. */
export interface Selectivity { events: number; rulesAsked: number; candidates: number; hits: number }

export interface RuleSet {
  /**
   * The rules that hold of the event, as they were given and in their order; filters have been heard.
   * An event without any log source is asked of all rules.
   */
  evaluate(fields: Fields, logsource: LogSource): readonly SigmaRule[];
  selectivity(): Selectivity;
}

const none: readonly SigmaRule[] = [];

/** Compiles a rule when it is first asked. A set never changes: other rules are another set. */
export function createRuleSet(rules: readonly SigmaRule[], { filters = [], mappings = [], routed = true }: RuleSetOptions = {}): RuleSet {
  const filtered = filters.length === 0 ? rules : applyFilters(rules, filters);
  const { indexed, commonness } = indexedRules(filtered, mappings);
  const routes = createRoutes(rules.map(({ logsource }) => logsource), (numbers): RuleIndex => createRuleIndex(numbers.flatMap((rule) => indexed[rule] ?? []), commonness));
  const matchers: ((fields: Fields) => boolean)[] = rules.map((_, rule) => (fields) => {
    const matcher = compiled(filtered[rule], mappings);
    matchers[rule] = matcher;
    return matcher(fields);
  });
  const asked = createAsked(rules.length);
  const hits = new Int32Array(rules.length);
  const sums: Selectivity = { events: 0, rulesAsked: 0, candidates: 0, hits: 0 };

  return {
    evaluate(fields, logsource) {
      const route = routed ? routes.routeOf(logsource) : routes.whole();
      nextTurn(asked);
      route.index.ask(fields, asked);
      let count = 0;
      for (let at = 0; at < asked.count; at++) {
        const rule = asked.rules[at] ?? 0;
        if (matchers[rule]?.(fields) === true) hits[count++] = rule;
      }
      sums.events += 1;
      sums.rulesAsked += route.size;
      sums.candidates += asked.count;
      sums.hits += count;
      return count === 0 ? none : rulesAt(rules, hits, count);
    },
    selectivity: () => ({ ...sums }),
  };
}

function compiled(rule: SigmaRule | undefined, mappings: readonly FieldMapping[]): (fields: Fields) => boolean {
  if (rule === undefined) return () => false;
  return compileNode(rule.condition, (field) => namesOf(field, rule.logsource, mappings));
}

function rulesAt(rules: readonly SigmaRule[], numbers: Int32Array, count: number): SigmaRule[] {
  sortFirst(numbers, count);
  const found: SigmaRule[] = [];
  for (let at = 0; at < count; at++) { const rule = rules[numbers[at] ?? 0]; if (rule !== undefined) found.push(rule); }
  return found;
}

const few = 32;

// Rules that hold are mostly a few, and come nearly in order.
function sortFirst(numbers: Int32Array, count: number): void {
  if (count > few) { numbers.subarray(0, count).sort(); return; }
  for (let at = 1; at < count; at++) {
    const number = numbers[at] ?? 0;
    let to = at;
    for (; to > 0 && (numbers[to - 1] ?? 0) > number; to--) numbers[to] = numbers[to - 1] ?? 0;
    numbers[to] = number;
  }
}
