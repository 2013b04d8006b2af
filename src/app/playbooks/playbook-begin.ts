// Begins a step: its condition, its values, the leave it needs; then it waits, or is performed.
import { runScope } from "../../incidents/playbooks/incident-scope.ts";
import type { PlaybookStep, RawObject } from "../../incidents/playbooks/playbook.ts";
import type { Attempt } from "../../incidents/playbooks/run.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { isDestructive } from "../../incidents/playbooks/traits.ts";
import { ask, hasLeave } from "./playbook-ask.ts";
import { perform } from "./playbook-perform.ts";
import { readied } from "./playbook-ready.ts";
import { settle } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";
import { beginWait } from "./playbook-wait.ts";

export interface Begin { step: PlaybookStep; visit: number; attempt: number; repeated: boolean }

export async function begin(runner: Runner, look: Look, move: Begin): Promise<void> {
  const { step } = move;
  const kind = stepKinds.find(step.kind);
  const ready = kind ? readied(kind, step, runScope(look.values, look.run, look.attempts)) : { kind: "wrong" as const, why: `there is no kind of step ${step.kind}` };
  const attempt = attemptFor(runner, look, move, ready.kind === "ready" ? ready.with : step.with);
  if (ready.kind === "skip") return settle(runner, look, { ...attempt, state: "skipped", why: `its condition is not true: ${step.when ?? ""}` }, "step-skipped");
  if (ready.kind === "wrong" || !kind) return settle(runner, look, { ...attempt, state: "failed", why: ready.kind === "wrong" ? ready.why : "" }, "step-failed");
  if (kind.id === "approval") return ask(runner, look, step, attempt);
  if (kind.lane === "waiting") return beginWait(runner, look, step, attempt);
  if (isDestructive(kind, step, attempt.with) && !await hasLeave(runner, look, attempt)) return ask(runner, look, step, attempt);
  return perform(runner, look, attempt);
}

function attemptFor({ context }: Runner, { run, attempts }: Look, { step, visit, attempt, repeated }: Begin, raw: RawObject): Attempt {
  const now = context.clock.now();
  return { runId: run.runId, seq: attempts.length + 1, stepId: step.id, kind: step.kind, visit, attempt, state: "begun", with: raw, output: null, why: undefined, startedAt: now, endedAt: undefined, dueAt: undefined, undoes: undefined, repeated };
}
