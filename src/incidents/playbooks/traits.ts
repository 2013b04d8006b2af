// Whether a step, as its author wrote it, needs two people, and whether it may be repeated after a restart.
import type { PlaybookStep, RawObject } from "./playbook.ts";
import { valuesOf } from "./step-fields.ts";
import type { StepKind } from "./step-kind.ts";

/** The author may call a step destructive that its kind does not; the other way only where the kind leaves it open. */
export function isDestructive(kind: StepKind, step: Pick<PlaybookStep, "destructive">, raw: RawObject): boolean {
  const { destructive, open } = kind.isDestructive(valuesOf(raw));
  return step.destructive === true || (destructive && !(open && step.destructive === false));
}

export const isIdempotent = (kind: StepKind, step: Pick<PlaybookStep, "idempotent">, raw: RawObject): boolean =>
  kind.lane !== "outside" || (step.idempotent ?? kind.isIdempotent(valuesOf(raw)));
