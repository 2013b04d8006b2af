// Filters put onto rules: a rule still holds, and the event is to be kept.
import { appliesTo } from "./field-mapping.ts";
import type { SigmaFilter, SigmaRule } from "./rule.ts";

/** The rules with their filters' conditions added; a rule that no filter speaks of is the same object. */
export function applyFilters(rules: readonly SigmaRule[], filters: readonly SigmaFilter[]): SigmaRule[] {
  return rules.map((rule) => {
    const own = filters.filter((filter) => concerns(filter, rule));
    return own.length === 0 ? rule : { ...rule, condition: { kind: "and", nodes: [rule.condition, ...own.map(named)], name: `condition, with ${own.map(({ title }) => `"${title}"`).join(", ")}` } };
  });
}

/** A filter speaks of the rules it names by id or name (any: of all), when what its log source names is the same in theirs. */
function concerns({ rules, logsource }: SigmaFilter, rule: SigmaRule): boolean {
  return appliesTo(logsource, rule.logsource) && (rules === undefined || rules.includes(rule.id) || (rule.name !== undefined && rules.includes(rule.name)));
}

const named = ({ keeps, title }: SigmaFilter): SigmaRule["condition"] => ({ kind: "and", nodes: [keeps], name: `filter "${title}"` });
