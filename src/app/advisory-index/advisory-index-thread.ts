// The update of the advisory index on a thread of its own: what runs beside it is not held up, and its memory stays bounded.
import { Worker } from "node:worker_threads";
import { Fault, faults } from "../../kernel/fault.ts";
import type { FaultCode, FaultPlace } from "../../kernel/fault.ts";
import type { LogLevel } from "../../kernel/log.ts";
import type { IndexRun, IndexRunReport } from "./advisory-index-run.ts";

/** What crosses to the thread. now: the caller's clock at the start, which the thread goes on from. */
export type ThreadJob = Pick<IndexRun, "directory" | "settings" | "from" | "fresh" | "cwd" | "holder" | "version"> & { now: number; logLevel: LogLevel };

/** What comes back. */
export type ThreadNews =
  | { kind: "progress"; source: string; progress: { done: number; total: number | undefined } }
  | { kind: "log"; line: string }
  | { kind: "done"; report: IndexRunReport }
  | { kind: "failed"; code: string | undefined; message: string; detail: string | undefined; places: readonly FaultPlace[]; stack: string | undefined };

export interface ThreadedRun { job: ThreadJob; signal: AbortSignal; onProgress: IndexRun["onProgress"]; writeLog(line: string): void }

// By default the young generation of a thread grows to 100 MB of short-lived text before it is looked at; a quarter
// of that costs a tenth more time (measured, docs/adr/0010-advisory-index.md).
const youngGenerationMb = 24;

/** Throws what `runIndexUpdate` throws; an abort throws the signal's reason, once the thread has let go of the index. */
export function updateInThread({ job, signal, onProgress, writeLog }: ThreadedRun): Promise<IndexRunReport> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./advisory-index-worker.ts", import.meta.url), { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } });
  const stop = (): void => { thread.postMessage("abort"); };
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<IndexRunReport>((resolve, reject) => {
    thread.on("message", (news: ThreadNews) => {
      switch (news.kind) {
        case "progress": onProgress(news.source, news.progress); break;
        case "log": writeLog(news.line); break;
        case "done": resolve(news.report); break;
        case "failed": reject(signal.aborted ? signal.reason : thrownFrom(news)); break;
        default: news satisfies never;
      }
    });
    thread.once("error", reject);
    thread.once("exit", (code) => { reject(new Error(`the thread that updates the advisory index ended early (${code})`)); });
  }).finally(() => { signal.removeEventListener("abort", stop); });
}

function thrownFrom({ code, message, detail, places, stack }: Extract<ThreadNews, { kind: "failed" }>): Error {
  if (code !== undefined && code in faults) return new Fault(code as FaultCode, detail === undefined ? { places } : { detail, places });
  return Object.assign(new Error(message), stack === undefined ? {} : { stack });
}
