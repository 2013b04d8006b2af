// When nobody knows how a step ended: what may be repeated is, and says so; for anything else a person is asked.
import type { Attempt, Run } from "../../incidents/playbooks/run.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { isIdempotent } from "../../incidents/playbooks/traits.ts";
import { tell } from "./steps/inside-world.ts";
import { moved, stepFact } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";

export const doubtOf = ({ stepId, why }: Attempt): string => `the step ${stepId} is in doubt: ${why ?? "nobody knows how it ended"}`;

/** Begun before, and whoever did it is gone: never is a step done twice without saying so. */
export async function takeUpLost(runner: Runner, look: Look, attempt: Attempt): Promise<void> {
  const kind = stepKinds.find(attempt.kind);
  const step = look.playbook.steps.find(({ id }) => id === attempt.stepId);
  const mayRepeat = kind !== undefined && isIdempotent(kind, attempt.undoes === undefined ? { idempotent: step?.idempotent } : { idempotent: undefined }, attempt.with);
  if (!mayRepeat) return leaveInDoubt(runner, look, attempt, "it was begun, and the server was stopped before its outcome was known");
  await moved(runner, look, async (ports, run) => {
    const left: Attempt = { ...attempt, state: "failed", endedAt: runner.context.clock.now(), why: "a restart came between; it is repeated" };
    await ports.playbooks.putAttempt(look.org, left);
    await stepFact(ports, look.org, run, left, "step-lost");
    await ports.playbooks.putAttempt(look.org, repeatOf(left, look.attempts.length + 1, runner.context.clock.now(), "repeated after a restart"));
  });
}

/** The same again, as an attempt of its own that is performed when the run is next moved. */
export const repeatOf = (attempt: Attempt, seq: number, at: number, why: string): Attempt =>
  ({ ...attempt, seq, attempt: attempt.attempt + 1, state: "waiting", startedAt: at, endedAt: undefined, output: { again: true }, why, repeated: true });

/** A person must say how it ended. */
export async function leaveInDoubt(runner: Runner, look: Look, attempt: Attempt, why: string): Promise<void> {
  const { context } = runner;
  await moved(runner, look, async (ports, run) => {
    const left: Attempt = { ...attempt, state: "doubt", why };
    await ports.playbooks.putAttempt(look.org, left);
    await stepFact(ports, look.org, run, left, "step-doubt");
    await tell({ context, ports, org: look.org, incident: look.incident, runId: run.runId, stepId: attempt.stepId }, {
      receivers: [], kind: "playbook.doubt", severity: undefined, title: `In doubt: the step ${attempt.stepId} of ${look.playbook.name}`, groupKey: `run|${run.runId}|doubt`,
      text: `${why}. Look at the far side, then say on the run: try it again, treat it as done, or skip it.`,
    });
  });
}

export const ended = (run: Run, state: Run["state"], why: string | undefined, now: number): Run => ({ ...run, state, why, endedAt: now, nextAt: undefined, leaseOwner: undefined, leaseUntil: undefined });
