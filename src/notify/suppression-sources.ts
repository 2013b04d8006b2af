// Inhibition without memory: where an alert stands as a source, and where a target has to look for one.
import { derivedId } from "../kernel/id.ts";
import type { Alert } from "./alert.ts";
import type { InhibitPlace, InhibitSource } from "./alert-store.ts";
import type { InhibitRule } from "./inhibition.ts";
import type { LabelSet } from "./label.ts";
import { compileMatchers } from "./matcher.ts";

/** rule: for words and suppression rows. */
export interface TargetPlace extends InhibitPlace { rule: InhibitRule }

export interface InhibitPlaces {
  sourcesOf(alert: Pick<Alert, "fingerprint" | "labels" | "endsAt">): InhibitSource[];
  /** In the order of the rules; a source at any of them keeps the target quiet. */
  targetsOf(labels: LabelSet): TargetPlace[];
}

/**
 * Alertmanager's rule: a source mutes a target when all labels of `equal` agree (an absent one is empty); a target that the
 * source side matches too is not muted by alerts that match both sides.
 */
export function inhibitPlaces(rules: readonly InhibitRule[]): InhibitPlaces {
  const compiled = rules.map((rule) => ({ rule, isSource: compileMatchers(rule.source), isTarget: compileMatchers(rule.target), ruleKey: derivedId("inh", JSON.stringify([rule.source, rule.target, rule.equal])) }));
  return {
    sourcesOf: ({ fingerprint, labels, endsAt }) => compiled.filter(({ isSource }) => isSource(labels)).map(({ rule, ruleKey, isTarget }) =>
      ({ ruleKey, equalKey: equalKeyOf(rule, labels), bothSides: isTarget(labels), fingerprint, endsAt })),
    targetsOf: (labels) => compiled.filter(({ isTarget }) => isTarget(labels)).flatMap(({ rule, ruleKey, isSource }) => {
      const place = { rule, ruleKey, equalKey: equalKeyOf(rule, labels) };
      return isSource(labels) ? [{ ...place, bothSides: false }] : [{ ...place, bothSides: false }, { ...place, bothSides: true }];
    }),
  };
}

const equalKeyOf = ({ equal }: InhibitRule, labels: LabelSet): string => JSON.stringify(equal.map((name) => labels[name] ?? ""));
