// Inhibition: an alert that fires keeps others quiet (Alertmanager's inhibit_rules).
import type { Instant } from "../kernel/clock.ts";
import type { Alert } from "./alert.ts";
import type { LabelSet } from "./label.ts";
import { compileMatchers, valueOf } from "./matcher.ts";
import type { Matcher } from "./matcher-text.ts";

/** While an alert that `source` matches fires, those that `target` matches are quiet if all labels of `equal` have the same value (absent equals empty). */
export interface InhibitRule { id: string; source: readonly Matcher[]; target: readonly Matcher[]; equal: readonly string[] }

type Source = Pick<Alert, "fingerprint" | "labels" | "endsAt">;

export interface Inhibitor {
  /** Adds an alert or replaces the one of its fingerprint. */
  put(alert: Source): void;
  remove(fingerprint: string): void;
  /** The first rule (in order) with a firing source; of its sources the one that fires longest, then the least fingerprint. */
  inhibitedBy(labels: LabelSet, now: Instant): { rule: InhibitRule; source: string } | undefined;
}

/** The cost of a question does not grow with the alerts: sources are found by the values of the rule's equal labels. */
export function createInhibitor(rules: readonly InhibitRule[]): Inhibitor {
  const compiled = rules.map(compileRule);
  // Where each alert stands as a source, so that it can be taken out without its labels.
  const standing = new Map<string, Pool[]>();
  const remove = (fingerprint: string): void => {
    for (const pool of standing.get(fingerprint) ?? []) pool.remove(fingerprint);
    standing.delete(fingerprint);
  };
  return {
    put: (alert) => {
      remove(alert.fingerprint);
      const pools = compiled.flatMap((rule) => rule.poolFor(alert.labels) ?? []);
      for (const pool of pools) pool.put(alert);
      if (pools.length > 0) standing.set(alert.fingerprint, pools);
    },
    remove,
    inhibitedBy: (labels, now) => {
      for (const { rule, sourceOf } of compiled) {
        const source = sourceOf(labels, now);
        if (source !== undefined) return { rule, source };
      }
      return undefined;
    },
  };
}

interface CompiledRule { rule: InhibitRule; poolFor(labels: LabelSet): Pool | undefined; sourceOf(labels: LabelSet, now: Instant): string | undefined }

function compileRule(rule: InhibitRule): CompiledRule {
  const [isSource, isTarget] = [compileMatchers(rule.source), compileMatchers(rule.target)];
  const pools = new Map<string, Pool>();
  // Sources that are targets too are kept apart: they may not silence each other (Alertmanager's two-sided rule).
  const keyOf = (labels: LabelSet, isBoth: boolean): string => rule.equal.reduce((key, name) => {
    const value = valueOf(labels, name);
    return `${key}${value.length}:${value}`;
  }, isBoth ? "both " : "source ");
  return {
    rule,
    poolFor: (labels) => {
      if (!isSource(labels)) return undefined;
      const key = keyOf(labels, isTarget(labels));
      let pool = pools.get(key);
      if (!pool) pools.set(key, (pool = createPool(() => { pools.delete(key); })));
      return pool;
    },
    sourceOf: (labels, now) => {
      if (!isTarget(labels)) return undefined;
      const one = pools.get(keyOf(labels, false))?.firing(now);
      return one ?? (isSource(labels) ? undefined : pools.get(keyOf(labels, true))?.firing(now));
    },
  };
}

/** Sources that are alike to their rule. */
interface Pool { put(alert: Source): void; remove(fingerprint: string): void; firing(now: Instant): string | undefined }

function createPool(emptied: () => void): Pool {
  const alerts = new Map<string, Source>();
  // The one that fires longest answers for all: when it does not fire, none does.
  let longest: Source | undefined;
  const longer = (a: Source, b: Source | undefined): boolean => !b || a.endsAt > b.endsAt || (a.endsAt === b.endsAt && a.fingerprint < b.fingerprint);
  return {
    put: (alert) => {
      alerts.set(alert.fingerprint, alert);
      if (alerts.size === 1 || (longest && longer(alert, longest))) longest = alert;
    },
    remove: (fingerprint) => {
      alerts.delete(fingerprint);
      if (longest?.fingerprint === fingerprint) longest = undefined;
      if (alerts.size === 0) emptied();
    },
    firing: (now) => {
      if (!longest) for (const alert of alerts.values()) if (longer(alert, longest)) longest = alert;
      return longest && longest.endsAt > now ? longest.fingerprint : undefined;
    },
  };
}
