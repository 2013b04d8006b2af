// A detection: the hits of one rule on one workload by one actor, counted as one while they go on.
//
// detection   what people triage of the runtime; a repeat adds to its count, a pause of collapseMs ends it and the next hit is a new one
// sample      an event kept with it: the first few and the latest few
// evidence    whether the running release has what the attack aims at: confirmed raises, lowered says why not
// verdict     what a person said of it
import type { Instant } from "../kernel/clock.ts";
import { derivedId } from "../kernel/id.ts";
import type { Level, RuntimeEvent } from "./event.ts";
import type { Hit, HitKind, Why } from "./hit.ts";
import type { Placement } from "./placement.ts";

/** open: nobody has judged it. dismissed: a person has. excepted: an exception left it out; it is kept and counted, and tells nobody. */
export const detectionStates = ["open", "dismissed", "excepted"] as const;
export type DetectionState = (typeof detectionStates)[number];

export const verdicts = ["true-positive", "false-positive", "benign", "test"] as const;
export type Verdict = (typeof verdicts)[number];

/** confirmed: the running release has the vulnerability the pattern names. present: it has it, and nobody knows whether it is loaded. lowered: it does not. unknown: no SBOM, so nobody knows. none: the pattern names nothing. */
export const evidenceStates = ["confirmed", "present", "lowered", "unknown", "none"] as const;
export interface Evidence { state: (typeof evidenceStates)[number]; vulnerability: string | undefined; component: string | undefined; because: string }

export interface Detection {
  detectionId: string;
  /** What makes hits repeats of each other. */
  key: string;
  kind: HitKind;
  ruleId: string;
  title: string;
  /** As the rule says it, and after evidence. */
  ruleLevel: Level;
  level: Level;
  tags: readonly string[];
  /** The decoder, and the sender it came from. */
  decoder: string;
  source: string;
  actor: string | undefined;
  subject: string;
  placement: Placement;
  evidence: Evidence;
  why: Why;
  firstAt: Instant;
  lastAt: Instant;
  /** When we knew: the commit of the first hit. */
  detectedAt: Instant;
  count: number;
  state: DetectionState;
  exceptionId: string | undefined;
  verdict: Verdict | undefined;
  /** What the person wrote, and who. */
  note: string | undefined;
  judgedBy: string | undefined;
}

/** slot: 0-4 the first events, 5-9 the latest ones, from 10 on what a correlation had counted when it fired. */
export interface Sample { detectionId: string; slot: number; eventKey: string; event: RuntimeEvent }

/** A pause this long ends a detection: what comes after it is news again. */
export const collapseMs = 60 * 60 * 1000;
const firstKept = 5;
const latestKept = 5;

/** The same hit again has the same key; what an exception leaves out never counts with what it does not. */
export const detectionKey = (hit: Hit, workload: string, actor: string | undefined, exceptionId: string | undefined): string =>
  derivedId("dkey", hit.kind, hit.ruleId, workload, actor ?? "", hit.subject, exceptionId ?? "");

/** Whether a hit at this time is one more of it. */
export const continues = ({ firstAt, lastAt }: Pick<Detection, "firstAt" | "lastAt">, at: Instant): boolean => at >= firstAt - collapseMs && at <= lastAt + collapseMs;

/** The place of the n-th event (from 1) among the samples. */
export const slotOf = (count: number): number => (count <= firstKept ? count - 1 : firstKept + ((count - firstKept - 1) % latestKept));

/** Repeats stretch its time and add to its count; levels only rise. */
export function oneMore(detection: Detection, at: Instant, level: Level, order: readonly Level[]): Detection {
  return {
    ...detection, count: detection.count + 1, firstAt: Math.min(detection.firstAt, at), lastAt: Math.max(detection.lastAt, at),
    level: order.indexOf(level) > order.indexOf(detection.level) ? level : detection.level,
  };
}
