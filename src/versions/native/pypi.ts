// Python's version specifiers: "~=1.4, !=1.4.2", evaluated with prereleases taken.
import { defineRangeSyntax, joinWindows, rangeLengthLimit } from "../native-range.ts";
import type { Alternatives, Comparator, Operator } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

interface Specifier { op: string; version: string }

const scheme = schemeFor("PyPI");

export const pypi = defineRangeSyntax<readonly Specifier[]>({
  id: "pypi",
  about: "Version specifiers of PEP 440, all of which must hold.",
  ecosystem: "PyPI",
  standard: "PEP 440, Version specifiers; as packaging's SpecifierSet reads them with prereleases=True",
  parse: parsePypi,
  contains: containsPypi,
  normalForm: (range) => ({ alternatives: alternativesOf(range), isExact: range.every(({ op }) => op === ">=") }),
  // A specifier set has no "or": each window is a set of its own.
  render: (windows) => joinWindows(windows, { and: ",", or: " or ", all: ">=0.dev0", equals: "==" }),
});

const public440 = /^v?(?<base>(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?<pre>[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?)(?<post>-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?<dev>[-_.]?dev[-_.]?\d*)?$/;
const local440 = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/;
const form = /^\s*(===|==|~=|!=|<=|>=|<|>)\s*(\S+)\s*$/;

/** A version in lower case and without white space around; public: without the local label; base: epoch, release and prerelease. */
interface Parts { text: string; public: string; base: string; epoch: string; release: readonly string[]; isPre: boolean; isPost: boolean; isDev: boolean; isLocal: boolean }

function partsOf(version: string): Parts | undefined {
  const text = version.trim().toLowerCase();
  const [head = "", local, ...more] = text.split("+");
  const groups = public440.exec(head)?.groups;
  if (!groups || more.length > 0 || (local !== undefined && !local440.test(local))) return undefined;
  return {
    text, public: head, base: groups["base"] ?? "", epoch: groups["epoch"] === undefined ? "" : `${groups["epoch"]}!`, release: groups["release"]?.split(".") ?? [],
    isPre: groups["pre"] !== undefined, isPost: groups["post"] !== undefined, isDev: groups["dev"] !== undefined, isLocal: local !== undefined,
  };
}

function parsePypi(text: string): readonly Specifier[] | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const terms = text.split(",").filter((term) => term.trim() !== "").map(parseSpecifier);
  return terms.includes(undefined) ? undefined : terms.filter((term) => term !== undefined);
}

function parseSpecifier(text: string): Specifier | undefined {
  const [, op, version = ""] = form.exec(text) ?? [];
  if (op === undefined) return undefined;
  return op === "===" || isAllowed(op, version) ? { op, version } : undefined;
}

/** "Prefix matching" and local labels only with == and !=, and "~=" needs two numbers at least. */
function isAllowed(op: string, version: string): boolean {
  const isEquality = op === "==" || op === "!=";
  const parts = partsOf(version.endsWith(".*") ? version.slice(0, -2) : version);
  if (!parts || (parts.isLocal && (!isEquality || version.endsWith(".*")))) return false;
  if (version.endsWith(".*")) return isEquality && !parts.isPre && !parts.isPost && !parts.isDev;
  return op !== "~=" || parts.release.length > 1;
}

function containsPypi(range: readonly Specifier[], version: string): boolean | undefined {
  const parts = partsOf(version);
  if (!parts) return range.every(({ op, version: text }) => op === "===" && text.toLowerCase() === version.trim().toLowerCase()) && range.length > 0 ? true : undefined;
  return range.every((specifier) => meets(specifier, parts));
}

function meets({ op, version }: Specifier, candidate: Parts): boolean {
  if (op === "===") return candidate.text === version.toLowerCase();
  if (op === "==" && version.endsWith(".*")) return isWithin(candidate, version.slice(0, -2), 0);
  if (op === "!=") return !meets({ op: "==", version }, candidate);
  const wanted = partsOf(version);
  if (!wanted) return false;
  switch (op) {
    case "==": return order(wanted.isLocal ? candidate.text : candidate.public, wanted.text) === 0;
    case ">=": return order(candidate.text, wanted.text) >= 0;
    case "<=": return order(candidate.public, wanted.text) <= 0;
    case "<": return order(candidate.text, wanted.isPre || wanted.isDev ? wanted.text : `${wanted.text}.dev0`) < 0;
    case ">": return isAfter(candidate, wanted);
    default: return order(candidate.text, wanted.text) >= 0 && isWithin(candidate, version, 1);
  }
}

/** "Exclusive ordered comparison": above V, and no post release or local version of V unless V is itself a post or dev release. */
function isAfter(candidate: Parts, wanted: Parts): boolean {
  if (order(candidate.public, wanted.text) <= 0) return false;
  return wanted.isPost || wanted.isDev || order(candidate.base, wanted.text) !== 0;
}

/** Begins with the release of `version`, `dropped` numbers taken from its end. */
function isWithin(candidate: Parts, version: string, dropped: number): boolean {
  const [from, to] = prefixBounds(version, dropped);
  return order(candidate.text, from) >= 0 && order(candidate.text, to) < 0;
}

function prefixBounds(version: string, dropped: number): [string, string] {
  const { epoch = "", release = [] } = partsOf(version) ?? {};
  const kept = release.slice(0, release.length - dropped);
  const next = [...kept.slice(0, -1), String(BigInt(kept.at(-1) ?? "0") + 1n)];
  return [`${epoch}${kept.join(".")}.dev0`, `${epoch}${next.join(".")}.dev0`];
}

function order(a: string, b: string): number {
  const [left, right] = [scheme?.parse(a), scheme?.parse(b)];
  return scheme && left !== undefined && right !== undefined ? scheme.compare(left, right) : Number.NaN;
}

/** By order: local labels, and the prereleases and post releases of a bound, are then inside or outside as they sort. */
function alternativesOf(range: readonly Specifier[]): Alternatives {
  const excluded = range.filter(({ op, version }) => op === "!=" && version.endsWith(".*")).map(({ version }) => prefixBounds(version.slice(0, -2), 0));
  const all = range.filter(({ op, version }) => op !== "!=" || !version.endsWith(".*")).flatMap(comparatorsOf);
  return excluded.reduce<readonly (readonly Comparator[])[]>((alternatives, [from, to]) => alternatives.flatMap((one): Comparator[][] =>
    [[...one, { op: "<", version: from }], [...one, { op: ">=", version: to }]]), [all]);
}

function comparatorsOf({ op, version }: Specifier): Comparator[] {
  if (op === "==" && version.endsWith(".*")) return between(prefixBounds(version.slice(0, -2), 0));
  if (op === "~=") return [{ op: ">=", version }, { op: "<", version: prefixBounds(version, 1)[1] }];
  return [{ op: (op.startsWith("==") ? "=" : op) as Operator, version }];
}

const between = ([from, to]: readonly [string, string]): Comparator[] => [{ op: ">=", version: from }, { op: "<", version: to }];
