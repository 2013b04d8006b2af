// RubyGems requirements: "~> 2.0, != 2.0.3".
import { areRead, defineRangeSyntax, holds, rangeLengthLimit } from "../native-range.ts";
import type { Comparator, Operator, Window } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

/** One "~>" stays one, because its upper end looks at the release and not at the version. */
interface GemRange { comparators: readonly Comparator[]; pessimistic: readonly { from: string; below: string }[] }

const scheme = schemeFor("RubyGems");

export const rubygems = defineRangeSyntax<GemRange>({
  id: "rubygems",
  about: "Requirements of a Gemfile or gemspec, all of which must hold.",
  ecosystem: "RubyGems",
  standard: "RubyGems, Gem::Requirement; Guides, Patterns, Pessimistic version constraint",
  parse: parseGem,
  contains: containsGem,
  normalForm: ({ comparators, pessimistic }) => ({
    alternatives: [[...comparators, ...pessimistic.flatMap(({ from, below }): Comparator[] => [{ op: ">=", version: from }, { op: "<", version: below }])]],
    isExact: pessimistic.length === 0,
  }),
  // Requirements have no "or": each window is a list of its own.
  render: (windows) => windows.map(spaced).join(" or "),
});

const term = /^\s*(=|!=|>=|<=|~>|>|<)?\s*([0-9A-Za-z.-]+)\s*$/;

function parseGem(text: string): GemRange | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const terms = text.split(",").map((one) => term.exec(one));
  if (terms.includes(null)) return undefined;
  const range = rangeOf(terms.map((match) => ({ op: match?.[1] ?? "=", version: match?.[2] ?? "" })));
  return areRead(scheme, rubygems.normalForm(range).alternatives) ? range : undefined;
}

const rangeOf = (terms: readonly { op: string; version: string }[]): GemRange => ({
  comparators: terms.filter(({ op }) => op !== "~>").map(({ op, version }) => ({ op: op as Operator, version })),
  pessimistic: terms.filter(({ op }) => op === "~>").map(({ version }) => ({ from: version, below: bumped(version) })),
});

/** Gem::Version#bump: the release without its last number, and the one before it raised; a single number is raised itself. */
function bumped(version: string): string {
  const numbers = releaseNumbers(version);
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  return [...kept.slice(0, -1), String(BigInt(kept.at(-1) ?? "0") + 1n)].join(".");
}

/** Everything before the first letter; the hyphen is ".pre.". */
function releaseNumbers(version: string): string[] {
  const segments = version.replaceAll("-", ".pre.").match(/\d+|[A-Za-z]+/g) ?? [];
  const letters = segments.findIndex((segment) => /[A-Za-z]/.test(segment));
  return letters < 0 ? segments : segments.slice(0, letters);
}

function containsGem({ comparators, pessimistic }: GemRange, given: string): boolean | undefined {
  // Gem::Version reads an empty text as 0.
  const version = given.trim() === "" ? "0" : given;
  const parsed = scheme?.parse(version);
  if (!scheme || parsed === undefined) return undefined;
  const release = scheme.parse(releaseNumbers(version).join(".") || "0");
  return comparators.every((one) => holds(scheme, one, parsed) ?? false)
    && pessimistic.every(({ from, below }) => (holds(scheme, { op: ">=", version: from }, parsed) ?? false) && (holds(scheme, { op: "<", version: below }, release) ?? false));
}

function spaced({ from, to }: Window): string {
  if (to?.included && to.version === from) return `= ${from}`;
  return [...(from === undefined ? [] : [`>= ${from}`]), ...(to ? [`${to.included ? "<=" : "<"} ${to.version}`] : [])].join(", ") || ">= 0";
}
