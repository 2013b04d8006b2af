// Writes the request log: lines gathered for a second at most, then appended; what cannot be written is told, never dropped silently.
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { LoggedRequest } from "./request-log.ts";

export interface LogWriter {
  write(line: LoggedRequest): void;
  /** Appends what was gathered. Resolves when it is in the file. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const mostGathered = 256 * 1024;
const roundMs = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms * 100) / 100);

/** failed: called once when the file cannot be written; lines after that are lost, so the scan must end. Rejects when it cannot be opened. */
export async function openLogWriter(file: string, failed: (thrown: unknown) => void): Promise<LogWriter> {
  const handle = await open(file, "a+", 0o600);
  const gathered: string[] = await isTorn(handle) ? ["\n"] : [];
  let [size, isBroken, last] = [0, false, Promise.resolve()];
  const flush = (): Promise<void> => {
    if (gathered.length === 0 || isBroken) return last;
    const text = gathered.splice(0).join("");
    size = 0;
    last = last.then(async () => { await handle.appendFile(text); }).catch((thrown: unknown) => { if (!isBroken) { isBroken = true; failed(thrown); } });
    return last;
  };
  return {
    write(line) {
      const text = `${JSON.stringify({ ...line, headMs: roundMs(line.headMs), totalMs: roundMs(line.totalMs) })}\n`;
      gathered.push(text);
      size += text.length;
      if (size >= mostGathered) void flush();
    },
    flush,
    async close() { await flush(); await handle.close(); },
  };
}

// A process that was killed may have left half a line; what follows begins on one of its own.
async function isTorn(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 10;
}
