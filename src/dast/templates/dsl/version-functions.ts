// compare_versions: constraints as hashicorp/go-version reads them.
import { fail, textFrom } from "./value.ts";
import type { DslFunction } from "./value.ts";

interface Version { segments: readonly number[]; written: number; pre: string }

const pattern = /^v?(\d+(?:\.\d+)*)(?:-(\d+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*)|-?([A-Za-z\-~]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*))?(?:\+[0-9A-Za-z\-~]+(?:\.[0-9A-Za-z\-~]+)*)?$/;

function versionFrom(text: string): Version {
  const found = pattern.exec(text.trim());
  if (!found || text.length > 200) return fail(`${text.slice(0, 60)} is no version`);
  const segments = (found[1] ?? "").split(".").map(Number);
  const written = segments.length;
  while (segments.length < 3) segments.push(0);
  return { segments, written, pre: found[2] ?? found[3] ?? "" };
}

const compareParts = (a: readonly number[], b: readonly number[]): number => Array.from({ length: Math.max(a.length, b.length) }, (_, at) => Math.sign((a[at] ?? 0) - (b[at] ?? 0))).find((sign) => sign !== 0) ?? 0;

function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = comparePrePart(left[at] ?? "", right[at] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function comparePrePart(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Math.sign(Number(a) - Number(b));
  return left === right ? (a < b ? -1 : 1) : left ? -1 : 1;
}

const compare = (a: Version, b: Version): number => compareParts(a.segments, b.segments) || comparePre(a.pre, b.pre);

/** A version with a pre-release only fits a constraint that has one at the same numbers. */
function preFits(version: Version, bound: Version): boolean {
  if (version.pre === "") return true;
  return bound.pre !== "" && compareParts(version.segments, bound.segments) === 0;
}

function pessimistic(version: Version, bound: Version): boolean {
  if (!preFits(version, bound) || (bound.pre !== "" && version.pre === "") || compare(version, bound) < 0) return false;
  const fixed = Math.max(1, bound.written - 1);
  return bound.segments.slice(0, fixed).every((segment, at) => version.segments[at] === segment);
}

function holds(version: Version, constraint: string): boolean {
  const [, sign = "", text = ""] = /^\s*(=|!=|>=|<=|>|<|~>|)\s*(.*?)\s*$/s.exec(constraint) ?? [];
  const bound = versionFrom(text);
  const order = compare(version, bound);
  switch (sign) {
    case "": case "=": return order === 0;
    case "!=": return order !== 0;
    case ">": return preFits(version, bound) && order > 0;
    case ">=": return preFits(version, bound) && order >= 0;
    case "<": return preFits(version, bound) && order < 0;
    case "<=": return preFits(version, bound) && order <= 0;
    default: return pessimistic(version, bound);
  }
}

export const versionFunctions: Readonly<Record<string, DslFunction>> = {
  compare_versions: {
    least: 2, most: 20,
    run: ([version, ...constraints]) => {
      const asked = versionFrom(textFrom(version));
      return constraints.flatMap((one) => textFrom(one).split(",")).every((one) => holds(asked, one));
    },
  },
};
