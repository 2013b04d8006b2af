// What npm and Cargo share: versions written in part ("1.2.x"), the bounds they stand for, and which prereleases those hold.
import type { Alternatives, Comparator, Operator } from "./native-range.ts";
import { holds } from "./native-range.ts";
import type { Scheme } from "./scheme.ts";

/** undefined: left out, or a wildcard. prerelease without its hyphen, "" for none. Build metadata takes no part. */
export interface PartialVersion {
  readonly major: number | undefined;
  readonly minor: number | undefined;
  readonly patch: number | undefined;
  readonly prerelease: string;
  /** A wildcard stood in it. */
  readonly isWild: boolean;
}

const number = String.raw`0|[1-9]\d*`;
const part = String.raw`${number}|[xX*]`;
const form = new RegExp(String.raw`^(${part})(?:\.(${part})(?:\.(${part})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?)?$`);

/** "1", "1.2", "1.x", "1.2.3-rc.1+build"; undefined for other text and for numbers that a double cannot hold. */
export function parsePartial(text: string): PartialVersion | undefined {
  const [, major, minor, patch, prerelease = ""] = form.exec(text) ?? [];
  if (major === undefined) return undefined;
  const numbers = [major, minor, patch].map(numberOf);
  if (numbers.some((value) => value !== undefined && !Number.isSafeInteger(value))) return undefined;
  return { major: numbers[0], minor: numbers[1], patch: numbers[2], prerelease, isWild: [major, minor, patch].some((one) => one !== undefined && !/^\d/.test(one)) };
}

const numberOf = (text: string | undefined): number | undefined => (text !== undefined && /^\d/.test(text) ? Number(text) : undefined);

/** "=" is left out by whoever has no version to name: a made bound ends in the lowest prerelease, "-0". */
export const at = (op: Operator, major: number, minor: number, patch: number, prerelease = ""): Comparator =>
  ({ op, version: `${major}.${minor}.${patch}${prerelease === "" ? "" : `-${prerelease}`}` });

/** Below the next major, minor or patch, its prereleases included. */
export const below = (major: number, minor: number, patch: number): Comparator => at("<", major, minor, patch, lowest);

/** The lowest prerelease there is (Semantic Versioning 2.0.0, section 11.4). */
export const lowest = "0";

/** Holds nothing: nothing sorts below the lowest prerelease of 0.0.0. */
export const nothing: Comparator = at("<", 0, 0, 0, lowest);

const tuple = /^[=v\s]*(\d+\.\d+\.\d+)(?:-|$)/;

/**
 * By order, and a prerelease only where one comparator of the alternative names a prerelease of the same
 * major.minor.patch (node-semver, "Prerelease Tags"; Cargo, "Pre-releases"). prereleases: without that condition.
 */
export function holdsSemver(scheme: Scheme, alternatives: Alternatives, version: string, prereleases: boolean): boolean | undefined {
  const parsed = scheme.parse(version);
  if (parsed === undefined) return undefined;
  const triple = prereleases ? undefined : prereleaseTriple(version);
  return alternatives.some((all) => all.every((comparator) => holds(scheme, comparator, parsed) ?? false)
    && (triple === undefined || all.some((comparator) => prereleaseTriple(comparator.version) === triple)));
}

/** "1.2.3" of "1.2.3-rc.1+build"; undefined for a release. */
function prereleaseTriple(version: string): string | undefined {
  const [core = ""] = version.split("+");
  return core.includes("-") ? tuple.exec(core)?.[1] : undefined;
}
