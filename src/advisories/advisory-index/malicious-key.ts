// Under which keys a malicious package is found: each version it lists, and the package alone when ranges decide.
import type { FramePart } from "./advisory-frame.ts";
import { partsFrom } from "./part-text.ts";

/** One exact version of a package. */
export const exactKey = (packageKey: string, version: string): string => `${packageKey}\n${version}`;

/** Versions that only a range holds: "all of them" (introduced in 0, no end) as a rule. */
export const rangedKey = (packageKey: string): string => `${packageKey}\n`;

/** A record may list versions and have ranges as well: both hold (OSV schema, "Evaluation"). */
export function maliciousKeys({ key, ecosystem, text }: FramePart): string[] {
  const [part] = partsFrom(text.toString(), key, ecosystem);
  if (!part) return [];
  const exact = [...new Set(part.versions)].map((version) => exactKey(key, version));
  return part.ranges.length > 0 ? [...exact, rangedKey(key)] : exact;
}
