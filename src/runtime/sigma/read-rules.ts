// Reads a file of Sigma rules, correlations and filters; what cannot be taken is named with its line, and the rest is taken.
import { readDetection } from "./detection.ts";
import { mapIn, memberOf, neededMember, textIn, textsIn } from "./raw-members.ts";
import { readCorrelation } from "./read-correlation.ts";
import { readFilter } from "./read-filter.ts";
import { readHead, readLogSource } from "./read-head.ts";
import type { RuleReject, SigmaCorrelation, SigmaFile, SigmaFilter, SigmaRule } from "./rule.ts";
import { refuseRule, RuleError } from "./rule-error.ts";
import type { Placeholders } from "./term.ts";
import { readYaml } from "./yaml.ts";
import type { YamlDocument, YamlMap, YamlNode } from "./yaml.ts";

/**
 * `placeholders` gives the values of %name% for the modifier expand. Never throws on what a file holds; an empty file is an empty answer.
 *
 * @example readRules("title: A\nlogsource: {product: linux}\ndetection: {s: {a: b}, condition: s}", "a.yml").rules.length === 1
 */
export function readRules(text: string, file: string, options: { placeholders?: Placeholders } = {}): SigmaFile {
  const read = { rules: [] as SigmaRule[], correlations: [] as SigmaCorrelation[], filters: [] as SigmaFilter[], rejects: [] as RuleReject[] };
  for (const document of readYaml(text)) {
    try {
      const one = readDocument(document, file, options.placeholders ?? {});
      if (one.kind === "rule") read.rules.push(one);
      else if (one.kind === "correlation") read.correlations.push(one);
      else read.filters.push(one);
    } catch (thrown) {
      if (!(thrown instanceof RuleError)) throw thrown;
      read.rejects.push({ file, line: thrown.line, title: titleIn(document.root), rule: thrown.message });
    }
  }
  return read;
}

function titleIn(root: YamlNode | undefined): string | undefined {
  const title = root?.kind === "map" ? memberOf(root, "title")?.value : undefined;
  return title?.kind === "scalar" && title.value !== null ? String(title.value) : undefined;
}

function readDocument({ root, error, text, line }: YamlDocument, file: string, placeholders: Placeholders): SigmaRule | SigmaCorrelation | SigmaFilter {
  if (error) throw error;
  if (root.kind !== "map") return refuseRule(line, "is no rule: a rule is a mapping with title, logsource and detection");
  refuseActions(root);
  if (memberOf(root, "correlation")) return readCorrelation(root, file, text);
  if (memberOf(root, "filter")) return readFilter(root, file, text, placeholders);
  return readRule(root, file, text, placeholders);
}

/** "action: global" shared members between the documents of a file; Sigma has given it up. */
function refuseActions(root: YamlMap): void {
  const action = memberOf(root, "action");
  const said = textIn(root, "action");
  if (action && ["global", "repeat", "reset"].includes(said ?? "")) refuseRule(action.line, `action: ${said ?? ""} is no longer Sigma; write every rule of the file whole, with its own title, logsource and detection`);
}

function readRule(root: YamlMap, file: string, text: string, placeholders: Placeholders): SigmaRule {
  const head = readHead(root, file);
  const logsource = readLogSource(root);
  const detection = mapIn(neededMember(root, "detection", ""));
  // Rules of the time before correlations still carry the time frame of their count.
  const others = memberOf(detection, "timeframe")?.value.kind === "scalar" ? ["timeframe"] : [];
  return { kind: "rule", ...head, logsource, condition: readDetection(detection, "detection", others, placeholders).condition, fields: textsIn(root, "fields"), text };
}
