// Rows of playbooks and runs as people read them.
import type { Incident } from "../../incidents/incident.ts";
import { againKey } from "../../incidents/playbooks/next-move.ts";
import type { Playbook, PlaybookStep, Raw } from "../../incidents/playbooks/playbook.ts";
import type { KeptEvidence } from "../../incidents/playbooks/playbook-store.ts";
import type { Approval, Attempt, Run } from "../../incidents/playbooks/run.ts";
import { isOver } from "../../incidents/playbooks/run.ts";
import { isObject } from "../../incidents/playbooks/step-fields.ts";
import type { StepKind } from "../../incidents/playbooks/step-kind.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { isDestructive, isIdempotent } from "../../incidents/playbooks/traits.ts";
import { secondMs } from "../../kernel/clock.ts";
import type { Catalogued } from "./steps/catalogue.ts";
import type { AttemptRow, EvidenceRow, PlaybookRow, PlaybookStepRow, RunRow } from "./playbook-desk.ts";

export function stepRow(step: PlaybookStep): PlaybookStepRow {
  const kind = stepKinds.find(step.kind);
  return {
    id: step.id, kind: step.kind, about: step.about, with: step.with, when: step.when, next: step.next, onFailure: step.onFailure.kind === "goto" ? `goto ${step.onFailure.step}` : step.onFailure.kind, timeoutSeconds: step.timeoutMs === undefined ? undefined : step.timeoutMs / secondMs,
    retries: step.retries, most: step.most, destructive: kind !== undefined && isDestructive(kind, step, step.with), idempotent: kind !== undefined && isIdempotent(kind, step, step.with), undo: undoText(step, kind),
  };
}

function undoText({ undo }: PlaybookStep, kind: StepKind | undefined): string {
  if (undo) return "none" in undo ? `none: ${undo.none}` : `by a step of kind ${undo.kind}`;
  if (kind && "undo" in kind && kind.undo !== undefined) return "by its kind";
  return kind?.lasting === undefined ? "nothing to take back" : `none: ${kind.lasting}`;
}

export const playbookRow = ({ playbook, source, enabled, text, version, warnings, updatedAt, updatedBy }: Catalogued, runs: number): PlaybookRow => ({
  id: playbook.id, name: playbook.name, about: playbook.about, source, enabled, start: playbook.start, triggers: playbook.triggers, cooldown: playbook.cooldown && { seconds: playbook.cooldown.ms / secondMs, per: playbook.cooldown.per }, inputs: playbook.inputs,
  steps: playbook.steps.map(stepRow), labels: playbook.labels, warnings, text, version, updatedAt, updatedBy, runs,
});

export const attemptRow = ({ steps }: Playbook, attempt: Attempt): AttemptRow => ({
  seq: attempt.seq, step: attempt.stepId, kind: attempt.kind, about: steps.find(({ id }) => id === attempt.stepId)?.about, attempt: attempt.attempt, state: attempt.state, why: attempt.why, with: attempt.with, output: shownOutput(attempt.output),
  startedAt: attempt.startedAt, endedAt: attempt.endedAt, dueAt: attempt.dueAt, undoes: attempt.undoes, repeated: attempt.repeated,
});

/** Without what the executor notes for itself. */
function shownOutput(output: Raw): Raw {
  if (!isObject(output)) return output;
  const { [againKey]: _again, ...rest } = output;
  return rest;
}

export const evidenceRow = ({ evidenceId, digest, bytes, madeAt }: Omit<KeptEvidence, "body">): EvidenceRow => ({ id: evidenceId, digest, bytes, madeAt });

export function runRow(run: Run, playbookName: string, incident: Incident | undefined, attempts: readonly Attempt[], approvals: readonly Approval[]): RunRow {
  const last = attempts.at(-1);
  return {
    id: run.runId, playbook: run.playbookId, playbookName, playbookVersion: run.playbookVersion, incident: { id: run.incidentId, number: incident?.number ?? 0, title: incident?.title ?? "" }, state: run.state, why: run.why, startedBy: run.startedBy, startedAt: run.startedAt, endedAt: run.endedAt,
    inputs: run.inputs, step: isOver(run.state) ? undefined : last?.stepId, waitsFor: isOver(run.state) || !last ? undefined : waitOf(run, last, approvals),
  };
}

function waitOf(run: Run, last: Attempt, approvals: readonly Approval[]): RunRow["waitsFor"] {
  if (last.state === "doubt") return { kind: "doubt", about: last.why ?? "", approval: undefined, until: undefined };
  if (last.state === "failed" && run.state === "waiting") return { kind: "retry", about: run.why ?? "", approval: undefined, until: run.nextAt };
  if (last.state !== "waiting") return undefined;
  const asked = approvals.find(({ state, approvalId }) => state === "asked" && isObject(last.output) && last.output["approval"] === approvalId);
  if (asked) return { kind: "approval", about: asked.question, approval: asked.approvalId, until: asked.dueAt };
  return { kind: last.with["condition"] === undefined ? "time" : "condition", about: last.why ?? "", approval: undefined, until: last.dueAt };
}
