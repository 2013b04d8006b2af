// The shape of a command: data that makes its help and its parsing, and one function that answers an exit code.
import type { Client } from "./client.ts";
import type { Connection } from "./connection.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";

export const exitCodes = {
  0: "ok", 1: "policy failed", 2: "usage", 3: "server, network or login", 4: "data stale or incomplete", 130: "interrupted",
} as const;
export type ExitCode = keyof typeof exitCodes;

/** beside: the help shows it in the row of the option before it, whose sentence speaks of both. */
export interface OptionSpec { flags: string; about: string; required?: true; choices?: readonly string[]; repeats?: true; beside?: true }

export interface CommandSpec {
  /** "sbom push". */
  path: string;
  about: string;
  /** Shown first in the help. */
  examples: readonly string[];
  arguments?: readonly { name: string; about: string }[];
  options?: readonly OptionSpec[];
  /** What this command means by its exit codes beyond the common ones. */
  exits?: Partial<Record<ExitCode, string>>;
  run(call: CommandCall): Promise<ExitCode>;
}

/** What people want when they look for a command, in the order the root help shows. */
export const commandGroups = {
  watch: "Watch", runtime: "Runtime", respond: "Respond", scan: "Scan", feeds: "Feeds", server: "Server", help: "Help",
} as const;

/** What is known of a first word before its code is loaded. brief: `about` in at most 24 characters, for the root help; of the runtime in at most 9, of scans in at most 14. */
export interface CommandEntry { name: string; group: keyof typeof commandGroups; brief: string; about: string; load(): Promise<{ commands: readonly CommandSpec[] }> }

/** One invocation. Option names are camel-cased as commander does; arguments come in their order. */
export interface CommandCall {
  io: Io;
  arguments: readonly string[];
  text(option: string): string | undefined;
  /** Every value of an option that repeats. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
  /** `--no-<option>` was given. */
  isOff(option: string): boolean;
  /** A whole number of at least 1; throws cli.usage otherwise. */
  count(option: string): number | undefined;
  output: Output;
  progress: Progress;
  /** A message to people on stderr; silent with -q. */
  say(message: string): void;
  /** Only with -v. */
  detail(message: string): void;
  connection(): Promise<Connection>;
  client(): Promise<Client>;
  program: Program;
  /** Every command there is. */
  entries: readonly CommandEntry[];
}

/** What the launcher hands in: the parts of the house on this floor that the command line may start but not import. */
export interface Program {
  version: string;
  /** The folder that holds package.json. */
  rootDir: string;
  openServer(app: unknown, options: { consoleDir: string | undefined; trustProxy: boolean }): Promise<ListeningDoor>;
}
export interface ListeningDoor {
  listen(at: { host: string; port: number }): Promise<string>;
  close(): Promise<void>;
}

export const defineCommand = (spec: CommandSpec): CommandSpec => spec;
