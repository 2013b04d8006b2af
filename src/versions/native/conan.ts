// Conan's version ranges: ">=1.0 <2 || ~2.5", "^1.2-".
import { areRead, defineRangeSyntax, holdsAny, joinWindows, rangeLengthLimit } from "../native-range.ts";
import type { Comparator, Operator } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

interface ConanRange { alternatives: readonly { comparators: readonly Comparator[]; prereleases: boolean }[] }

const scheme = schemeFor("ConanCenter");

export const conan = defineRangeSyntax<ConanRange>({
  id: "conan",
  about: "Version ranges of a Conan requirement: spaces join, || parts, a hyphen at the end takes prereleases.",
  ecosystem: "ConanCenter",
  standard: "Conan 2 documentation, Version ranges",
  parse: parseConan,
  contains: containsConan,
  normalForm: ({ alternatives }) => ({ alternatives: alternatives.map(({ comparators }) => comparators), isExact: alternatives.every(({ prereleases }) => prereleases) }),
  render: (windows) => joinWindows(windows, { and: " ", or: " || ", all: "*", equals: "" }),
});

const term = /^([<>]=?|[=~^])?(.*)$/;

function parseConan(text: string): ConanRange | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const [ranges = "", ...flags] = text.split(",");
  const isAsked = flags.some((flag) => flag.includes("include_prerelease"));
  const alternatives = ranges.split("||").map((one) => parseAlternative(one.trim(), isAsked));
  if (alternatives.includes(undefined)) return undefined;
  const range = { alternatives: alternatives.filter((one) => one !== undefined) };
  return areRead(scheme, conan.normalForm(range).alternatives) ? range : undefined;
}

function parseAlternative(text: string, isAsked: boolean): ConanRange["alternatives"][number] | undefined {
  const terms = text === "" ? ["*"] : text.split(/\s+/);
  const comparators = terms.map((one) => comparatorsOf(one.endsWith("-") ? one.slice(0, -1) : one));
  if (comparators.includes(undefined)) return undefined;
  return { comparators: comparators.flatMap((one) => one ?? []), prereleases: isAsked || terms.some((one) => one.endsWith("-")) };
}

function comparatorsOf(text: string): Comparator[] | undefined {
  if (text === "*") return [{ op: ">=", version: "0.0.0" }];
  const [, op = "=", version = ""] = term.exec(text) ?? [];
  if (version === "") return undefined;
  if (op !== "~" && op !== "^") return [{ op: op as Operator, version }];
  const main = version.split(/[-+]/)[0]?.split(".") ?? [];
  const first = main.findIndex((part) => part !== "0");
  const place = op === "~" ? (main.length > 1 ? 1 : 0) : first < 0 ? main.length - 1 : first;
  const below = raised(main, place);
  return below === undefined ? undefined : [{ op: ">=", version }, { op: "<", version: below }];
}

/** Below the next version at that place, its prereleases included: "2.6-" sorts before all of them. */
function raised(main: readonly string[], place: number): string | undefined {
  const part = main[place] ?? "";
  return /^\d+$/.test(part) ? `${[...main.slice(0, place), String(BigInt(part) + 1n)].join(".")}-` : undefined;
}

function containsConan({ alternatives }: ConanRange, version: string): boolean | undefined {
  const isPrerelease = version.split("+")[0]?.includes("-") ?? false;
  if (scheme?.parse(version) === undefined) return undefined;
  return alternatives.some(({ comparators, prereleases }) => (prereleases || !isPrerelease) && (holdsAny(scheme, [comparators], version) ?? false));
}
