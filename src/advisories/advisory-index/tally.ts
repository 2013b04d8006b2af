// The numbers of the index, kept right from change to change: what a frame adds, and what the one it replaces takes away.
import type { Instant } from "../../kernel/clock.ts";
import type { IndexStatus, IndexedSource } from "./advisory-index.ts";
import { isMalicious, isRemoved, isWithdrawn } from "./advisory-frame.ts";
import type { Frame } from "./advisory-frame.ts";
import type { Layers, OpenedIndex } from "./open-index.ts";

type Counts = IndexStatus["counts"];

/** What one source changed: how many more records, and the latest change it told of. */
export interface SourceChange { records: number; newestAt: Instant | undefined }

export interface Tally {
  /** Its numbers are all there are, not a change. */
  readonly isWhole: boolean;
  /** The frame that holds for its id from now on. */
  decided(frame: Frame): void;
  counts(after: Layers): Counts;
  readonly sources: ReadonlyMap<string, SourceChange>;
}

/** before: what the frames are laid over; undefined when they are everything. */
export function createTally(before: OpenedIndex | undefined): Tally {
  const change = { advisories: 0, parts: 0, malicious: 0 };
  const sources = new Map<string, SourceChange>();
  const touched = new Set<string>();
  const count = (frame: Frame, sign: 1 | -1): void => {
    if (isRemoved(frame)) return;
    change.advisories += sign;
    addTo(sources, frame.source(), sign, sign > 0 ? frame.modifiedAt : undefined);
    if (isWithdrawn(frame)) return;
    change.parts += sign * frame.partCount;
    if (isMalicious(frame)) change.malicious += sign;
    if (before) for (const { key } of frame.parts()) touched.add(key);
  };
  return {
    isWhole: before === undefined, sources,
    decided(frame) {
      const replaced = before?.layers.find(frame.id());
      // What an absorbed delta said already is counted.
      if (replaced?.bytes.equals(frame.bytes)) return;
      if (replaced) count(replaced, -1);
      count(frame, 1);
    },
    counts(after) {
      if (!before) return { ...change, packages: after.segments.reduce((sum, { head }) => sum + head.counts.packages, 0) };
      const was = before.manifest.counts;
      let packages = was.packages;
      for (const key of touched) packages += Number(after.hasPackage(key)) - Number(before.layers.hasPackage(key));
      return { advisories: was.advisories + change.advisories, parts: was.parts + change.parts, malicious: was.malicious + change.malicious, packages };
    },
  };
}

export function addTo(sources: Map<string, SourceChange>, id: string, records: number, changedAt: Instant | undefined): void {
  const known = sources.get(id) ?? { records: 0, newestAt: undefined };
  known.records += records;
  if (changedAt !== undefined) known.newestAt = Math.max(known.newestAt ?? -Infinity, changedAt);
  sources.set(id, known);
}

/** A source is listed once it was heard to its end; until then what came from it is there, and it is not said to be known. */
export function sourcesAfter(before: readonly IndexedSource[], changes: ReadonlyMap<string, SourceChange>, heard: readonly string[], at: Instant): IndexedSource[] {
  const known = new Map(before.map((source) => [source.id, source]));
  const ids = [...new Set([...known.keys(), ...heard])].toSorted();
  return ids.map((id) => {
    const was = known.get(id);
    const change = changes.get(id) ?? { records: 0, newestAt: undefined };
    const newest = Math.max(was?.newestAt ?? -Infinity, change.newestAt ?? -Infinity);
    return { id, records: (was?.records ?? 0) + change.records, newestAt: Number.isFinite(newest) ? newest : undefined, syncedAt: heard.includes(id) ? at : was?.syncedAt ?? at };
  });
}
