// Performs a step: inside in the transaction of its outcome; outside with its intent on record before and its outcome after.
import { againKey } from "../../incidents/playbooks/next-move.ts";
import type { PlaybookStep, RawObject } from "../../incidents/playbooks/playbook.ts";
import type { Attempt } from "../../incidents/playbooks/run.ts";
import { valuesOf } from "../../incidents/playbooks/step-fields.ts";
import type { InsideKind, OutsideKind, StepCall, StepOutcome } from "../../incidents/playbooks/step-kind.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { isIdempotent } from "../../incidents/playbooks/traits.ts";
import { isFault, messageOf } from "../../kernel/fault.ts";
import { derivedId } from "../../kernel/id.ts";
import type { Ports } from "../../store/store.ts";
import { insideWorld } from "./steps/inside-world.ts";
import { outsideWorld } from "./steps/outside-world.ts";
import { leaveInDoubt } from "./playbook-doubt.ts";
import { actorOf, leaseMs, lookAt, moved, stepFact } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";

const outsideTimeoutMs = 30_000;

/** `attempt` is written here: as begun before an effect outside, or with its outcome at once. */
export async function perform(runner: Runner, look: Look, attempt: Attempt): Promise<void> {
  const kind = stepKinds.find(attempt.kind);
  if (!kind || kind.lane === "waiting") throw new TypeError(`${attempt.kind} is not performed`);
  return kind.lane === "inside" ? performInside(runner, look, attempt, kind) : performOutside(runner, look, attempt, kind);
}

function callOf(runner: Runner, { org, run, incident }: Look, attempt: Attempt): StepCall {
  return { org, runId: run.runId, playbookId: run.playbookId, stepId: attempt.stepId, startedBy: run.startedBy, incident, now: runner.context.clock.now(), key: attemptKey(attempt) };
}

/** What the far side may know a request by: another for every attempt. */
const attemptKey = ({ runId, seq }: Pick<Attempt, "runId" | "seq">): string => derivedId("att", runId, String(seq));

/** The output of what is taken back; a step's own undo is performed like a step. */
const original = ({ attempts }: Look, { undoes }: Attempt): Attempt | undefined => (undoes === undefined ? undefined : attempts.find(({ seq }) => seq === undoes));

async function performInside(runner: Runner, look: Look, attempt: Attempt, kind: InsideKind): Promise<void> {
  const { context, outside } = runner;
  const work = async (ports: Ports): Promise<StepOutcome> => {
    const call = { ...callOf(runner, look, attempt), world: insideWorld({ context, ports, org: look.org, incident: look.incident, runId: look.run.runId, stepId: attempt.stepId, actor: actorOf(look.run), cluster: outside.cluster }) };
    const of = original(look, attempt);
    return of && kind.undo && isOwnUndo(look, attempt, of) ? kind.undo(valuesOf(of.with), of.output, call) : kind.run(valuesOf(attempt.with), call);
  };
  try {
    await moved(runner, look, async (ports, run) => {
      const outcome = await work(ports);
      // A failure takes back whatever it had begun to write.
      if (outcome.kind === "unknown" || (outcome.kind === "failed" && outcome.output === undefined)) throw new StepFailed(outcome.why);
      const settled = settledBy(runner, attempt, outcome);
      await ports.playbooks.putAttempt(look.org, settled);
      await stepFact(ports, look.org, run, settled, settled.state === "done" ? "step-done" : "step-failed");
    });
  } catch (cause) {
    if (!isFault(cause) && !(cause instanceof StepFailed)) runner.context.log.error("step failed", { run: look.run.runId, step: attempt.stepId, cause });
    const why = isFault(cause) ? cause.detail ?? cause.message : cause instanceof StepFailed ? cause.message : "something failed that should not; the server's log has it";
    await recordFailure(runner, look, attempt, why);
  }
}

class StepFailed extends Error {}

/** By the kind's own undo, not by a step that its author gave for it. */
const isOwnUndo = ({ playbook }: Look, attempt: Attempt, of: Attempt): boolean => {
  const step = playbook.steps.find(({ id }) => id === attempt.stepId);
  return attempt.kind === of.kind && !(step?.undo !== undefined && "kind" in step.undo);
};

async function recordFailure(runner: Runner, look: Look, attempt: Attempt, why: string): Promise<void> {
  await moved(runner, look, async (ports, run) => {
    const failed: Attempt = { ...attempt, state: "failed", why, endedAt: runner.context.clock.now() };
    await ports.playbooks.putAttempt(look.org, failed);
    await stepFact(ports, look.org, run, failed, "step-failed");
  });
}

async function performOutside(runner: Runner, look: Look, attempt: Attempt, kind: OutsideKind): Promise<void> {
  const { context } = runner;
  const step = look.playbook.steps.find(({ id }) => id === attempt.stepId);
  const timeoutMs = step?.timeoutMs ?? outsideTimeoutMs;
  const begun: Attempt = { ...attempt, state: "begun", startedAt: context.clock.now(), output: null };
  const isBegun = await moved(runner, look, async (ports, run) => {
    await ports.playbooks.putAttempt(look.org, begun);
    await ports.playbooks.saveRun(look.org, { ...run, state: look.run.state === "undoing" ? "undoing" : "running", why: undefined, nextAt: context.clock.now(), leaseUntil: context.clock.now() + timeoutMs + leaseMs });
    await stepFact(ports, look.org, run, begun, "step-begun");
    return true;
  });
  if (isBegun !== true) return;
  await recordOutcome(runner, look, begun, await effectOf(runner, look, begun, kind, timeoutMs), { kind, step });
}

/** In real time, whatever the clock says: an answer that does not come is unknown, not a failure. */
async function effectOf(runner: Runner, look: Look, attempt: Attempt, kind: OutsideKind, timeoutMs: number): Promise<StepOutcome> {
  const signal = runner.deadline(timeoutMs);
  const context = { ...callOf(runner, look, attempt), world: outsideWorld(runner.context, look.org, look.incident, runner.outside), signal };
  const of = original(look, attempt);
  const late = new Promise<StepOutcome>((resolve) => { signal.addEventListener("abort", () => { resolve({ kind: "unknown", why: `no outcome within ${timeoutMs / 1000} s` }); }, { once: true }); });
  try {
    const work = of && kind.undo && isOwnUndo(look, attempt, of) ? kind.undo(valuesOf(of.with), of.output, context) : kind.run(valuesOf(attempt.with), context);
    return await Promise.race([work, late]);
  } catch (cause) {
    runner.context.log.error("step failed", { run: look.run.runId, step: attempt.stepId, cause });
    return { kind: "unknown", why: isFault(cause) ? messageOf(cause) : "something failed that should not; the server's log has it" };
  }
}

/** Kept whatever became of the run since; an attempt that somebody else took up stays theirs, and the ledger says what came late. */
async function recordOutcome(runner: Runner, look: Look, begun: Attempt, outcome: StepOutcome, about: { kind: OutsideKind; step: PlaybookStep | undefined }): Promise<void> {
  const { context } = runner;
  const mayRepeat = isIdempotent(about.kind, { idempotent: begun.undoes === undefined ? about.step?.idempotent : undefined }, begun.with);
  const isDoubt = await context.store.write(async (ports) => {
    const run = await ports.playbooks.findRun(look.org, look.run.runId);
    const now = (await ports.playbooks.attemptsOf(look.org, look.run.runId)).find(({ seq }) => seq === begun.seq);
    if (!run) return false;
    if (now?.state !== "begun" || now.startedAt !== begun.startedAt) { await stepFact(ports, look.org, run, { ...begun, why: `its outcome came late: ${"said" in outcome ? outcome.said : outcome.why}` }, "step-late"); return false; }
    if (outcome.kind === "unknown" && !mayRepeat) return true;
    const settled = settledBy(runner, begun, outcome);
    await ports.playbooks.putAttempt(look.org, settled);
    await stepFact(ports, look.org, run, settled, settled.state === "done" ? "step-done" : "step-failed");
    return false;
  });
  context.committed();
  if (!isDoubt) return;
  const fresh = await lookAt(runner, look.org, look.run.runId);
  if (fresh) await leaveInDoubt(runner, fresh, begun, outcome.kind === "unknown" ? outcome.why : "");
}

function settledBy({ context }: Runner, attempt: Attempt, outcome: StepOutcome): Attempt {
  const settled = { ...attempt, endedAt: context.clock.now() };
  switch (outcome.kind) {
    case "done": return { ...settled, state: "done", output: outcome.output, why: outcome.said };
    case "missing": return { ...settled, state: "failed", output: null, why: `not available: ${outcome.why}` };
    case "unknown": return { ...settled, state: "failed", output: { [againKey]: {} }, why: outcome.why };
    case "failed": return { ...settled, state: "failed", output: outputOf(outcome), why: outcome.why };
  }
}

function outputOf({ output, again, afterMs }: Extract<StepOutcome, { kind: "failed" }>): RawObject | null {
  if (again !== true) return output ?? null;
  return { ...output, [againKey]: afterMs === undefined ? {} : { afterMs } };
}
