// The contract of a version scheme: how one kind of version text is read and ordered.
//
// scheme     the order of one family of ecosystems (semver, pypi, debian)
// ecosystem  OSV's word for where a package lives: "npm", "PyPI", "Debian:12"
// package    a name in an ecosystem, in the form OSV gives it
import type { Plugin } from "../kernel/plugin.ts";

/** parse is undefined for text that is no version of this scheme; neither function ever throws. */
export interface Scheme<V = unknown> extends Plugin {
  /** OSV ecosystem names without release suffix, spelled as OSV spells them. */
  readonly ecosystems: readonly string[];
  /** The standard and section the order is taken from. */
  readonly standard: string;
  /** The order is Semantic Versioning's with more told apart (or less): SEMVER ranges of these ecosystems are read by this scheme. */
  readonly refinesSemver?: boolean;
  parse(text: string): V | undefined;
  /** Negative, zero or positive, as for Array.sort; a total order over parsed versions. */
  compare(a: V, b: V): number;
}

/** Keeps a scheme's own version type inside its file, and hides it from everyone else. */
export const defineScheme = <V>(scheme: Scheme<V>): Scheme => scheme as Scheme;

/**
 * Digits as text whose code unit order is the order of the numbers, however long they are: how a scheme writes a
 * number into a sort key. One unit for the length without leading zeros (16 and up, so that lower units are free
 * for a scheme's own marks), then those digits. Exact where a JavaScript number would round.
 *
 * @example numberKey("9") < numberKey("010") && numberKey("007") === numberKey("7")
 */
export function numberKey(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === zeroUnit) start++;
  return String.fromCharCode(digits.length - start + shortestUnit) + digits.slice(start);
}

const zeroUnit = 48;
const shortestUnit = 16;

/** Longer text is no version of any scheme: a limit on the work one hostile record can cause. */
export const versionLengthLimit = 1024;

/** Order of two sort keys, by UTF-16 code unit. */
export const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
