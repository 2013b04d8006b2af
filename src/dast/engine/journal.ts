// The journal of a scan: what is done, line by line in a file, so that a scan that was killed goes on where it was.
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { FoundWeakness } from "../finding.ts";
import type { Route, SocketRoute } from "../route.ts";
import type { RetestAnswer, ScanPhase } from "../scan.ts";

export type JournalLine =
  | { kind: "started"; at: number; authorisedBy: string }
  | { kind: "route"; route: Route }
  | { kind: "socket"; socket: SocketRoute }
  /** A page whose states were looked at in the browser. */
  | { kind: "page"; url: string }
  | { kind: "frontier"; state: unknown }
  | { kind: "phase"; phase: ScanPhase; at: number }
  /** ms: from its first request to its last answer, other units beside it. */
  | { kind: "unit"; id: string; check: string; proofs: number; unrepeated: number; requests: number; ms: number; unable: string | undefined }
  | { kind: "weakness"; weakness: FoundWeakness }
  | { kind: "again"; fingerprint: string; at: string }
  | { kind: "retest"; answer: RetestAnswer }
  | { kind: "spent"; requests: number; bytes: number }
  | { kind: "note"; text: string };

export interface Journal {
  /** What a former run of the same scan wrote. */
  readonly before: readonly JournalLine[];
  write(line: JournalLine): void;
  flush(): void;
  /** By whose word or what sign the scan was begun, in this run or before. */
  authorisedBy(): string | undefined;
}

const flushedAt = 64 * 1024;

/** One line is written whole or not at all: a last line that was cut short is taken away before going on. */
export function openJournal(folder: string): Journal {
  const file = join(folder, "journal.ndjson");
  const before = existsSync(file) ? readLines(file) : [];
  let waiting: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (waiting.length === 0) return;
    appendFileSync(file, waiting.join(""), { mode: 0o600 });
    waiting = [];
    size = 0;
  };
  let started = before.findLast((line) => line.kind === "started");
  return {
    before, flush, authorisedBy: () => started?.authorisedBy,
    write: (line) => {
      if (line.kind === "started") started = line;
      const text = `${JSON.stringify(line)}\n`;
      waiting.push(text);
      size += text.length;
      if (size >= flushedAt || line.kind === "weakness" || line.kind === "retest" || line.kind === "phase") flush();
    },
  };
}

function readLines(file: string): JournalLine[] {
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  return bytes.subarray(0, whole).toString("utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as JournalLine);
}
