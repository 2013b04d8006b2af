// Runtime detection put together: the rule book, the watches, the desk and the standing jobs.
import { dayMs, secondMs } from "../../kernel/clock.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Settings } from "../settings.ts";
import { sendCanaries, watchSources } from "./canaries.ts";
import { createRuleBook } from "./rule-book.ts";
import { createRuntimeDesk } from "./runtime-desk-on.ts";
import type { RuntimeDesk } from "./runtime-desk.ts";
import { createWatches } from "./watches.ts";

// Which events have counted is asked of repeats alone, and senders repeat within hours.
const countedKeptMs = 2 * dayMs;
const detectionsKeptMs = 400 * dayMs;
const rowsPerRound = 5000;
const roundMs = 10 * secondMs;

export function openRuntime(context: LoopContext, settings: Settings): { desk: RuntimeDesk; jobs: readonly Job[]; /** What the jobs do, once: for tests. */ round(): Promise<void> } {
  const book = createRuleBook(settings.runtime.rules, settings.runtime);
  const watches = createWatches(context, book);
  const desk = createRuntimeDesk(context, book, watches);
  const round = async (): Promise<void> => {
    for (const org of new Set([settings.org, ...await context.store.read.detections.organisations()])) {
      await desk.tick(org);
      await sendCanaries(context, (of, push) => desk.receive(of, push), org, settings.runtime.canarySeconds * secondMs);
      await watchSources(context, org);
      await desk.exceptionDesk.round(org);
      await forgetOld(context, org);
    }
  };
  return { desk, round, jobs: [{ id: "runtime", run: async () => { await round(); return { againInMs: roundMs }; } }] };
}

async function forgetOld({ store, clock }: LoopContext, org: string): Promise<void> {
  const now = clock.now();
  await store.write(async (ports) => {
    await ports.detections.forgetCountedBefore(now - countedKeptMs, rowsPerRound);
    await ports.detections.removeBefore(org, now - detectionsKeptMs, rowsPerRound);
  });
}
