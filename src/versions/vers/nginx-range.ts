// How nginx's security advisories write versions: "0.6.18-1.9.9", "1.5.0+, 1.4.1+", "all", "none".
import type { Alternatives, Comparator } from "../native-range.ts";

const plus = /^(\d+)\.(\d+)\.(\d+)\+$/;
const between = /^(\d+(?:\.\d+)*)\s*-\s*(\d+(?:\.\d+)*)$/;
const single = /^\d+(?:\.\d+)*$/;

/** Undefined for other text. */
export function readNginx(text: string): { alternatives: Alternatives; isExact: boolean } | undefined {
  if (text.trim() === "none") return { alternatives: [], isExact: true };
  const alternatives = text.split(",").map((one) => readItem(one.trim()));
  return alternatives.includes(undefined) ? undefined : { alternatives: alternatives.flatMap((one) => (one ? [one] : [])), isExact: true };
}

function readItem(text: string): readonly Comparator[] | undefined {
  if (text === "all") return [];
  const [, from, to] = between.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return [{ op: ">=", version: from }, { op: "<=", version: to }];
  if (single.test(text)) return [{ op: "=", version: text }];
  const [, major, minor = "", patch = ""] = plus.exec(text) ?? [];
  return major === undefined ? undefined : onwards(major, Number(minor), patch);
}

/** Even minor numbers are stable branches, which a "+" stays within; odd ones are the mainline, which goes on. */
function onwards(major: string, minor: number, patch: string): readonly Comparator[] {
  const from: Comparator = { op: ">=", version: `${major}.${minor}.${patch}` };
  return minor % 2 === 0 ? [from, { op: "<", version: `${major}.${minor + 1}.0` }] : [from];
}
