// The pages job: takes the steps of pages that are due, each page in a transaction of its own.
import { secondMs } from "../../kernel/clock.ts";
import { longestWaitMs } from "../../incidents/oncall/page.ts";
import { isOver } from "../../incidents/incident.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import { dutyAt } from "./duty.ts";
import { takeSteps } from "./pages.ts";

// A page that begins takes its first step at once and wakes the job; this is for what another server began.
const pauseMs = 30 * secondMs;
const pagesAtOnce = 100;

export const pageJob = (context: LoopContext): Job => ({
  id: "pages",
  run: async (signal) => {
    let due = await context.store.read.oncall.duePages(context.clock.now(), pagesAtOnce);
    while (due.length > 0 && !signal.aborted) {
      for (const { org, pageId } of due) await moveOne(context, org, pageId);
      due = due.length < pagesAtOnce ? [] : await context.store.read.oncall.duePages(context.clock.now(), pagesAtOnce);
    }
    const nextAt = await context.store.read.oncall.nextPageAt();
    return { againInMs: nextAt === undefined ? pauseMs : Math.min(pauseMs, Math.max(0, nextAt - context.clock.now())) };
  },
});

/** Read again inside the transaction: another server may have moved it, or somebody answered meanwhile. */
async function moveOne(context: LoopContext, org: string, pageId: string): Promise<void> {
  const moved = await context.store.write(async (ports) => {
    const page = await ports.oncall.findPage(org, pageId);
    const now = context.clock.now();
    if (page?.state !== "running" || page.nextAt === undefined || (page.nextAt > now && page.nextAt <= now + longestWaitMs)) return false;
    const incident = (await ports.incidents.load(org, [page.incidentId])).get(page.incidentId);
    if (!incident || isOver(incident.phase)) {
      await ports.oncall.putPage(org, { ...page, state: "ended", nextAt: undefined, endedAt: context.clock.now(), endedBy: "pager" });
      return false;
    }
    await takeSteps(context, ports, org, { ...page, nextAt: Math.min(page.nextAt, now) }, incident, await dutyAt(ports, org, now));
    return true;
  });
  if (moved) context.committed();
}
