// A condition drawn: every branch and leaf with its truth, the text that matched, and what would have been needed.
import type { Explanation, Miss, TrueLeaf, TrueNode } from "../runtime/sigma/explain.ts";

export const mark = (holds: boolean): string => (holds ? "✓" : "✗");
/** Of leaves beside each other that say the same (false ones of a long list), so many are drawn. */
const mostLeaves = 8;

/** Lines, without their ends. */
export function drawTree(node: TrueNode, indent = ""): string[] {
  if (node.kind === "test") return [`${indent}${mark(node.holds)} ${leafText(node)}`];
  const below = node.kind === "not" ? [node.node] : node.nodes;
  const [only] = below;
  // A branch with one member that says nothing of its own.
  if (node.kind !== "not" && only && below.length === 1 && only.kind !== "test" && only.name === node.name) return drawTree(only, indent);
  return [`${indent}${mark(node.holds)} ${headText(node)}`, ...drawBelow(below, `${indent}  `)];
}

function headText(node: Exclude<TrueNode, TrueLeaf>): string {
  if (node.kind === "not") return "not";
  return node.nodes.length < 2 ? node.name : `${node.name} (${node.kind === "and" ? "all of these" : "any of these"})`;
}

/** True members of a long list come first; false ones beyond the first few are counted. */
function drawBelow(nodes: readonly TrueNode[], indent: string): string[] {
  if (nodes.length <= mostLeaves) return nodes.flatMap((node) => drawTree(node, indent));
  const shown = [...nodes.filter(({ holds }) => holds), ...nodes.filter(({ holds }) => !holds)].slice(0, mostLeaves);
  const rest = nodes.filter((node) => !shown.includes(node));
  const held = rest.filter(({ holds }) => holds).length;
  return [...shown.flatMap((node) => drawTree(node, indent)), `${indent}  and ${rest.length} more${held > 0 ? `, ${held} of them ✓` : ", all ✗"}`];
}

function leafText(leaf: TrueLeaf): string {
  const subject = leaf.field ?? "any text of the event";
  const mapped = leaf.names.length > 0 && (leaf.names.length > 1 || leaf.names[0] !== leaf.field) ? ` (read from ${leaf.name ?? `none of ${leaf.names.join(", ")}`})` : "";
  return `${subject}${mapped} ${leaf.said} [line ${leaf.line}]${evidence(leaf)}`;
}

function evidence({ found, actual, field, holds }: TrueLeaf): string {
  if (found) return `: ${aroundText(found.text, found.at, found.end)} at ${found.at}`;
  if (holds) return "";
  return field === undefined ? "" : actual === undefined ? ": the event has no such field" : `: it is ${actual}`;
}

const around = 24;

/** The match in brackets, with a little of what is beside it. */
export function aroundText(text: string, at: number, end: number): string {
  const before = `${at > around ? "…" : ""}${text.slice(Math.max(0, at - around), at)}`;
  const match = end - at > 120 ? `${text.slice(at, at + 120)}…` : text.slice(at, end);
  return `${before}»${match}«${text.slice(end, end + around)}${text.length > end + around ? "…" : ""}`;
}

/** The nearest miss in sentences; none when the rule holds. */
export function missLines({ misses }: Explanation): string[] {
  return misses.map((set, place) => `${place === 0 ? "nearest miss" : "or"}: ${set.map(missText).join("; and ")}`);
}

const missText = ({ leaf, wanted }: Miss): string => `${leaf.field ?? "any text"} ${leaf.said} would have to ${wanted ? "hold" : "fail"}${leaf.field === undefined || leaf.found ? "" : leaf.actual === undefined ? " (no such field)" : ` (it is ${leaf.actual})`}`;
