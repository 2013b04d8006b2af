// A decoder's settings in a query: `map.Image=process.path;time=ts`.
import { Fault } from "../kernel/fault.ts";

/** Throws request.invalid naming the part that is no `name=value`. */
export function settingsFrom(text: string | undefined): Readonly<Record<string, string>> {
  const parts = (text ?? "").split(";").map((part) => part.trim()).filter(Boolean);
  const bad = parts.find((part) => !/^[\w.@-]+=/.test(part));
  if (bad !== undefined) throw new Fault("request.invalid", { places: [{ at: "/settings", rule: `holds ${JSON.stringify(bad.slice(0, 100))}, which is no name=value`, mend: "Write name=value;name=value." }] });
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}
