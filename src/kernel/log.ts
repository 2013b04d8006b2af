// Logs: a fixed sentence to search for, and fields to filter by; one JSON object a line on stderr.
import type { Clock } from "./clock.ts";
import { toIso } from "./clock.ts";

export type LogFields = Record<string, unknown>;
export type LogLevel = "debug" | "info" | "warn" | "error";

/** `warn`: coped, someone may look. `error`: someone must act. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log that adds these fields to every line: bound to a plug-in, a job, a request. */
  bind(fields: LogFields): Log;
}

const levels: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export function createLog(options: { clock: Clock; write(line: string): void; level: LogLevel; fields?: LogFields }): Log {
  const { clock, write, level, fields: bound = {} } = options;
  const at = (name: LogLevel) => (event: string, fields: LogFields = {}): void => {
    if (levels[name] < levels[level]) return;
    write(`${JSON.stringify({ at: toIso(clock.now()), level: name, event, ...bound, ...fields }, plainErrors)}\n`);
  };
  return {
    debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"),
    bind: (fields) => createLog({ ...options, fields: { ...bound, ...fields } }),
  };
}

// An Error has no enumerable fields; without this it would be logged as {}.
function plainErrors(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack?.split("\n").slice(1, 4).map((line) => line.trim()) };
  return typeof value === "bigint" ? value.toString() : value;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, bind: () => silentLog };
