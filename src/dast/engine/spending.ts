// What a scan has spent, kept in its journal, so that a scan that goes on after a crash has no second budget.
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import type { Budget } from "../profile.ts";
import type { LoggedRequest } from "../traffic/request-log.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { Journal } from "./journal.ts";

export interface Spent { seq: number; requests: number; bytes: number }

// Lines of the request log reach the disk within a tenth of a second; what was sent after the last of them nobody can know.
const unwrittenMs = 200;
const tailBytes = 1024 * 1024;

/** After an end in order: what the journal says. After a crash: what the log shows beyond it, and what may have left since, so that no request is paid for twice. */
export function spentBefore({ before }: Journal, logFile: string, { requestsPerSecond, concurrency }: Pick<Budget, "requestsPerSecond" | "concurrency">): Spent {
  const line = before.findLast((one) => one.kind === "spent");
  const [requests, bytes] = [line?.requests ?? 0, line?.bytes ?? 0];
  const beyond = lastLines(logFile).filter(({ seq }) => seq > requests);
  if (beyond.length === 0) return { seq: requests, requests, bytes };
  const most = Math.max(...beyond.map(({ seq }) => seq)) + Math.ceil(requestsPerSecond * unwrittenMs / 1000) + concurrency;
  return { seq: most, requests: most, bytes: bytes + beyond.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** Half a line, which a crash may have left, is none. */
function lastLines(file: string): Pick<LoggedRequest, "seq" | "sizeBytes">[] {
  if (!existsSync(file)) return [];
  const bytes = readTail(file, tailBytes);
  return bytes.toString("utf8").split("\n").flatMap((text) => { try { const { seq, sizeBytes } = JSON.parse(text) as LoggedRequest; return Number.isSafeInteger(seq) ? [{ seq, sizeBytes }] : []; } catch { return []; } });
}

function readTail(file: string, most: number): Buffer {
  const handle = openSync(file, "r");
  try {
    const size = fstatSync(handle).size;
    const bytes = Buffer.alloc(Math.min(most, size));
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes;
  } finally { closeSync(handle); }
}

export interface Spending { keep(): void; total(): { requests: number; bytes: number } }

export function spendingOf(journal: Journal, traffic: Traffic, before: Spent): Spending {
  let kept = before.requests;
  const total = (): { requests: number; bytes: number } => { const { requests, bytes } = traffic.counts(); return { requests: before.requests + requests, bytes: before.bytes + bytes }; };
  return {
    total,
    keep: () => {
      const { requests, bytes } = total();
      if (requests === kept) return;
      kept = requests;
      journal.write({ kind: "spent", requests, bytes });
    },
  };
}
