// Composer's constraints: "^1.2 || ~2.0.3", "1.0 - 2.0", ">=1.0,<1.8@beta".
import { defineRangeSyntax, isOrdered, joinWindows, rangeLengthLimit } from "../native-range.ts";
import type { Alternatives, Comparator, Operator } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

const scheme = schemeFor("Packagist");

export const packagist = defineRangeSyntax<Alternatives>({
  id: "packagist",
  about: "Version constraints of composer.json: carets, tildes, hyphens, wildcards, stability flags.",
  ecosystem: "Packagist",
  standard: "Composer, Versions and constraints; composer/semver VersionParser::parseConstraints",
  parse: parseComposer,
  contains: containsComposer,
  normalForm: (alternatives) => ({ alternatives, isExact: alternatives.every((all) => all.every(({ version }) => !isBranch(version))) }),
  render: (windows) => joinWindows(windows, { and: ",", or: "|", all: "*", equals: "==" }),
});

const modifier = String.raw`[._-]?(?:(stable|beta|b|RC|alpha|a|patch|pl|p)((?:[.-]?\d+)*)?)?([.-]?dev)?`;
const version = String.raw`v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:${modifier}|\.([xX*][.-]?dev))(?:\+[^\s]+)?`;
const everything = /^(v)?[xX*](\.[xX*])*$/i;
const ranged = new RegExp(`^([~^])(${version})$`, "i");
const wildcard = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.[xX*])+$/;
const hyphen = new RegExp(`^(${version}) +- +(${version})$`, "i");
const compared = /^(<>|!=|>=?|<=?|==?)?\s*(.*)$/;
const stabilityFlag = /^([^,\s]*?)@(stable|RC|beta|alpha|dev)$/i;
const ended = new RegExp(`-${modifier}$`, "i");
const between = /(?<!^|as|[=>< ,]) *(?<!-)[, ](?!-) *(?!,|as|$)/;

const isBranch = (text: string): boolean => /^dev-/i.test(text);

function parseComposer(text: string): Alternatives | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const alternatives = text.trim().split(/\s*\|\|?\s*/).map(parseAlternative);
  return alternatives.includes(undefined) ? undefined : alternatives.filter((one) => one !== undefined);
}

function parseAlternative(text: string): readonly Comparator[] | undefined {
  const parsed = text.split(between).map(parseConstraint);
  return parsed.includes(undefined) ? undefined : parsed.flatMap((one) => one ?? []);
}

function parseConstraint(given: string): readonly Comparator[] | undefined {
  const [, unaliased = given] = /^([^,\s]+) +as +[^,\s]+$/.exec(given) ?? [];
  const [, unflagged, flag] = stabilityFlag.exec(unaliased) ?? [];
  const text = (unflagged === undefined ? unaliased : unflagged || "*").replace(/^(dev-[^,\s@]+?|[^,\s@]+?\.x-dev)#.+$/i, "$1");
  const all = everything.exec(text);
  if (all) return all[1] !== undefined || all[2] !== undefined ? [{ op: ">=", version: "0.0.0.0-dev" }] : [];
  return parseRanged(text) ?? parseWildcard(text) ?? parseHyphen(text) ?? parseCompared(text, flag);
}

/** The numbers of a version as far as they are given, and whether a stability or branch is. */
interface Written { text: string; numbers: readonly string[]; hasStability: boolean; isBranchLike: boolean }

function writtenOf(groups: readonly (string | undefined)[]): Written {
  const [text = "", a, b, c, d, stability, , dev, branch] = groups;
  return { text, numbers: [a, b, c, d].filter((one) => one !== undefined), hasStability: Boolean(stability || dev || branch), isBranchLike: Boolean(branch) };
}

/** Unsuffixed lower bounds take the unstable versions of that version too: "-dev" sorts below them. */
const lowerOf = ({ text, hasStability }: Written): Comparator => ({ op: ">=", version: hasStability ? text : `${withoutBuild(text)}-dev` });

const withoutBuild = (text: string): string => text.replace(/\+.*$/, "");

/** The first `kept` numbers, the last of them raised, zeros after: below that and its unstable versions. */
function upperOf(numbers: readonly string[], kept: number): Comparator {
  const raised = [0, 1, 2, 3].map((place) => (place >= kept ? "0" : place === kept - 1 ? String(BigInt(numbers[place] ?? "0") + 1n) : (numbers[place] ?? "0")));
  return { op: "<", version: `${raised.join(".")}-dev` };
}

function parseRanged(text: string): readonly Comparator[] | undefined {
  const [, sign, ...groups] = ranged.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const written = writtenOf(groups);
  return [lowerOf(written), upperOf(written.numbers, sign === "~" ? tildePlace(written) : caretPlace(written.numbers))];
}

const tildePlace = ({ numbers, isBranchLike }: Written): number => Math.max(1, numbers.length + (isBranchLike ? 1 : 0) - 1);

function caretPlace([major, minor, patch]: readonly string[]): number {
  if (major !== "0" || minor === undefined) return 1;
  return minor !== "0" || patch === undefined ? 2 : 3;
}

function parseWildcard(text: string): readonly Comparator[] | undefined {
  const [match, ...groups] = wildcard.exec(text) ?? [];
  if (match === undefined) return undefined;
  const numbers = groups.filter((one) => one !== undefined);
  const from = [0, 1, 2, 3].map((place) => numbers[place] ?? "0").join(".");
  const high = upperOf(numbers, numbers.length);
  return from === "0.0.0.0" ? [high] : [{ op: ">=", version: `${from}-dev` }, high];
}

function parseHyphen(text: string): readonly Comparator[] | undefined {
  const [match, ...groups] = hyphen.exec(text) ?? [];
  if (match === undefined) return undefined;
  const [from, to] = [writtenOf(groups.slice(0, 9)), writtenOf(groups.slice(9))];
  if (to.numbers.length > 2 || to.hasStability) return [lowerOf(from), { op: "<=", version: to.text }];
  return [lowerOf(from), upperOf(to.numbers, to.numbers.length)];
}

function parseCompared(text: string, flag: string | undefined): readonly Comparator[] | undefined {
  const [, sign = "", rest = ""] = compared.exec(text) ?? [];
  const named = nameOf(rest.trim(), sign);
  if (named === undefined || scheme?.parse(named) === undefined) return undefined;
  const op = operatorOf(sign);
  if (isBranch(named)) return [{ op, version: named }];
  if (op !== "=" && flag !== undefined && flag.toLowerCase() !== "stable" && !/-/.test(named)) return [{ op, version: `${named}-${flag}` }];
  return [{ op, version: (op === "<" || op === ">=") && !ended.test(rest) ? `${withoutBuild(named)}-dev` : named }];
}

/** "foobar-dev" stands for the branch dev-foobar where no operator does. */
function nameOf(text: string, sign: string): string | undefined {
  if (text === "") return undefined;
  if (["master", "trunk", "default"].includes(text)) return `dev-${text}`;
  const isNamedBranch = sign === "" && /^[a-zA-Z][0-9a-zA-Z./-]*-dev$/.test(text) && !isBranch(text);
  return isNamedBranch ? `dev-${text.slice(0, -"-dev".length)}` : text;
}

const operatorOf = (sign: string): Operator => (sign === "<>" ? "!=" : sign === "" || sign === "==" ? "=" : sign as Operator);

/** Branches have names and no order: they are equal or they are not (Constraint::versionCompare). */
function containsComposer(alternatives: Alternatives, text: string): boolean | undefined {
  const parsed = scheme?.parse(text);
  if (!scheme || parsed === undefined) return undefined;
  return alternatives.some((all) => all.every((comparator) => {
    if (isBranch(text) || isBranch(comparator.version)) return isBranchHeld(comparator, text);
    const at = scheme.parse(comparator.version);
    return at !== undefined && isOrdered(comparator.op, scheme.compare(parsed, at));
  }));
}

const isBranchHeld = ({ op, version: wanted }: Comparator, text: string): boolean =>
  (op === "!=" ? wanted.toLowerCase() !== text.toLowerCase() : op === "=" && wanted.slice(4) === text.slice(4) && isBranch(wanted) && isBranch(text));
