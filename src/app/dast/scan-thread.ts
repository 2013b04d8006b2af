// A scan on a thread of its own: the server's other work is not held up, and a scan can be ended whatever it is doing.
import { Worker } from "node:worker_threads";
import type { ScanProgress, ScanReport, ScanSpec } from "../../dast/scan.ts";
import type { LogLevel } from "../../kernel/log.ts";

/** What crosses to the thread. now: the caller's clock at the start. testable: the inventory's word. secrets: values that identities name. */
export interface ScanTask { scanId: string; spec: ScanSpec; folder: string; version: string; now: number; logLevel: LogLevel; testable: string | undefined; authorisationKey: string; secrets: Readonly<Record<string, string>>; before: string | undefined }

/** What comes back. */
export type ScanNews = { kind: "progress"; progress: ScanProgress } | { kind: "log"; line: string } | { kind: "done"; report: ScanReport } | { kind: "failed"; message: string };

// A scan asked to stop ends by itself in well under this; a thread in a loop is ended.
const killAfterMs = 1_500;
const heapMb = 600;

/** Resolves with the report, also of a scan that was stopped; rejects when the thread broke. */
export function scanInThread({ task, signal, onProgress, writeLog }: { task: ScanTask; signal: AbortSignal; onProgress(progress: ScanProgress): void; writeLog(line: string): void }): Promise<ScanReport> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./scan-worker.ts", import.meta.url), { workerData: task, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  const timers: NodeJS.Timeout[] = [];
  const stop = (): void => { thread.postMessage("stop"); timers.push(setTimeout(() => { void thread.terminate(); }, killAfterMs)); };
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<ScanReport>((resolve, reject) => {
    thread.on("message", (news: ScanNews) => {
      switch (news.kind) {
        case "progress": onProgress(news.progress); break;
        case "log": writeLog(news.line); break;
        case "done": resolve(news.report); break;
        case "failed": reject(new Error(news.message)); break;
        default: news satisfies never;
      }
    });
    thread.once("error", reject);
    thread.once("exit", (code) => { reject(new Error(signal.aborted ? "the scan did not end by itself and was ended" : `the thread of the scan ended early (${code})`)); });
  }).finally(() => { signal.removeEventListener("abort", stop); for (const timer of timers) clearTimeout(timer); });
}
