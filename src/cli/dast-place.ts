// Where scans of this machine are kept.
import { join, resolve } from "node:path";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall } from "./command.ts";

/** --out, else XDG Base Directory: $XDG_STATE_HOME/aftwatch/dast, else ~/.local/state/aftwatch/dast. */
export function scansRoot({ io, text }: Pick<CommandCall, "io" | "text">): string {
  const named = text("out");
  if (named !== undefined) return resolve(io.cwd, named);
  const base = io.env["XDG_STATE_HOME"] || (io.home === "" ? undefined : join(io.home, ".local", "state"));
  if (base === undefined) throw new Fault("cli.usage", { detail: "There is no home folder to keep scans in; name one with --out." });
  return join(base, "aftwatch", "dast");
}
