// The nearest miss: the fewest leaves of a condition that would have to be otherwise for it to hold.
import type { TrueLeaf, TrueNode } from "./truth.ts";

/** A leaf that would have to hold (wanted) or would have to fail (under a not). */
export interface Miss { leaf: TrueLeaf; wanted: boolean }

const mostSets = 3;

/** Sets of leaves, fewest first; each set would do. */
export const nearestMisses = (tree: TrueNode): Miss[][] => waysTo(tree, true);

function waysTo(node: TrueNode, wanted: boolean): Miss[][] {
  if (node.holds === wanted) return [[]];
  if (node.kind === "test") return [[{ leaf: node, wanted }]];
  if (node.kind === "not") return waysTo(node.node, !wanted);
  const below = node.nodes.filter(({ holds }) => holds !== wanted).map((one) => waysTo(one, wanted));
  // "and" holds when all hold and fails when one fails; "or" the other way around.
  const needsAll = (node.kind === "and") === wanted;
  return needsAll ? below.reduce<Miss[][]>((sets, ways) => fewest(sets.flatMap((set) => ways.map((way) => merged(set, way)))), [[]]) : fewest(below.flat());
}

const merged = (one: readonly Miss[], other: readonly Miss[]): Miss[] => [...one, ...other.filter(({ leaf }) => !one.some((known) => known.leaf.line === leaf.line && known.leaf.said === leaf.said && known.leaf.field === leaf.field))];
const fewest = (sets: readonly Miss[][]): Miss[][] => sets.toSorted((one, other) => one.length - other.length).slice(0, mostSets);
