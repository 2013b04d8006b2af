// What moving runs needs besides the loop's context: who holds the lease, the way outside, the playbooks there are.
import type { Incident } from "../../incidents/incident.ts";
import type { Playbook } from "../../incidents/playbooks/playbook.ts";
import { readPlaybook } from "../../incidents/playbooks/playbook-reader.ts";
import { incidentValues } from "../../incidents/playbooks/incident-scope.ts";
import type { RawObject } from "../../incidents/playbooks/playbook.ts";
import type { Attempt, Run } from "../../incidents/playbooks/run.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../store/store.ts";
import type { Outside } from "./steps/outside-world.ts";
import { incidentOf, surroundingsOf } from "./steps/surroundings.ts";
import type { LoopContext } from "../loop/context.ts";

export interface Runner {
  context: LoopContext;
  outside: Outside;
  /** Names this process in leases. */
  owner: string;
  /** Aborts after so many milliseconds of real time: what happens outside does not wait for a test's clock. */
  deadline(ms: number): AbortSignal;
}

/** How long a lease lasts between two moves; a step outside extends it by its own time-out. */
export const leaseMs = 60_000;

/** A run as it was looked at, with everything a move needs. */
export interface Look { org: string; run: Run; attempts: readonly Attempt[]; playbook: Playbook; incident: Incident; values: RawObject }

const parsed = new Map<string, Playbook>();
const parsedLimit = 200;

/** A run's text was checked when it was kept; many runs share one. */
function playbookOf(text: string): Playbook {
  const known = parsed.get(text);
  if (known) return known;
  const playbook = readPlaybook(text);
  if (parsed.size >= parsedLimit) parsed.clear();
  parsed.set(text, playbook);
  return playbook;
}

export async function lookAt({ context }: Pick<Runner, "context">, org: string, runId: string): Promise<Look | undefined> {
  const run = await context.store.read.playbooks.findRun(org, runId);
  if (!run) return undefined;
  const incident = await incidentOf(context, org, run.incidentId);
  const values = incidentValues(incident, await surroundingsOf(context, org, incident));
  return { org, run, attempts: await context.store.read.playbooks.attemptsOf(org, runId), playbook: playbookOf(run.text), incident, values };
}

/** Who a run is in the ledger. */
export const actorOf = ({ playbookId }: Pick<Run, "playbookId">): string => `playbook:${playbookId}`;

/** A fact of a run: its subject is the run, its body names incident and playbook. */
export function runFact(ports: Ports, org: string, run: Run, kind: string, actor: string, body: Record<string, Json | undefined> = {}): Promise<unknown> {
  return ports.ledger.append(org, [{ kind: `run.${kind}`, subject: run.runId, actor, body: { incident: run.incidentId, playbook: run.playbookId, ...body } }]);
}

export const stepFact = (ports: Ports, org: string, run: Run, attempt: Attempt, kind: string, actor: string = actorOf(run)): Promise<unknown> => runFact(ports, org, run, kind, actor, {
  step: attempt.stepId, kind: attempt.kind, seq: attempt.seq, attempt: attempt.attempt, why: attempt.why, undoes: attempt.undoes, repeated: attempt.repeated ? true : undefined,
});

/**
 * One move in one transaction. Nothing is written, and undefined answered, when the lease was lost or the run moved since it was looked
 * at. A fault within takes all of it back.
 */
export async function moved<T>({ context, owner }: Runner, look: Look, work: (ports: Ports, run: Run) => Promise<T>): Promise<T | undefined> {
  const done = await context.store.write(async (ports) => {
    const run = await ports.playbooks.findRun(look.org, look.run.runId);
    const attempts = await ports.playbooks.attemptsOf(look.org, look.run.runId);
    const isOurs = run?.leaseOwner === owner && run.state === look.run.state && JSON.stringify(attempts.at(-1)) === JSON.stringify(look.attempts.at(-1));
    return isOurs ? { value: await work(ports, run) } : undefined;
  });
  context.committed();
  return done?.value;
}

/** Lets go of the run: until `at`, or until somebody moves it. What was woken in between stays woken. */
export async function park(runner: Runner, look: Look, wait: { state: Run["state"]; why: string; at: number | undefined; isOver?(ports: Ports): Promise<boolean> }): Promise<void> {
  await moved(runner, look, async (ports, run) => {
    const wasWoken = run.nextAt !== look.run.nextAt || await wait.isOver?.(ports) === true;
    await ports.playbooks.saveRun(look.org, { ...run, state: wait.state, why: wait.why, nextAt: wasWoken ? runner.context.clock.now() : wait.at, leaseOwner: undefined, leaseUntil: undefined });
  });
}

/** Writes an attempt that has its outcome. */
export async function settle(runner: Runner, look: Look, attempt: Attempt, fact: string): Promise<void> {
  await moved(runner, look, async (ports, run) => {
    const settled = { ...attempt, endedAt: runner.context.clock.now() };
    await ports.playbooks.putAttempt(look.org, settled);
    await stepFact(ports, look.org, run, settled, fact);
  });
}
