// The thread that updates the advisory index; started by advisory-index-thread.ts and by nobody else.
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../kernel/clock.ts";
import { isFault, messageOf } from "../../kernel/fault.ts";
import { createLog } from "../../kernel/log.ts";
import { runIndexUpdate } from "./advisory-index-run.ts";
import type { ThreadJob, ThreadNews } from "./advisory-index-thread.ts";

const { now, logLevel, ...job } = workerData as ThreadJob;
const shift = now - systemClock.now();
const clock = { now: () => systemClock.now() + shift };
const abort = new AbortController();
const tell = (news: ThreadNews): void => { parentPort?.postMessage(news); };
parentPort?.on("message", () => { abort.abort(); });

try {
  const report = await runIndexUpdate({
    ...job, clock, signal: abort.signal, log: createLog({ clock, level: logLevel, write: (line) => { tell({ kind: "log", line }); } }),
    onProgress: (source, progress) => { tell({ kind: "progress", source, progress }); },
  });
  tell({ kind: "done", report });
} catch (thrown) {
  const fault = isFault(thrown) ? thrown : undefined;
  tell({ kind: "failed", code: fault?.code, message: messageOf(thrown), detail: fault?.detail, places: fault?.places ?? [], stack: thrown instanceof Error ? thrown.stack : undefined });
} finally {
  parentPort?.close();
}
