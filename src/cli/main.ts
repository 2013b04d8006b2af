// The program's entry: the process becomes an Io, the answer its exit code.
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../kernel/clock.ts";
import type { Program } from "./command.ts";
import type { Io, TextSink } from "./io.ts";
import { runCli } from "./run.ts";

/** Called by scripts/aftwatch.mjs, which knows the process and the parts above this room. */
export async function main(run: NodeJS.Process, home: string, program: Program): Promise<void> {
  const interrupt = new AbortController();
  run.once("SIGINT", () => interrupt.abort());
  run.once("SIGTERM", () => interrupt.abort());
  endQuietly(run);
  run.exitCode = await runCli(ioOf(run, home, interrupt.signal), program, run.argv.slice(2));
}

function ioOf(run: NodeJS.Process, home: string, signal: AbortSignal): Io {
  return {
    out: sinkOf(run.stdout), err: sinkOf(run.stderr),
    input: Object.assign({ [Symbol.asyncIterator]: () => run.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> }, { isTty: run.stdin.isTTY === true }),
    env: run.env, cwd: run.cwd(), home, clock: systemClock, fetch, signal,
    wait: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
  };
}

const sinkOf = (stream: NodeJS.WriteStream): TextSink => ({
  write: (text) => { stream.write(text); },
  isTty: stream.isTTY === true,
  columns: stream.columns ?? 80,
});

/** `aftwatch ... | head` closes the pipe: that is the reader's right, not an error. */
function endQuietly(run: NodeJS.Process): void {
  run.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") run.exit(0);
    throw error;
  });
}
