// The contract of a kind of step: what it takes, what it would touch, what it does, and how that is taken back.
//
// inside    changes what Aftwatch itself keeps, in the transaction that records the outcome: it is never in doubt
// outside   reaches somebody else: its intent is kept before, its outcome after; a crash in between leaves it in doubt
// waiting   waits for people or a time
//
// This is the only file of the room that a kind of step imports, so what they share is handed out here.
import type { Instant } from "../../kernel/clock.ts";
import type { Plugin } from "../../kernel/plugin.ts";
import type { Incident } from "../incident.ts";
import type { InsideWorld, OutsideWorld, SeenWorld } from "./step-world.ts";
import type { Raw, RawObject } from "./playbook.ts";
import type { Field, Values, WrongField } from "./step-fields.ts";
import type { Touched } from "./touched.ts";

export type { Incident } from "../incident.ts";
export { incidentPhases } from "../incident.ts";
export { durationText } from "./duration.ts";
export { personOf } from "./run.ts";
export { isObject } from "./step-fields.ts";
export type { Field, Values, WrongField } from "./step-fields.ts";
export type { Raw, RawObject } from "./playbook.ts";
export type { Touched } from "./touched.ts";
export type { Evidence, FixLine, HttpAnswer, IncidentFinding, InsideWorld, KubernetesAnswer, KubernetesObject, KubernetesPort, KubernetesRef, OutsideWorld, SeenWorld } from "./step-world.ts";

/**
 * done      with what it found out or did, and one sentence
 * failed    nothing, or only a part, was done; `again`: nothing was done and another try may help, after afterMs
 * unknown   it was sent and no answer came: it may have happened
 * missing   this installation has no way to do it
 */
export type StepOutcome =
  | { kind: "done"; output: RawObject; said: string }
  | { kind: "failed"; why: string; again?: boolean; afterMs?: number; output?: RawObject }
  | { kind: "unknown"; why: string }
  | { kind: "missing"; why: string };

/** What every call knows of the run it is for. */
export interface StepCall {
  org: string;
  runId: string;
  playbookId: string;
  stepId: string;
  startedBy: string;
  incident: Incident;
  now: Instant;
  /** The same for every try of one attempt: what the far side may recognise a repeat by. */
  key: string;
}

export interface StepContext extends StepCall { world: OutsideWorld; signal: AbortSignal }
export interface InsideContext extends StepCall { world: InsideWorld }
export interface PreviewContext extends StepCall { world: SeenWorld; signal: AbortSignal }

export interface Preview { said: string; touches: readonly Touched[] }

interface StepKindBase extends Plugin {
  readonly fields: readonly Field[];
  /** In words, for the documentation: "never", "always", "unless GET". */
  readonly destructive: string;
  readonly idempotent: string;
  /** May lose something of somebody's: two people approve it. `open`: the author may say otherwise. */
  isDestructive(values: Values): { destructive: boolean; open: boolean };
  /** A repeat does no harm. */
  isIdempotent(values: Values): boolean;
  /** What the fields alone cannot say. */
  check?(values: Values): WrongField[];
  /** Reads the present state and says what would happen; changes nothing. */
  preview(values: Values, context: PreviewContext): Promise<Preview>;
  /** Why nothing of it can be taken back; absent when there is nothing to take back, or undo is there. */
  readonly lasting?: string;
}

export interface InsideKind extends StepKindBase {
  readonly lane: "inside";
  run(values: Values, context: InsideContext): Promise<StepOutcome>;
  undo?(values: Values, output: Raw, context: InsideContext): Promise<StepOutcome>;
}
export interface OutsideKind extends StepKindBase {
  readonly lane: "outside";
  run(values: Values, context: StepContext): Promise<StepOutcome>;
  undo?(values: Values, output: Raw, context: StepContext): Promise<StepOutcome>;
}
/** How it waits is the executor's: for people (approval) or for a time or a condition (wait). */
export interface WaitingKind extends StepKindBase { readonly lane: "waiting" }

export type StepKind = InsideKind | OutsideKind | WaitingKind;

export const defineStepKind = <K extends StepKind>(kind: K): K => kind;

/** For kinds that touch nothing of anybody's. */
export const harmless = { destructive: "never", idempotent: "always", isDestructive: () => ({ destructive: false, open: false }), isIdempotent: () => true } as const;

export const done = (said: string, output: RawObject = {}): StepOutcome => ({ kind: "done", said, output });
