// npm's ranges: "^1.2.3 || 2.x", as node-semver reads them.
import { defineRangeSyntax, joinWindows, rangeLengthLimit } from "../native-range.ts";
import type { Alternatives, Comparator, Operator, RangeOptions } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";
import { at, below, holdsSemver, lowest, nothing, parsePartial } from "../semver-comparators.ts";
import type { PartialVersion } from "../semver-comparators.ts";

interface NpmRange { alternatives: Alternatives; prereleases: boolean }

const scheme = schemeFor("npm");

export const npm = defineRangeSyntax<NpmRange>({
  id: "npm",
  about: "Ranges of package.json: hyphens, carets, tildes, x and ||.",
  ecosystem: "npm",
  standard: "node-semver README, sections Ranges, Advanced Range Syntax, Prerelease Tags",
  parse: parseNpm,
  contains: ({ alternatives, prereleases }, version) => scheme && holdsSemver(scheme, alternatives, version, prereleases),
  normalForm: ({ alternatives, prereleases }) => ({ alternatives, isExact: prereleases }),
  render: (windows) => joinWindows(windows, { and: " ", or: " || ", all: "*", equals: "" }),
});

function parseNpm(text: string, { prereleases = false }: RangeOptions = {}): NpmRange | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const alternatives = text.split("||").map((one) => parseAlternative(one.trim(), prereleases));
  if (alternatives.includes(undefined)) return undefined;
  const read = alternatives.filter((one) => one !== undefined);
  // node-semver keeps "*" alone where it stands among others, so that their prereleases are not held any more.
  return { alternatives: read.some((all) => all.length === 0) ? [[]] : read, prereleases };
}

const hyphen = /^(\S+)\s+-\s+(\S+)$/;
const term = /(~>|[<>]=?|[=~^])?\s*([^\s<>=~^]+)(?:\s+|$)/y;

function parseAlternative(text: string, prereleases: boolean): Comparator[] | undefined {
  const [, from, to] = hyphen.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return hyphenated(from, to, prereleases);
  const comparators: Comparator[] = [];
  for (const { op, version } of termsOf(text) ?? [{ op: "", version: "" }]) {
    const part = parsePartial(withoutMark(version));
    if (!part) return undefined;
    comparators.push(...comparatorsOf(op, part, prereleases));
  }
  return comparators.filter((one) => !isEverything(one, prereleases));
}

/** The least version there is asks nothing, not even of a prerelease of 0.0.0. */
const isEverything = ({ op, version }: Comparator, prereleases: boolean): boolean => op === ">=" && version === (prereleases ? "0.0.0-0" : "0.0.0");

/** White space may stand between an operator and its version, and must between two terms. undefined: something else stands there. */
function termsOf(text: string): { op: string; version: string }[] | undefined {
  const terms: { op: string; version: string }[] = [];
  term.lastIndex = 0;
  while (term.lastIndex < text.length) {
    const [, op = "", version] = term.exec(text) ?? [];
    if (version === undefined) return undefined;
    terms.push({ op, version });
  }
  return terms;
}

/** node-semver takes "v" and "=" before the number of any version. */
const withoutMark = (version: string): string => version.replace(/^[v=]+/, "");

function hyphenated(low: string, high: string, prereleases: boolean): Comparator[] | undefined {
  const [from, to] = [parsePartial(withoutMark(low)), parsePartial(withoutMark(high))];
  if (!from || !to) return undefined;
  const pre = prereleases && from.prerelease === "" ? lowest : from.prerelease;
  return [...(from.major === undefined ? [] : [at(">=", from.major, from.minor ?? 0, from.minor === undefined ? 0 : from.patch ?? 0, pre)]), ...upTo(to, prereleases)];
}

/** "1.2.3 - 2.3" ends below 2.4.0: a part left out holds all it could be. */
function upTo({ major, minor, patch, prerelease }: PartialVersion, prereleases: boolean): Comparator[] {
  if (major === undefined) return [];
  if (minor === undefined) return [below(major + 1, 0, 0)];
  if (patch === undefined) return [below(major, minor + 1, 0)];
  if (prerelease === "" && prereleases) return [below(major, minor, patch + 1)];
  return [at("<=", major, minor, patch, prerelease)];
}

function comparatorsOf(op: string, part: PartialVersion, prereleases: boolean): Comparator[] {
  const floor = prereleases ? lowest : "";
  if (op === "^") return caret(part, floor);
  if (op === "~" || op === "~>") return tilde(part, floor);
  const { major, minor, patch, prerelease } = part;
  if (major !== undefined && minor !== undefined && patch !== undefined) return [at((op || "=") as Operator, major, minor, patch, prerelease)];
  if (major === undefined) return op === "<" || op === ">" ? [nothing] : [];
  return partly(op, major, minor, floor);
}

/** One or two numbers: all that they could be, so that ">1" is at least 2 and "<=1" is below it. */
function partly(op: string, major: number, minor: number | undefined, floor: string): Comparator[] {
  const [nextMajor, nextMinor] = minor === undefined ? [major + 1, 0] : [major, minor + 1];
  switch (op) {
    case ">": return [at(">=", nextMajor, nextMinor, 0, floor)];
    case "<=": return [below(nextMajor, nextMinor, 0)];
    case "<": return [below(major, minor ?? 0, 0)];
    case ">=": return [at(">=", major, minor ?? 0, 0, floor)];
    default: return [at(">=", major, minor ?? 0, 0, floor), below(nextMajor, nextMinor, 0)];
  }
}

/** The left-most number that is not zero stays. */
function caret({ major, minor, patch, prerelease }: PartialVersion, floor: string): Comparator[] {
  if (major === undefined) return [];
  const from = at(">=", major, minor ?? 0, minor === undefined ? 0 : patch ?? 0, prerelease || (patch === undefined ? floor : ""));
  if (major > 0 || minor === undefined) return [from, below(major + 1, 0, 0)];
  if (minor > 0 || patch === undefined) return [from, below(0, minor + 1, 0)];
  return [from, below(0, 0, patch + 1)];
}

function tilde({ major, minor, patch, prerelease }: PartialVersion, floor: string): Comparator[] {
  if (major === undefined) return [];
  if (minor === undefined) return [at(">=", major, 0, 0, floor), below(major + 1, 0, 0)];
  return [at(">=", major, minor, patch ?? 0, prerelease || (patch === undefined ? floor : "")), below(major, minor + 1, 0)];
}
