// Flags that hold more than text: instants and days from now.
import { parseInstant, toIso } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall } from "./command.ts";

/** RFC 3339 text for the API; a day alone is its first instant in UTC. */
export function isoFlag(call: Pick<CommandCall, "text">, name: string): string | undefined {
  const text = call.text(name);
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at === undefined) throw new Fault("cli.usage", { detail: `--${name} must be a day or an instant (2026-12-10 or 2026-12-10T13:00:00Z), not "${text}".` });
  return toIso(at);
}
