// The standing job of playbooks: holds them against what became of incidents, and moves runs that have something to do.
import { secondMs } from "../../kernel/clock.ts";
import type { Job } from "../jobs.ts";
import { advance } from "./playbook-run.ts";
import { leaseMs } from "./playbook-runner.ts";
import type { Runner } from "./playbook-runner.ts";
import { weighTrigger } from "./playbooks.ts";
import { catalogueOf } from "./steps/catalogue.ts";

const pauseMs = 30 * secondMs;
const atOnce = 16;
// How long a server that stops waits for what it is doing outside; what is not done by then is in doubt.
const stopMs = 10 * secondMs;

export interface PlaybookJob extends Job {
  /** Everything that is due now, to its end: for tests and the demo. Answers how many runs were moved. */
  round(): Promise<number>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

export function playbookJob(runner: Runner): PlaybookJob {
  const { context } = runner;
  const underWay = new Map<string, Promise<void>>();
  let isFirst = true;

  const claim = async (): Promise<number> => {
    // Only one process can have the embedded store open: whoever else held a lease is gone.
    if (isFirst && context.store.dialect === "sqlite") await context.store.write((ports) => ports.playbooks.dropLeasesOfOthers(runner.owner));
    isFirst = false;
    while (await weighTrigger(context, (org) => catalogueOf(context.store.read, org)));
    const due = await context.store.read.playbooks.nextDueAt();
    if (due === undefined || due > context.clock.now() || underWay.size >= atOnce) return 0;
    const claimed = await context.store.write((ports) => ports.playbooks.claimDue(context.clock.now(), atOnce - underWay.size, leaseMs, runner.owner));
    for (const { org, run } of claimed) underWay.set(run.runId, move(org, run.runId));
    return claimed.length;
  };
  const move = async (org: string, runId: string): Promise<void> => {
    try { await advance(runner, org, runId); } catch (cause) { context.log.error("run not moved", { run: runId, cause }); } finally { underWay.delete(runId); }
  };
  return {
    id: "playbooks",
    round: async () => {
      let moved = 0;
      for (;;) {
        const claimed = await claim();
        moved += claimed;
        if (claimed === 0 && underWay.size === 0) return moved;
        await Promise.all(underWay.values());
      }
    },
    run: async () => {
      await claim();
      // A run that ends wakes the job by its commit; so nothing waits here for a slow one.
      const due = await context.store.read.playbooks.nextDueAt();
      return { againInMs: due === undefined ? pauseMs : Math.min(pauseMs, Math.max(underWay.size > 0 ? secondMs : 0, due - context.clock.now())) };
    },
    stop: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, stopMs); });
      await Promise.race([Promise.all(underWay.values()), late]);
      clearTimeout(timer);
    },
  };
}
