// Errors on the terminal: what, where, and the mend; and the exit code.
import { isFault, messageOf } from "../kernel/fault.ts";
import type { ExitCode } from "./command.ts";
import { plain } from "./output.ts";

/** Anything that is not a Fault is ours: its stack is shown only with -v. */
export function failureText(thrown: unknown, isVerbose: boolean): string {
  if (isFault(thrown)) {
    const places = thrown.places.map(({ at, rule, mend }) => `  at ${at || "/"}: ${rule}${mend ? ` (${mend})` : ""}`);
    return [`error: ${thrown.message}`, ...places, `  mend: ${thrown.fix}`, `  code: ${thrown.code}`].map(plain).map((line) => `${line}\n`).join("");
  }
  const stack = isVerbose && thrown instanceof Error && thrown.stack ? `${thrown.stack}\n` : "";
  return `error: ${plain(messageOf(thrown))}\n${stack}  mend: Report it with the command and, from a run with -v, these lines.\n`;
}

export const exitOf = (thrown: unknown): ExitCode => (isFault(thrown) ? thrown.entry.exit : 3);
