// Playbooks: what to do when an incident of a kind opens, step by step, as data that can be read before it is run.
//
// playbook  triggers, inputs and steps; of ours (content/playbooks) or of the organisation
// run       one playbook at work on one incident, with the definition it began with
// step      one thing of a playbook; an attempt is one time that a run tried it
// approval  a question to people that a run waits for
import type { IncidentKind } from "../signal.ts";
import type { SignalSeverity } from "../signal.ts";

export type Raw = null | boolean | number | string | readonly Raw[] | { readonly [key: string]: Raw };
export type RawObject = { readonly [key: string]: Raw };

/** What about an incident may start a playbook: that it opened, came back, or became more severe. */
export const triggerMoments = ["opened", "reopened", "escalated"] as const;
export type TriggerMoment = (typeof triggerMoments)[number];

/** All that is given must hold. `when`: an expression over the incident (expression.ts). */
export interface Trigger { kinds: readonly IncidentKind[]; severities: readonly SignalSeverity[]; on: readonly TriggerMoment[]; when: string | undefined }

export const inputTypes = ["text", "number", "boolean", "list"] as const;
export type InputType = (typeof inputTypes)[number];

/** default may hold templates over the incident. */
export interface PlaybookInput { id: string; about: string; type: InputType; required: boolean; choices: readonly string[]; default: Raw | undefined }

/** Time that must pass before the playbook starts by itself again for the same incident, service or at all. */
export interface Cooldown { ms: number; per: "incident" | "service" | "playbook" }

/** Where a run goes when a step failed: it ends, goes on with the next one, or goes to a step. */
export type OnFailure = { kind: "stop" } | { kind: "continue" } | { kind: "goto"; step: string };

/** How a step is taken back: by a step of its own, or not at all, with the reason. Absent: as its kind knows. */
export type Undo = { kind: string; with: RawObject } | { none: string };

export interface PlaybookStep {
  id: string;
  kind: string;
  about: string | undefined;
  /** As written, templates and all; its kind reads it (step-kind.ts). */
  with: RawObject;
  /** Left out when it is not true. */
  when: string | undefined;
  timeoutMs: number | undefined;
  /** Tried again so often when a failure is known to have done nothing. */
  retries: number;
  onFailure: OnFailure;
  undo: Undo | undefined;
  /** The step after it; "end" ends the run; undefined = the next in the list. */
  next: string | undefined;
  /** How often a run may come by: 1 unless given. What bounds a loop. */
  most: number;
  /** Said by the author where the kind leaves it open (an HTTP request): undefined = as the kind has it. */
  destructive: boolean | undefined;
  idempotent: boolean | undefined;
}

export interface Playbook {
  id: string;
  name: string;
  about: string;
  triggers: readonly Trigger[];
  /** automatic: starts by itself; destructive steps wait for two people all the same. proposed: somebody has to start it. */
  start: "automatic" | "proposed";
  cooldown: Cooldown | undefined;
  inputs: readonly PlaybookInput[];
  steps: readonly PlaybookStep[];
  /** Labels and origin that came with an import; shown and exported again. */
  labels: readonly string[];
  /** The id and the instants of the CACAO document it came from or goes out as. */
  cacao: { id: string; created: string; modified: string; createdBy: string } | undefined;
}

export const stepById = ({ steps }: Pick<Playbook, "steps">, id: string): PlaybookStep | undefined => steps.find((step) => step.id === id);

/** The step behind one, when nothing else was said; undefined at the end. */
export function stepAfter({ steps }: Pick<Playbook, "steps">, step: PlaybookStep): string | undefined {
  if (step.next !== undefined) return step.next === "end" ? undefined : step.next;
  return steps[steps.indexOf(step) + 1]?.id;
}
