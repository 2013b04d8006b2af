// Which segments a change takes up into its own, so that there are never many, and the work for it stays in proportion.
import { frameFlags, setFlags } from "./advisory-frame.ts";
import type { OpenedIndex } from "./open-index.ts";
import type { SegmentBuilder } from "./segment-builder.ts";

/** Layers by their place in the manifest. isWhole: nothing is left below. */
export interface MergePlan { kept: readonly number[]; absorbed: readonly number[]; isWhole: boolean }

// Beyond a quarter of the base every look-up pays for what is doubled; then everything is written again.
const shareOfBase = 0.25;

/**
 * A delta that is at most twice as large as what comes is taken up, and so on downwards: sizes then at least double from
 * layer to layer, and a record is written again once for each doubling (as in a log-structured merge tree).
 * @param added how many records come
 */
export function planMerge(layerCounts: readonly number[], added: number): MergePlan {
  const [base = 0] = layerCounts;
  let weight = added;
  let from = layerCounts.length;
  while (from > 1 && layerCounts[from - 1]! <= 2 * weight) weight += layerCounts[--from]!;
  const above = layerCounts.slice(1, from).reduce((sum, count) => sum + count, weight);
  if (layerCounts.length === 0 || above > shareOfBase * base) from = 0;
  const places = layerCounts.map((_, place) => place);
  return { kept: places.slice(0, from), absorbed: places.slice(from), isWhole: from === 0 };
}

/** Hands a layer's frames to the builder, marked as having been there: layer after layer, each is decided again as it was when it came. */
export function settle(builder: SegmentBuilder, { layers }: OpenedIndex, layer: number): void {
  for (const frame of layers.segments[layer]!.frames()) {
    setFlags(frame.bytes, frame.flags | frameFlags.settled);
    builder.add(frame.bytes);
  }
}
