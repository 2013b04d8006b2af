// Moves a run as far as it goes now: each move is on record before the next begins, so that a killed process goes on where it was.
import { nextMove } from "../../incidents/playbooks/next-move.ts";
import type { Move } from "../../incidents/playbooks/next-move.ts";
import { isOver } from "../../incidents/playbooks/run.ts";
import { tell } from "./steps/inside-world.ts";
import { begin } from "./playbook-begin.ts";
import { doubtOf, ended, takeUpLost } from "./playbook-doubt.ts";
import { actorOf, lookAt, moved, park, runFact } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";
import { undoOnce } from "./playbook-undo.ts";
import { wakeWaiting } from "./playbook-wait.ts";

// A run that has more to do than this lets others pass and is taken again at once.
const movesAtOnce = 100;

/** The caller holds the lease of the run. */
export async function advance(runner: Runner, org: string, runId: string): Promise<void> {
  for (let moves = 0; moves < movesAtOnce; moves++) {
    const look = await lookAt(runner, org, runId);
    if (!look || look.run.leaseOwner !== runner.owner) return;
    if (isOver(look.run.state)) return letGo(runner, look);
    const goesOn = look.run.state === "undoing" ? await undoOnce(runner, look) : await moveOnce(runner, look, nextMove(look.playbook, look.attempts, runner.context.clock.now()));
    if (!goesOn) return;
  }
  const look = await lookAt(runner, org, runId);
  if (look) await park(runner, look, { state: look.run.state, why: "it lets others pass", at: runner.context.clock.now() });
}

/** false: the run was let go of. */
async function moveOnce(runner: Runner, look: Look, move: Move): Promise<boolean> {
  switch (move.kind) {
    case "begin": await begin(runner, look, move); return true;
    case "lost": await takeUpLost(runner, look, move.attempt); return true;
    case "waiting": return wakeWaiting(runner, look, move.attempt);
    case "doubt": await park(runner, look, { state: "doubt", why: doubtOf(move.attempt), at: undefined }); return false;
    case "pause": await park(runner, look, { state: "waiting", why: `tries the step ${move.attempt.stepId} again`, at: move.until }); return false;
    case "end": await end(runner, look, move.state, move.why); return false;
  }
}

async function end(runner: Runner, look: Look, state: "done" | "failed", why: string | undefined): Promise<void> {
  const { context } = runner;
  await moved(runner, look, async (ports, run) => {
    await ports.playbooks.saveRun(look.org, ended(run, state, why, context.clock.now()));
    await runFact(ports, look.org, run, state, actorOf(run), { why });
    if (state === "failed") await tell({ context, ports, org: look.org, incident: look.incident, runId: run.runId, stepId: "" }, { receivers: [], kind: "playbook.failed", severity: undefined, title: `A playbook stopped: ${look.playbook.name}`, text: why ?? "It failed.", groupKey: `run|${run.runId}|end` });
  });
}

async function letGo(runner: Runner, look: Look): Promise<void> {
  await moved(runner, look, (ports, run) => ports.playbooks.saveRun(look.org, { ...run, nextAt: undefined, leaseOwner: undefined, leaseUntil: undefined }));
}
