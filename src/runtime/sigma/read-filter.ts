// A filter: which rules it changes, and when an event is to be kept (filters specification 2.1; polarity: docs/rules.md).
import { mapIn, memberOf, neededMember, textIn, textsIn } from "./raw-members.ts";
import { idOf, readLogSource, titleOf } from "./read-head.ts";
import { readDetection } from "./detection.ts";
import type { SigmaFilter } from "./rule.ts";
import { refuseRule } from "./rule-error.ts";
import type { Placeholders } from "./term.ts";
import type { YamlMap } from "./yaml.ts";

/** Throws RuleError. */
export function readFilter(root: YamlMap, file: string, text: string, placeholders: Placeholders): SigmaFilter {
  const title = titleOf(root);
  const map = mapIn(neededMember(root, "filter", ""));
  const { condition, written } = readDetection(map, "filter", ["rules"], placeholders);
  if (written.length !== 1) return refuseRule(map.line, "filter.condition is one text");
  const saysKept = saysWhatIsKept(written[0] ?? "");
  return {
    kind: "filter", id: idOf(root, file, title), title, description: textIn(root, "description") ?? "", logsource: readLogSource(root), rules: rulesOf(map),
    keeps: saysKept ? condition : { kind: "not", node: condition, name: `not (${written[0] ?? ""})` }, says: saysKept ? "kept" : "left out", place: { file, line: root.line }, text,
  };
}

/**
 * Engines disagree on what a filter's condition says. One that begins with "not" (brackets around it aside) says what is kept, as pySigma's filters do;
 * any other says what is left out, as the specification's example does. Either spelling leaves out the same events.
 */
const saysWhatIsKept = (condition: string): boolean => /^[\s(]*not\b/i.test(condition);

function rulesOf(map: YamlMap): readonly string[] | undefined {
  const entry = memberOf(map, "rules") ?? refuseRule(map.line, "filter.rules is missing; name rules by id or name, or write any");
  const rules = textsIn(map, "rules", "filter.");
  if (rules.length === 0) return refuseRule(entry.line, "filter.rules names no rule; write any for every rule of the log source");
  return rules.some((rule) => /^(?:any|all)$/i.test(rule)) ? undefined : rules;
}
