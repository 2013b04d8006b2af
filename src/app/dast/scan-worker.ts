// The thread that runs a scan; started by scan-thread.ts and by nobody else.
import { parentPort, workerData } from "node:worker_threads";
import { runScan } from "../../dast/engine/run-scan.ts";
import { systemClock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/fault.ts";
import { createLog } from "../../kernel/log.ts";
import { machineWorld } from "./scan-world.ts";
import type { ScanNews, ScanTask } from "./scan-thread.ts";

const { now, logLevel, secrets, ...task } = workerData as ScanTask;
const shift = now - systemClock.now();
const clock = { now: () => systemClock.now() + shift };
const abort = new AbortController();
const tell = (news: ScanNews): void => { parentPort?.postMessage(news); };
parentPort?.on("message", () => { abort.abort(); });

try {
  const report = await runScan({
    ...task, ...machineWorld, ownMachine: false, clock, signal: abort.signal, log: createLog({ clock, level: logLevel, write: (line) => { tell({ kind: "log", line }); } }),
    secretOf: (reference) => secrets[reference], onProgress: (progress) => { tell({ kind: "progress", progress }); },
  });
  tell({ kind: "done", report });
} catch (thrown) {
  tell({ kind: "failed", message: messageOf(thrown) });
} finally {
  parentPort?.close();
}
