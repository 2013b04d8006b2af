// The ignore file: which vulnerabilities to leave out of sight, why, and until when. Every rule ends.
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import { parseInstant } from "../kernel/clock.ts";
import { parsePurl } from "../versions/purl.ts";
import type { IgnoreRule } from "./scan-cover.ts";
import { isObject, textIn } from "./vex-document.ts";

const known = new Set(["vulnerability", "package", "reason", "until", "by"]);

/**
 * Rules from a parsed document: `ignore: [{ vulnerability, package?, reason, until, by? }]`. package: "npm:lodash" or a purl.
 * Throws policy.invalid with every place that is wrong: a rule that is skipped in silence would hide a finding or fail to.
 */
export function readIgnores(value: unknown, document: string): IgnoreRule[] {
  const list = isObject(value) ? value["ignore"] : undefined;
  if (!Array.isArray(list)) throw new Fault("policy.invalid", { detail: `${document} has no list of rules.`, places: [{ at: "/ignore", rule: "a list of { vulnerability, package, reason, until }" }] });
  const places: FaultPlace[] = [];
  const rules = list.flatMap((one: unknown, at) => readRule(one, `/ignore/${at}`, document, places) ?? []);
  if (places.length > 0) throw new Fault("policy.invalid", { detail: `${document} has rules that cannot be used.`, places });
  return rules;
}

function readRule(value: unknown, at: string, document: string, places: FaultPlace[]): IgnoreRule | undefined {
  const before = places.length;
  const members = isObject(value) ? value : {};
  for (const key of Object.keys(members)) if (!known.has(key)) places.push({ at: `${at}/${key}`, rule: `not a member of a rule; known are ${[...known].join(", ")}` });
  const text = (key: string, rule: string): string => { const found = textIn(members[key]); if (found === undefined) places.push({ at: `${at}/${key}`, rule }); return found ?? ""; };
  const vulnerability = text("vulnerability", "an id of the vulnerability, such as CVE-2021-23337");
  const reason = text("reason", "a sentence that says why");
  const until = instantIn(members["until"]);
  if (until === undefined) places.push({ at: `${at}/until`, rule: "a day or instant on which the rule ends (2027-01-31)" });
  const named = textIn(members["package"]);
  if (members["package"] !== undefined && (named === undefined || (named.startsWith("pkg:") && parsePurl(named) === undefined))) places.push({ at: `${at}/package`, rule: "a package as npm:lodash, or a purl" });
  const isPurl = named?.startsWith("pkg:") === true;
  return places.length > before ? undefined : { vulnerability, reason, until: until ?? 0, by: textIn(members["by"]) ?? "ignore file", document, packageKey: isPurl ? undefined : named, purl: isPurl ? named : undefined };
}

/** YAML turns an unquoted day into a date. */
export function instantIn(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
  return typeof value === "string" ? parseInstant(value) : undefined;
}
