// One exemption of a rule: what it leaves through, why, and until when.
import type { FaultPlace } from "../kernel/fault.ts";
import { parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { membersIn } from "./policy-values.ts";

/** Undefined when a place was added: a skipped exemption would fire where nobody expects it. */
export function readExemption(value: unknown, at: string, places: FaultPlace[]): { vulnerability: string | undefined; package: string | undefined; reason: string; until: Instant } | undefined {
  const before = places.length;
  const { vulnerability, package: named, reason, until } = membersIn(value, at, ["vulnerability", "package", "reason", "until"], places);
  if (vulnerability === undefined && named === undefined) places.push({ at, rule: "a vulnerability, a package or both" });
  for (const [key, one] of [["vulnerability", vulnerability], ["package", named]] as const) if (one !== undefined && (typeof one !== "string" || one === "")) places.push({ at: `${at}/${key}`, rule: "a text" });
  if (typeof reason !== "string" || reason.trim() === "") places.push({ at: `${at}/reason`, rule: "a sentence that says why" });
  // YAML turns an unquoted day into a date.
  const end = until instanceof Date ? until.getTime() : typeof until === "string" ? parseInstant(until) : undefined;
  if (end === undefined || Number.isNaN(end)) places.push({ at: `${at}/until`, rule: "a day or instant on which the exemption ends (2027-01-31)" });
  return places.length > before ? undefined : { vulnerability: vulnerability as string | undefined, package: named as string | undefined, reason: reason as string, until: end ?? 0 };
}
