// Takes back what a run did, last first: each is an attempt of its own, on record like the first.
import { runScope } from "../../incidents/playbooks/incident-scope.ts";
import { nextUndo } from "../../incidents/playbooks/next-move.ts";
import { stepById } from "../../incidents/playbooks/playbook.ts";
import type { RawObject } from "../../incidents/playbooks/playbook.ts";
import type { Attempt } from "../../incidents/playbooks/run.ts";
import { wrongFields } from "../../incidents/playbooks/step-fields.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { renderObject } from "../../incidents/playbooks/template.ts";
import { isFault, messageOf } from "../../kernel/fault.ts";
import { doubtOf, ended, takeUpLost } from "./playbook-doubt.ts";
import { perform } from "./playbook-perform.ts";
import { moved, park, runFact, settle } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";

/** false: the run was let go of. */
export async function undoOnce(runner: Runner, look: Look): Promise<boolean> {
  const move = nextUndo(look.attempts);
  switch (move.kind) {
    case "undo": await takeBack(runner, look, move.of); return true;
    case "lost": await takeUpLost(runner, look, move.attempt); return true;
    case "waiting": await perform(runner, look, move.attempt); return true;
    // The run stays "undoing": an answer goes on from here.
    case "doubt": await park(runner, look, { state: "undoing", why: doubtOf(move.attempt), at: undefined }); return false;
    case "end": await endUndo(runner, look, move.failed); return false;
  }
}

async function takeBack(runner: Runner, look: Look, of: Attempt): Promise<void> {
  const step = stepById(look.playbook, of.stepId);
  const kind = stepKinds.find(of.kind);
  const attempt: Attempt = { ...of, seq: look.attempts.length + 1, attempt: 1, state: "begun", output: null, why: undefined, startedAt: runner.context.clock.now(), endedAt: undefined, dueAt: undefined, undoes: of.seq, repeated: false };
  const undo = step?.undo;
  if (undo && "none" in undo) return settle(runner, look, { ...attempt, state: "skipped", why: undo.none }, "step-skipped");
  if (undo) return byStep(runner, look, { ...attempt, kind: undo.kind }, undo.with);
  if (kind && "undo" in kind && kind.undo !== undefined) return perform(runner, look, attempt);
  return settle(runner, look, { ...attempt, state: "skipped", why: kind?.lasting ?? "there is nothing to take back" }, "step-skipped");
}

async function byStep(runner: Runner, look: Look, attempt: Attempt, raw: RawObject): Promise<void> {
  const kind = stepKinds.find(attempt.kind);
  try {
    const rendered = renderObject(raw, runScope(look.values, look.run, look.attempts));
    const wrong = wrongFields(kind?.fields ?? [], rendered);
    if (wrong.length > 0) return await settle(runner, look, { ...attempt, with: rendered, state: "failed", why: wrong.map(({ at, rule }) => `${at} ${rule}`).join("; ") }, "step-failed");
    await perform(runner, look, { ...attempt, with: rendered });
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    await settle(runner, look, { ...attempt, state: "failed", why: messageOf(cause) }, "step-failed");
  }
}

async function endUndo(runner: Runner, look: Look, failed: readonly Attempt[]): Promise<void> {
  const why = failed.length === 0 ? undefined : `could not be taken back: ${failed.map(({ stepId, why: because }) => `${stepId} (${because ?? "no reason"})`).join("; ")}`;
  await moved(runner, look, async (ports, run) => {
    await ports.playbooks.saveRun(look.org, ended(run, "undone", why, runner.context.clock.now()));
    await runFact(ports, look.org, run, "undone", `playbook:${run.playbookId}`, { why });
  });
}
