// A gate's policy: rules that fail or warn, each with its conditions and its own exemptions; read and checked at the door.
//
// rule       what must not be: fires when every condition under `when` holds
// exemption  what one rule leaves through, why, and until when; every exemption ends
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import { durationMs } from "./policy-duration.ts";
import { readExemption } from "./policy-exemption.ts";
import { isFraction, isScore, membersIn, textsIn } from "./policy-values.ts";

const ruleSeverities = ["critical", "high", "medium", "low"] as const;
type RuleSeverity = (typeof ruleSeverities)[number];

/** Conditions on a finding; all that are given must hold. severity: this or worse. epss, cvss: at least. fixKnownForMs: since when a fix is known. scope "runtime": not what is only for development. */
export interface FindingCondition { severity?: RuleSeverity; cvss?: number; kev?: boolean; epss?: number; fixable?: boolean; fixKnownForMs?: number; malicious?: boolean; scope?: "runtime" }

/**
 * What a rule looks at. unknownShare: more than this share (0 to 1) of the components is not covered. dataAgeMs: the advisories
 * are older, so nothing can be decided. licences: SPDX ids and expressions.
 */
export type Condition =
  | { kind: "finding"; on: FindingCondition }
  | { kind: "unknown-share"; above: number }
  | { kind: "data-age"; aboveMs: number }
  | { kind: "licences"; allowed: readonly string[] | undefined; denied: readonly string[] | undefined };

export interface Exemption { vulnerability: string | undefined; package: string | undefined; reason: string; until: Instant }

/** unscored: what a condition on severity or score makes of a finding that nobody rated. */
export interface PolicyRule { id: string; action: "fail" | "warn"; when: Condition; unscored: "undecided" | "fires" | "ignored"; exempt: readonly Exemption[] }
export interface Policy { rules: readonly PolicyRule[] }

/** Reads a parsed YAML or JSON document; throws policy.invalid with every place that is wrong. */
export function readPolicy(value: unknown, document: string): Policy {
  const places: FaultPlace[] = [];
  const { rules: list } = membersIn(value, "", ["rules"], places);
  const rules = Array.isArray(list) ? list.flatMap((one: unknown, at) => readRule(one, `/rules/${at}`, places) ?? []) : [];
  if (!Array.isArray(list) || list.length === 0) places.push({ at: "/rules", rule: "a list of at least one rule" });
  for (const [id, own] of Map.groupBy(rules, (rule) => rule.id)) if (own.length > 1) places.push({ at: "/rules", rule: `the id ${id} stands ${own.length} times; each rule needs its own` });
  if (places.length > 0) throw new Fault("policy.invalid", { detail: `${document} cannot be used.`, places });
  return { rules };
}

function readRule(value: unknown, at: string, places: FaultPlace[]): PolicyRule | undefined {
  const before = places.length;
  const { id, action, when, unscored = "undecided", exempt = [] } = membersIn(value, at, ["id", "action", "when", "unscored", "exempt"], places);
  if (typeof id !== "string" || id === "") places.push({ at: `${at}/id`, rule: "a name for the rule" });
  if (action !== "fail" && action !== "warn") places.push({ at: `${at}/action`, rule: "fail or warn" });
  if (unscored !== "undecided" && unscored !== "fires" && unscored !== "ignored") places.push({ at: `${at}/unscored`, rule: "undecided, fires or ignored" });
  if (!Array.isArray(exempt)) places.push({ at: `${at}/exempt`, rule: "a list of exemptions" });
  const condition = readCondition(when, `${at}/when`, places);
  const exemptions = Array.isArray(exempt) ? exempt.flatMap((one: unknown, nth) => readExemption(one, `${at}/exempt/${nth}`, places) ?? []) : [];
  if (places.length > before || !condition) return undefined;
  return { id: id as string, action: action as PolicyRule["action"], when: condition, unscored: unscored as PolicyRule["unscored"], exempt: exemptions };
}

/** Conditions on the whole target, each in a rule of its own; docs/reference/gate.md is generated from these. */
export const targetConditions = {
  unknownShare: "more than this share (0 to 1) of the components is not covered", dataAge: "the advisories are older than 24h, 7d: a rule that fails then leaves the gate undecided (exit 4)",
  licences: "a component's licence is not among `allowed`, or leaves no choice without one that is `denied`; a licence that is not told leaves it undecided",
} as const;

/** Conditions on a finding; in one rule all of them must hold. */
export const findingConditions = {
  severity: "critical, high, medium or low: this or worse; malware is worse than critical", cvss: "the base score is at least this", kev: "true: in CISA's catalogue of known exploits", epss: "the probability of exploitation is at least this",
  fixable: "true: an upgrade ends it; false: none is known", fixKnownFor: "a fix has been known for at least 14d, 12h", malicious: "true: the package is made to harm", scope: "runtime: not what is only for development",
} as const;

const targetKeys = Object.keys(targetConditions);
const findingKeys = Object.keys(findingConditions);

function readCondition(value: unknown, at: string, places: FaultPlace[]): Condition | undefined {
  const members = membersIn(value, at, [...findingKeys, ...targetKeys], places);
  const keys = Object.keys(members);
  const ofTarget = keys.filter((key) => targetKeys.includes(key));
  if (keys.length === 0) places.push({ at, rule: `at least one of ${[...findingKeys, ...targetKeys].join(", ")}` });
  else if (ofTarget.length > 0 && keys.length > 1) places.push({ at, rule: `${ofTarget[0]} stands in a rule of its own` });
  else if (ofTarget.length === 0) return { kind: "finding", on: readFinding(members, at, places) };
  else return readTarget(members, at, places);
  return undefined;
}

function readFinding(members: Record<string, unknown>, at: string, places: FaultPlace[]): FindingCondition {
  const checked = <T>(key: string, isSound: (value: unknown) => boolean, rule: string): T | undefined => {
    const value = members[key];
    if (value !== undefined && !isSound(value)) places.push({ at: `${at}/${key}`, rule });
    return value as T | undefined;
  };
  const isFlag = (value: unknown): boolean => typeof value === "boolean";
  const fixKnownFor = checked<string>("fixKnownFor", (text) => durationMs(text) !== undefined, "a duration such as 14d or 12h");
  const found = {
    severity: checked<RuleSeverity>("severity", (word) => (ruleSeverities as readonly unknown[]).includes(word), `one of ${ruleSeverities.join(", ")}`), cvss: checked<number>("cvss", isScore, "a score from 0 to 10"),
    epss: checked<number>("epss", isFraction, "a probability from 0 to 1"), kev: checked<boolean>("kev", isFlag, "true or false"), fixable: checked<boolean>("fixable", isFlag, "true or false"),
    malicious: checked<boolean>("malicious", isFlag, "true or false"), scope: checked<"runtime">("scope", (word) => word === "runtime", "runtime"), fixKnownForMs: durationMs(fixKnownFor),
  };
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined)) as FindingCondition;
}

function readTarget(members: Record<string, unknown>, at: string, places: FaultPlace[]): Condition | undefined {
  if ("unknownShare" in members) {
    if (isFraction(members["unknownShare"])) return { kind: "unknown-share", above: members["unknownShare"] };
    places.push({ at: `${at}/unknownShare`, rule: "a share from 0 to 1" });
  } else if ("dataAge" in members) {
    const aboveMs = durationMs(members["dataAge"]);
    if (aboveMs !== undefined) return { kind: "data-age", aboveMs };
    places.push({ at: `${at}/dataAge`, rule: "a duration such as 24h or 7d" });
  } else {
    const { allowed, denied } = membersIn(members["licences"], `${at}/licences`, ["allowed", "denied"], places);
    const [yes, no] = [textsIn(allowed, `${at}/licences/allowed`, places), textsIn(denied, `${at}/licences/denied`, places)];
    if (yes !== undefined || no !== undefined) return { kind: "licences", allowed: yes, denied: no };
    places.push({ at: `${at}/licences`, rule: "a list under allowed, denied or both" });
  }
  return undefined;
}
