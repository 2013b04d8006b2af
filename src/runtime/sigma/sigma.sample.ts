// What tests of the Sigma language stand on: a rule made of its detection, and whether it holds.
import type { Fields } from "../event.ts";
import { compileNode } from "./matcher.ts";
import { readRules } from "./read-rules.ts";
import type { SigmaFile, SigmaRule } from "./rule.ts";

const head = "title: A test\nlogsource: {product: linux}\n";

export const readDetectionText = (detection: string, placeholders: Record<string, string[]> = {}): SigmaFile => readRules(`${head}detection:\n${detection.split("\n").map((line) => `  ${line}`).join("\n")}\n`, "test.yml", { placeholders });

/** Of a rule that must be read. */
export function ruleOf(detection: string, placeholders: Record<string, string[]> = {}): SigmaRule {
  const { rules: [rule], rejects } = readDetectionText(detection, placeholders);
  if (!rule) throw new Error(`${rejects.map((one) => `${one.line}: ${one.rule}`).join("; ")}`);
  return rule;
}

export const whyRejected = (detection: string, placeholders: Record<string, string[]> = {}): string => readDetectionText(detection, placeholders).rejects.map((one) => `${one.line}: ${one.rule}`).join("; ") || "it is read";

/** selection: the lines of one search. */
export const holdsFor = (selection: string, fields: Fields, placeholders: Record<string, string[]> = {}): boolean => compileNode(ruleOf(`selection:\n${selection.split("\n").map((line) => `  ${line}`).join("\n")}\ncondition: selection`, placeholders).condition, (field) => [field])(fields);

export const conditionHolds = (searches: string, condition: string, fields: Fields): boolean => compileNode(ruleOf(`${searches}\ncondition: ${condition}`).condition, (field) => [field])(fields);
