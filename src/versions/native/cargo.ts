// Cargo's requirements: "^1.2, <1.8", as the semver crate reads them.
import { defineRangeSyntax, joinWindows, rangeLengthLimit } from "../native-range.ts";
import type { Comparator, Operator } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";
import { at, below, holdsSemver, parsePartial } from "../semver-comparators.ts";
import type { PartialVersion } from "../semver-comparators.ts";

const scheme = schemeFor("crates.io");

export const cargo = defineRangeSyntax<readonly Comparator[]>({
  id: "cargo",
  about: "Version requirements of Cargo.toml: carets unless told otherwise, commas between.",
  ecosystem: "crates.io",
  standard: "The Cargo Book, Specifying Dependencies, Version requirement syntax; crate semver 1.0, VersionReq",
  parse: parseCargo,
  contains: (range, version) => scheme && holdsSemver(scheme, [range], version, false),
  normalForm: (range) => ({ alternatives: [range], isExact: false }),
  // A requirement has no "or": each window is a requirement of its own.
  render: (windows) => joinWindows(windows, { and: ", ", or: " or ", all: "*", equals: "=" }),
});

const most = 32;
const term = /^\s*([<>]=?|[=~^])?\s*(\S+)\s*$/;

function parseCargo(text: string): readonly Comparator[] | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  if (/^\s*[*xX]\s*$/.test(text)) return [];
  const terms = text.split(",");
  if (terms.length > most) return undefined;
  const comparators = terms.map(parseTerm);
  return comparators.includes(undefined) ? undefined : comparators.flatMap((one) => one ?? []);
}

function parseTerm(text: string): readonly Comparator[] | undefined {
  const [, op = "", version = ""] = term.exec(text) ?? [];
  const part = parsePartial(version);
  if (part?.major === undefined) return undefined;
  const { minor, patch } = part;
  if (minor === undefined && patch !== undefined) return undefined;
  return comparatorsOf(op === "" && part.isWild ? "=" : op || "^", part.major, part);
}

function comparatorsOf(op: string, major: number, { minor, patch, prerelease }: PartialVersion): readonly Comparator[] {
  if (op === "^") return caret(major, minor, patch, prerelease);
  if (op === "~") return [at(">=", major, minor ?? 0, patch ?? 0, prerelease), next(major, minor)];
  if (minor !== undefined && patch !== undefined) return [at(op as Operator, major, minor, patch, prerelease)];
  const floor = at(">=", major, minor ?? 0, 0);
  switch (op) {
    case ">": return [minor === undefined ? at(">=", major + 1, 0, 0) : at(">=", major, minor + 1, 0)];
    case ">=": return [floor];
    case "<": return [{ ...floor, op: "<" }];
    case "<=": return [next(major, minor)];
    default: return [floor, next(major, minor)];
  }
}

/** Below what follows the parts that are given. */
const next = (major: number, minor: number | undefined): Comparator => (minor === undefined ? below(major + 1, 0, 0) : below(major, minor + 1, 0));

function caret(major: number, minor: number | undefined, patch: number | undefined, prerelease: string): readonly Comparator[] {
  const from = at(">=", major, minor ?? 0, patch ?? 0, prerelease);
  if (major > 0 || minor === undefined) return [from, below(major + 1, 0, 0)];
  return [from, minor > 0 || patch === undefined ? below(0, minor + 1, 0) : below(0, 0, patch + 1)];
}
