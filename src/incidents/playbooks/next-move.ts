// What a run does next, from what is on record alone: a process that was killed goes on where this says.
import type { Instant } from "../../kernel/clock.ts";
import { stepAfter, stepById } from "./playbook.ts";
import type { Playbook, PlaybookStep } from "./playbook.ts";
import type { Attempt } from "./run.ts";
import { isObject } from "./step-fields.ts";

/**
 * begin    a step, for its visit-th time; `repeated` after a restart left it in doubt
 * lost     an attempt was begun, and whoever did it is gone
 * waiting  an attempt waits for people, a time or a condition
 * doubt    a person must say how an attempt ended
 * pause    a failure that did nothing is tried again, not before `until`
 * end      nothing is left, or a failure stops it
 */
export type Move =
  | { kind: "begin"; step: PlaybookStep; visit: number; attempt: number; repeated: boolean }
  | { kind: "lost" | "waiting" | "doubt"; attempt: Attempt; step: PlaybookStep | undefined }
  | { kind: "pause"; until: Instant; attempt: Attempt }
  | { kind: "end"; state: "done" | "failed"; why: string | undefined };

/** Between tries of one step, unless the far side named its own pause; doubled each time, up to ten minutes. */
const firstPauseMs = 5000;
const longestPauseMs = 600_000;

export function nextMove(playbook: Playbook, attempts: readonly Attempt[], now: Instant): Move {
  const last = attempts.findLast(({ undoes }) => undoes === undefined);
  if (!last) return beginAt(playbook, attempts, playbook.steps[0]?.id);
  const step = stepById(playbook, last.stepId);
  switch (last.state) {
    case "begun": return { kind: "lost", attempt: last, step };
    case "waiting": return { kind: "waiting", attempt: last, step };
    case "doubt": return { kind: "doubt", attempt: last, step };
    case "failed": return step ? afterFailure(playbook, attempts, step, last, now) : { kind: "end", state: "failed", why: last.why };
    case "done": case "skipped": return step ? beginAt(playbook, attempts, afterSuccess(playbook, step, last)) : { kind: "end", state: "done", why: undefined };
  }
}

function afterSuccess(playbook: Playbook, step: PlaybookStep, last: Attempt): string | undefined {
  const next = step.kind === "branch" && last.state === "done" && isObject(last.output) ? last.output["next"] : null;
  if (typeof next === "string") return next === "end" ? undefined : next;
  return stepAfter(playbook, step);
}

function afterFailure(playbook: Playbook, attempts: readonly Attempt[], step: PlaybookStep, last: Attempt, now: Instant): Move {
  const again = mayTryAgain(last);
  if (again && last.attempt <= step.retries) {
    const until = (last.endedAt ?? now) + (again.afterMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** (last.attempt - 1)));
    return until > now ? { kind: "pause", until, attempt: last } : { kind: "begin", step, visit: last.visit, attempt: last.attempt + 1, repeated: false };
  }
  switch (step.onFailure.kind) {
    case "stop": return { kind: "end", state: "failed", why: `the step ${step.id} failed: ${last.why ?? "no reason was given"}` };
    case "continue": return beginAt(playbook, attempts, stepAfter(playbook, step));
    case "goto": return beginAt(playbook, attempts, step.onFailure.step);
  }
}

/** A failure that is known to have done nothing says so in its output, where it outlives a restart. */
export const againKey = "$again";
function mayTryAgain({ output }: Attempt): { afterMs: number | undefined } | undefined {
  const again = isObject(output) ? output[againKey] : undefined;
  return isObject(again) ? { afterMs: typeof again["afterMs"] === "number" ? again["afterMs"] : undefined } : undefined;
}

function beginAt(playbook: Playbook, attempts: readonly Attempt[], id: string | undefined): Move {
  if (id === undefined) return { kind: "end", state: "done", why: undefined };
  const step = stepById(playbook, id);
  if (!step) return { kind: "end", state: "failed", why: `there is no step ${id}` };
  const visits = Math.max(0, ...attempts.filter(({ stepId, undoes }) => stepId === id && undoes === undefined).map(({ visit }) => visit));
  // Only steps that are counted end a loop; the others of the loop may be passed as often as that one allows.
  if (visits >= step.most && (step.most > 1 || visits >= 100)) return { kind: "end", state: "failed", why: `it came to the step ${id} more than ${step.most} times` };
  return { kind: "begin", step, visit: visits + 1, attempt: 1, repeated: false };
}

/** The attempt that is to be taken back next: the last one that did something and was not taken back yet. */
export type UndoMove = { kind: "undo"; of: Attempt } | { kind: "lost" | "doubt" | "waiting"; attempt: Attempt } | { kind: "end"; failed: readonly Attempt[] };
const openUndo = { begun: "lost", doubt: "doubt", waiting: "waiting" } as const;

export function nextUndo(attempts: readonly Attempt[]): UndoMove {
  const open = attempts.findLast(({ undoes }) => undoes !== undefined);
  if (open && (open.state === "begun" || open.state === "doubt" || open.state === "waiting")) return { kind: openUndo[open.state], attempt: open };
  const taken = new Set(attempts.map(({ undoes }) => undoes));
  const of = attempts.findLast(({ undoes, state, seq }) => undoes === undefined && state === "done" && !taken.has(seq));
  if (of) return { kind: "undo", of };
  return { kind: "end", failed: attempts.filter(({ undoes, state }) => undoes !== undefined && state === "failed") };
}
