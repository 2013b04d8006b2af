// A hit: what a rule, a correlation, a sensor, a baseline or a rate says of an event, before it is placed, joined and counted.
import type { Instant } from "../kernel/clock.ts";
import type { Level, RuntimeEvent } from "./event.ts";

/** rule: a Sigma rule. sensor: the event was already decided. baseline: behaviour that a release never showed. rate: a count that surprises. canary: our own test. */
export const hitKinds = ["rule", "correlation", "sensor", "baseline", "rate", "canary"] as const;
export type HitKind = (typeof hitKinds)[number];

/** Why, for people: sentences, and what can be drawn (the condition tree, the quantile, the last similar day). JSON, at most a few KB. */
export interface Why { sentences: readonly string[]; proof: Readonly<Record<string, unknown>> }

export interface Hit {
  kind: HitKind;
  /** The rule's id; "sensor:falco:<rule>", "baseline:process", "rate:requests". */
  ruleId: string;
  title: string;
  level: Level;
  /** Lower case: "attack.t1190", "cve.2021-44228". */
  tags: readonly string[];
  at: Instant;
  /** Who did it, when the rule says by whom it groups; else actorOf(event). */
  actor?: string;
  /** What distinguishes repeats of one rule on one workload by one actor (a baseline's value); "" when nothing does. */
  subject: string;
  why: Why;
  /** The event at which it fired, and those a correlation counted (the newest few). */
  event: RuntimeEvent;
  others: readonly RuntimeEvent[];
}
