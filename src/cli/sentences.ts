// Sentences under a table: what an answer rests on, so that an empty list is never mistaken for all clear.
import type { Coverage } from "../contract/advisories.ts";
import { parseInstant, secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

/** Why the data cannot say no; empty when it can. */
export function gapsOf(coverage: Coverage): string[] {
  return [
    ...(coverage.evaluatedAt === null ? ["nothing has been evaluated yet"] : []),
    ...(coverage.starterOnly ? ["no feed has been synced: only the starter set of advisories is there"] : []),
    ...(coverage.staleFeeds.length > 0 ? [`stale: ${coverage.staleFeeds.join(", ")}`] : []),
    ...(coverage.withoutSbom > 0 ? [`${count(coverage.withoutSbom, "live deployment")} without SBOM not covered`] : []),
    ...(coverage.uncoveredComponents > 0 ? [`${count(coverage.uncoveredComponents, "component")} of ecosystems that no feed covers`] : []),
  ];
}

/** @example "Evaluated 14 s ago; feeds fresh; every live deployment has an SBOM." */
export function coverageSentence(coverage: Coverage, now: Instant): string {
  const evaluatedAt = coverage.evaluatedAt === null ? undefined : parseInstant(coverage.evaluatedAt);
  const gaps = gapsOf(coverage);
  const evaluated = evaluatedAt === undefined ? [] : [`evaluated ${ageText(now - evaluatedAt)} ago`];
  const sound = coverage.staleFeeds.length === 0 && !coverage.starterOnly ? ["feeds fresh"] : [];
  const whole = coverage.withoutSbom === 0 ? ["every live deployment has an SBOM"] : [];
  const text = [...evaluated, ...sound, ...gaps, ...whole].join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / secondMs));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
