// What a command may touch of the world: terminal, environment, network and clock, passed in.
import type { Clock } from "../kernel/clock.ts";

export interface TextSink { write(text: string): void; readonly isTty: boolean; readonly columns: number }

export interface Io {
  /** Data only: what a script may read. */
  out: TextSink;
  /** Messages, progress, errors. */
  err: TextSink;
  input: AsyncIterable<Uint8Array> & { isTty: boolean };
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  home: string;
  clock: Clock;
  fetch: typeof fetch;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
  /** Sleeps; ends early when the signal aborts. */
  wait(ms: number): Promise<void>;
}

/** https://no-color.org: NO_COLOR wins, FORCE_COLOR forces, else only a terminal gets colour. */
export function hasColor(env: Io["env"], sink: TextSink): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0") return true;
  return sink.isTty && env["TERM"] !== "dumb";
}
