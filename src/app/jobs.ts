// What goes on by itself: feeds are polled, notices delivered, decisions end, the host is read again.
import { secondMs } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";

/** A job says itself when it wants to run next. */
export interface Job { id: string; run(signal: AbortSignal): Promise<{ againInMs: number }> }

export interface Jobs {
  start(): void;
  /** Runs a job at once, or right after the run that is under way. */
  wake(id: string): void;
  /** Lets running jobs end; none starts again. */
  stop(): Promise<void>;
}

// A job that failed is tried again after a pause that grows to this.
const longestPauseMs = 60 * secondMs;

/** One timer for each job; a job never runs twice at once, and one that throws does not stop the others. */
export function createJobs(jobs: readonly Job[], log: Log): Jobs {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const woken = new Set<string>();
  const failures = new Map<string, number>();

  const after = (job: Job, ms: number): void => {
    if (stopping.signal.aborted) return;
    clearTimeout(timers.get(job.id));
    timers.set(job.id, setTimeout(() => { running.set(job.id, once(job)); }, ms));
  };
  const once = async (job: Job): Promise<void> => {
    woken.delete(job.id);
    let againInMs: number;
    try {
      ({ againInMs } = await job.run(stopping.signal));
      failures.delete(job.id);
    } catch (cause) {
      const count = (failures.get(job.id) ?? 0) + 1;
      failures.set(job.id, count);
      againInMs = Math.min(longestPauseMs, secondMs * 2 ** count);
      if (!stopping.signal.aborted) log.error("job failed", { job: job.id, cause, againInMs });
    }
    running.delete(job.id);
    after(job, woken.has(job.id) ? 0 : againInMs);
  };
  return {
    start: () => { for (const job of jobs) after(job, 0); },
    wake: (id) => {
      const job = jobs.find((candidate) => candidate.id === id);
      if (!job) return;
      if (running.has(id)) woken.add(id);
      else if (timers.has(id)) after(job, 0);
    },
    stop: async () => {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.allSettled(running.values());
    },
  };
}
