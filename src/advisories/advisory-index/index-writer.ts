// Changes the index: what came since the last time becomes a segment, or with what stands a new base, and one rename makes it current.
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "../../kernel/clock.ts";
import { isFault } from "../../kernel/fault.ts";
import { sha256 } from "../../kernel/id.ts";
import type { Advisory, Enrichment } from "../advisory.ts";
import { frameOf, isRemoved, removalOf } from "./advisory-frame.ts";
import { createEnrichmentFiles } from "./enrichment-files.ts";
import { findManifest, removeStale, swapManifest, writeWhole } from "./manifest.ts";
import type { FilePlace, Manifest } from "./manifest.ts";
import { planMerge, settle } from "./merge.ts";
import { openAdvisoryIndex, openLayers } from "./open-index.ts";
import type { OpenedIndex } from "./open-index.ts";
import { createSegmentBuilder } from "./segment-builder.ts";
import type { SegmentBuilder } from "./segment-builder.ts";
import { damaged, formatVersion } from "./segment-file.ts";
import { createTally, sourcesAfter } from "./tally.ts";
import type { Tally } from "./tally.ts";

/** Where each feed stands, by its id. */
export type IndexCursors = Readonly<Record<string, string>>;

export interface IndexWriter {
  /** The index that stands; undefined when there is none or everything is made anew. */
  readonly before: OpenedIndex | undefined;
  readonly cursors: IndexCursors;
  /** An older record never replaces a newer one, and one that says the same is not kept twice. */
  put(advisory: Advisory): "changed" | "unchanged" | "older";
  remove(id: string): void;
  enrich(source: string, enrichment: Enrichment): void;
  /** Everything the source knows was given: what it said before and not now no longer holds. */
  completeEnrichments(source: string): void;
  /** Makes it current, or throws and leaves what stood. heard: sources that were pulled to their end, at this instant. */
  commit(at: Instant, options: { heard: readonly string[]; cursors: IndexCursors }): Manifest;
  /** Leaves what stands. */
  abandon(): void;
}

/** fresh: nothing of what stands is taken over, damaged or newer as it may be. The caller holds the directory's lock. */
export function openIndexWriter(directory: string, { fresh = false } = {}): IndexWriter {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const standing = fresh ? findWhole(directory) : findManifest(directory);
  const before = fresh || !standing ? undefined : openAdvisoryIndex(directory);
  removeStale(directory, standing);
  const cursors = before ? readCursors(directory, before.manifest) : {};
  const builder = createSegmentBuilder(directory, "advisories");
  const facts = createEnrichmentFiles(directory);
  const removed = new Set<string>();
  const ecosystems = new Set(before?.manifest.ecosystems);
  const end = (): void => { builder.discard(); facts.discard(); before?.close(); };
  return {
    before, cursors,
    put(advisory) {
      const frame = frameOf(advisory);
      const said = before && !removed.has(advisory.id) ? comparedWith(before, advisory, frame) : "changed";
      if (said === "changed") builder.add(frame);
      for (const { ecosystem } of advisory.affected) ecosystems.add(ecosystem.split(":", 1)[0]!);
      return said;
    },
    remove(id) {
      removed.add(id);
      builder.add(removalOf(id));
    },
    enrich: (source, enrichment) => { facts.add(source, enrichment); },
    completeEnrichments: (source) => { facts.complete(source); },
    commit(at, { heard, cursors: next }) {
      try {
        const generation = (standing?.generation ?? 0) + 1;
        const { advisories, tally } = writeAdvisories(directory, generation, before, builder);
        const changes = new Map(tally.sources);
        const enrichments = facts.write(generation, before, changes);
        const manifest: Manifest = {
          format: formatVersion, generation, builtAt: at, advisories, enrichments, counts: countsOf(directory, advisories, tally), ecosystems: [...ecosystems].toSorted(),
          sources: sourcesAfter(sourcesBefore(before, tally), changes, heard, at),
          cursors: writeWhole(directory, `cursors-${generation}.json`, JSON.stringify({ ...cursors, ...next })),
        };
        swapManifest(directory, manifest);
        removeStale(directory, manifest);
        return manifest;
      } finally { end(); }
    },
    abandon() { end(); removeStale(directory, standing); },
  };
}

/** A manifest that cannot be read names nothing: what is made anew replaces a damaged or a newer index. */
function findWhole(directory: string): Manifest | undefined {
  try { return findManifest(directory); } catch (cause) {
    if (isFault(cause, "index.damaged") || isFault(cause, "index.newer")) return undefined;
    throw cause;
  }
}

export function readCursors(directory: string, { cursors }: Manifest): IndexCursors {
  if (!cursors) return {};
  const path = join(directory, cursors.file);
  const text = readFileSync(path, "utf8");
  if (sha256(text) !== cursors.sha256) throw damaged(path, "its digest does not fit");
  return JSON.parse(text) as IndexCursors;
}

function comparedWith({ layers }: OpenedIndex, { id, modifiedAt }: Advisory, frame: Buffer): "changed" | "unchanged" | "older" {
  const stored = layers.find(id);
  if (!stored || isRemoved(stored)) return "changed";
  if (modifiedAt < stored.modifiedAt) return "older";
  return stored.bytes.equals(frame) ? "unchanged" : "changed";
}

/** A delta while it is small beside the base; else everything again, without what was replaced. */
function writeAdvisories(directory: string, generation: number, before: OpenedIndex | undefined, builder: SegmentBuilder): { advisories: readonly FilePlace[]; tally: Tally } {
  const standing = before?.manifest.advisories ?? [];
  if (builder.added === 0) return { advisories: standing, tally: createTally(before) };
  const layers = before?.layers.segments ?? [];
  const plan = planMerge(layers.map(({ head }) => head.entries), builder.added);
  const tally = createTally(plan.isWhole ? undefined : before);
  for (const layer of plan.absorbed) settle(builder, before!, layer);
  const file = `advisories-${generation}.segment`;
  const part = join(directory, `${file}.part`);
  const head = builder.finish(part, { keepRemovals: (id) => plan.kept.some((layer) => layers[layer]!.frameOf(id) !== undefined), decided: tally.decided });
  renameSync(part, join(directory, file));
  return { advisories: [...plan.kept.map((layer) => standing[layer]!), { file, bytes: head.bytes, sha256: head.sha256 }], tally };
}

/** What was written as a whole is counted as a whole: of the numbers there were, only those of enrichments go on. */
function sourcesBefore(before: OpenedIndex | undefined, { isWhole }: Tally): Manifest["sources"] {
  const sources = before?.manifest.sources ?? [];
  const enrichments = (id: string): number => before?.layers.facts.find(({ source }) => source === id)?.head.counts.enrichments ?? 0;
  return isWhole ? sources.map((source) => ({ ...source, records: enrichments(source.id) })) : sources;
}

function countsOf(directory: string, advisories: readonly FilePlace[], tally: Tally): Manifest["counts"] {
  const after = openLayers(directory, { advisories, enrichments: [] });
  try { return tally.counts(after); } finally { for (const segment of after.segments) segment.close(); }
}
