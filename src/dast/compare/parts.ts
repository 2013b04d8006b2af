// Parts of an answer: tags, lines of text or JSON leaves, without what is known to change by itself.
import { hash } from "node:crypto";
import { mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";
import { withoutReflected } from "./reflected.ts";

/** The parts of a body in their order, noise replaced by "#": dates, times, durations, long tokens. sent: values of ours, taken out first (see reflected.ts). Linear in the body. */
export function partsOf(reply: Reply, sent: readonly string[] = []): string[] {
  const type = mediaTypeOf(reply.headers) ?? "";
  if (/^(?:image|audio|video|font)\//.test(type) || type === "application/octet-stream" || type === "application/pdf") return [hash("sha256", reply.body, "hex")];
  const text = withoutReflected(reply.text, sent);
  return (jsonParts(text) ?? markupParts(text)).map(withoutNoise);
}

// Tags as wholes, so that an attribute that changes costs one part; text by lines.
const markupParts = (text: string): string[] => text.split(/(<[^<>]*>)|[\r\n]+/).flatMap((part) => { const trimmed = part?.trim() ?? ""; return trimmed === "" ? [] : [trimmed]; });

/** "/items/*\/name=text": members of a list are told by their order among the parts, not by their number. */
function jsonParts(text: string): string[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parts: string[] = [];
    collectLeaves(JSON.parse(text), parts);
    return parts;
  } catch {
    return undefined;
  }
}

// A stack of our own: hostile JSON may be nested deeper than calls can go.
function collectLeaves(root: unknown, parts: string[]): void {
  const open: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) { parts.push(`${path}=${String(value)}`); continue; }
    const members = Array.isArray(value) ? value.map((member): [string, unknown] => ["*", member]) : Object.entries(value);
    if (members.length === 0) parts.push(`${path}=${Array.isArray(value) ? "[]" : "{}"}`);
    // Paths are cut so that deep nesting does not cost its square.
    for (const [name, member] of members.toReversed()) open.push({ value: member, path: `${path.slice(-200)}/${name}` });
  }
}

const noise = new RegExp([
  String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?`,
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? \d{1,2} \w+ \d{4}(?: \d\d:\d\d(?::\d\d)?)?(?: [A-Z]{3,4})?`,
  String.raw`\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?\b`,
  String.raw`\b\d+(?:[.,]\d+)? ?(?:ms|msec|milliseconds|s|sec|secs|seconds)\b`,
  String.raw`\b1[5-9]\d{8}(?:\d{3}|\d{6})?(?:\.\d+)?\b`,
  String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`,
  String.raw`\b(?=[A-Za-z0-9_-]{0,400}\d)[A-Za-z0-9_-]{24,400}={0,2}`,
  String.raw`\b[0-9a-f]{16,}\b`,
].join("|"), "gi");

const withoutNoise = (part: string): string => part.slice(0, 4000).replaceAll(noise, "#") + (part.length > 4000 ? hash("sha256", part, "hex") : "");

/** How many of each. */
export function countsOf(parts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

/** What every answer has, as often as all have it, in the order of the first. */
export function stableParts(answers: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = answers;
  return others.reduce<string[]>((stable, other) => {
    const left = countsOf(other);
    return stable.filter((part) => { const count = left.get(part) ?? 0; left.set(part, count - 1); return count > 0; });
  }, [...first]);
}

/** 1: the same parts, 0: none in common; the order does not count (Dice's coefficient over multisets, linear). */
export function similarity(one: readonly string[], other: readonly string[]): number {
  if (one.length + other.length === 0) return 1;
  return 2 * stableParts([one, other]).length / (one.length + other.length);
}

/** What a part looks like without its words and numbers: tags keep their names and attributes, JSON leaves their path. */
export function shapeOf(part: string): string {
  if (part.startsWith("<")) return part.replaceAll(/=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/g, "=w");
  const leaf = /^(\/[^=]*)=/.exec(part);
  return leaf ? `${leaf[1] ?? ""}=w` : part.replaceAll(/[\p{L}\p{N}_#.,:;!?%+$€-]+/gu, "w").replaceAll(/w(?:\s+w)+/g, "w");
}
