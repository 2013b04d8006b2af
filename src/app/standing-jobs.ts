// The standing jobs of a server, each a small coordinator over the loop.
import { join } from "node:path";
import { hourMs, secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { createBreaker } from "../notify/breaker.ts";
import { createGuardedHttp } from "../notify/guarded-http.ts";
import { createGuardedSockets } from "../notify/guarded-sockets.ts";
import { deliverDue } from "../notify/pipeline.ts";
import type { DeliveryReport } from "../notify/pipeline.ts";
import { streamFilesIn } from "../notify/stream-files.ts";
import { findReceiver } from "./delivery/desk.ts";
import type { FeedDesk } from "./feeds/feed-desk.ts";
import type { Job } from "./jobs.ts";
import type { LoopContext } from "./loop/context.ts";
import { turnDecisions } from "./loop/decide.ts";
import { readHost } from "./loop/host.ts";
import { noticesInTransactions } from "./delivery/notice-transactions.ts";
import type { Settings } from "./settings.ts";

// A queued notice wakes the job; this is for retries of other workers and for what a wake missed.
const deliveryPauseMs = 30 * secondMs;

// A host that failed five times in a row is left alone for a minute, or as many first pauses.
const pauseOfRetry = 12;

export function deliveryJob(context: LoopContext, options: { settings: Settings; worker: string; version: string; random(): number }): Job & { round(signal: AbortSignal): Promise<DeliveryReport> } {
  const publicHttp = createGuardedHttp();
  const anyHttp = createGuardedHttp({ allows: () => true });
  const publicSockets = createGuardedSockets();
  const sockets = options.settings.allowPrivateChannels ? createGuardedSockets({ allows: () => true }) : publicSockets;
  const filesOf = streamFilesIn(join(options.settings.dataDir, "streams"));
  const { retryMs, attemptMs } = options.settings.delivery;
  const breaker = createBreaker(context.clock, pauseOfRetry * retryMs);
  const round = (signal: AbortSignal): Promise<DeliveryReport> => deliverDue({
    store: noticesInTransactions(context), findReceiver: (org, id) => findReceiver(context, org, id), clock: context.clock, log: context.log.bind({ job: "deliver" }),
    http: options.settings.allowPrivateChannels ? anyHttp : publicHttp, publicHttp, sockets, publicSockets, filesOf, version: options.version, breaker, signal, random: options.random, deadline: (ms) => AbortSignal.timeout(ms), worker: options.worker,
    limits: { retryMs, attemptMs, leaseMs: 3 * attemptMs },
  });
  return {
    id: "deliver", round,
    run: async (signal) => {
      const { nextDueAt } = await round(signal);
      return { againInMs: nextDueAt === undefined ? deliveryPauseMs : Math.min(deliveryPauseMs, Math.max(0, nextDueAt - context.clock.now())) };
    },
  };
}

export const decisionJob = (context: LoopContext): Job => ({
  id: "decisions",
  run: async () => {
    await turnDecisions(context);
    await context.store.write((ports) => ports.settings.forgetAnswersBefore(context.clock.now() - 24 * hourMs));
    return { againInMs: 30 * secondMs };
  },
});

// A feed that is refused or down is not asked more often than this, whatever its pace.
const failurePauseMs = 30 * secondMs;

export const feedJobs = (context: LoopContext, desk: FeedDesk): Job[] => desk.enabled().map(({ feed, pollMs }) => ({
  id: `feed-${feed.id}`,
  run: async () => {
    const startedAt: Instant = context.clock.now();
    const { error, changed, rejected } = await desk.sync(feed.id, `feed:${feed.id}`);
    if (error !== undefined) context.log.warn("feed not reached", { feed: feed.id, error });
    else if (changed > 0) context.log.info("feed pulled", { feed: feed.id, changed, rejected });
    const pauseMs = error === undefined ? pollMs : Math.max(pollMs, failurePauseMs);
    return { againInMs: Math.max(0, pauseMs - (context.clock.now() - startedAt)) };
  },
}));

export const starterJob = (desk: FeedDesk): Job => ({
  id: "starter",
  run: async () => { await desk.loadStarter(); return { againInMs: 24 * hourMs }; },
});

export function hostJob(context: LoopContext, settings: Settings): Job {
  let stamp: string | undefined;
  return {
    id: "host",
    run: async (signal) => {
      const { stamp: next, reading } = await readHost(context, settings.org, settings.host, stamp, signal);
      stamp = next;
      if (reading?.changed) context.log.info("host read", { components: reading.components, rejects: reading.rejects, release: reading.version });
      return { againInMs: settings.host.rereadSeconds * secondMs };
    },
  };
}
