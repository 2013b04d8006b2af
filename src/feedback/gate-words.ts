// The words of --fail-on as a policy: any one of them fails.
import type { Condition, Policy, PolicyRule } from "./policy.ts";

/** critical, high, medium, low: this or worse; kev: exploited in the wild; fixable: an upgrade ends it; unknown: a component is not covered. */
export const failWords = ["critical", "high", "medium", "low", "kev", "fixable", "malicious", "unknown"] as const;
export type FailWord = (typeof failWords)[number];

const conditions: Readonly<Record<FailWord, Condition>> = {
  critical: { kind: "finding", on: { severity: "critical" } }, high: { kind: "finding", on: { severity: "high" } }, medium: { kind: "finding", on: { severity: "medium" } }, low: { kind: "finding", on: { severity: "low" } },
  kev: { kind: "finding", on: { kev: true } }, fixable: { kind: "finding", on: { fixable: true } }, malicious: { kind: "finding", on: { malicious: true } }, unknown: { kind: "unknown-share", above: 0 },
};

/** maxAgeMs: older advisories leave the answer undecided. */
export function policyOf(words: readonly FailWord[], maxAgeMs: number | undefined, unscored: PolicyRule["unscored"]): Policy {
  const age: PolicyRule[] = maxAgeMs === undefined ? [] : [{ id: "max-age", action: "fail", when: { kind: "data-age", aboveMs: maxAgeMs }, unscored, exempt: [] }];
  return { rules: [...[...new Set(words)].map((word): PolicyRule => ({ id: word, action: "fail", when: conditions[word], unscored, exempt: [] })), ...age] };
}
