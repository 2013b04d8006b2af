// The advisory index as its readers see it: the segments that the manifest names, asked from the latest to the first.
import { join } from "node:path";
import type { AliasAssertion } from "../alias-clusters.ts";
import { clusterAroundSync } from "../alias-clusters.ts";
import type { Enrichment } from "../advisory.ts";
import { scopeMatches } from "../../versions/ecosystem.ts";
import type { AdvisoryIndex, IndexedPart } from "./advisory-index.ts";
import { advisoryFrom, isRemoved, isWithdrawn } from "./advisory-frame.ts";
import type { Frame } from "./advisory-frame.ts";
import { createAnswerCache } from "./answer-cache.ts";
import { filesOf, getManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { partsFrom } from "./part-text.ts";
import { damaged } from "./segment-file.ts";
import { openSegment } from "./segment.ts";
import type { Segment } from "./segment.ts";

/** An index on disk, with what only its own rooms ask for. */
export interface OpenedIndex extends AdvisoryIndex {
  readonly manifest: Manifest;
  readonly layers: Layers;
  /** Parts of malicious packages that list this version or speak in ranges; for nearly every component that there are none costs two reads. */
  maliciousPartsOf(packageKey: string, version: string): readonly IndexedPart[];
  /** Throws index.damaged naming the file whose bytes are not those that were written. */
  verify(): void;
}

/** Segments of advisories, oldest first, read as one. */
export interface Layers {
  readonly segments: readonly Segment[];
  readonly facts: readonly (Segment & { source: string })[];
  /** What is said last of an id: its advisory or its removal. */
  find(id: string): Frame | undefined;
  /** Does a segment after this one speak of the id? */
  isReplaced(id: string, layer: number): boolean;
  /** Is there a part of an advisory that stands, in any ecosystem? */
  hasPackage(packageKey: string): boolean;
}

// Answers are kept by the length of their text; as objects they take about four times as much.
const answerBytes = 16 * 1024 * 1024;
const tries = 20;

/** Opens what stands there now; a swap later does not disturb it. Throws index.missing, index.damaged, index.newer. */
export function openAdvisoryIndex(directory: string): OpenedIndex {
  for (let left = tries; ; left--) {
    const manifest = getManifest(directory);
    try { return indexOn(directory, manifest, openLayers(directory, manifest)); } catch (cause) {
      if (!isGone(cause)) throw cause;
      // A swap between the two reads took the file away; the next manifest has others.
      if (left === 0 || getManifest(directory).generation === manifest.generation) throw damaged(directory, "a file that the manifest names is not there", cause);
    }
  }
}

const isGone = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT";

export function openLayers(directory: string, { advisories, enrichments }: Pick<Manifest, "advisories" | "enrichments">): Layers {
  const opened: Segment[] = [];
  const open = ({ file, sha256, bytes }: Manifest["advisories"][number]): Segment => {
    const segment = openSegment(join(directory, file));
    opened.push(segment);
    if (segment.head.sha256 !== sha256 || segment.head.bytes !== bytes) throw damaged(segment.path, "is another file than the manifest names");
    return segment;
  };
  try {
    return layersOf(advisories.map(open), enrichments.map((place) => ({ ...open(place), source: place.source })));
  } catch (cause) {
    for (const segment of opened) segment.close();
    throw cause;
  }
}

function layersOf(segments: readonly Segment[], facts: Layers["facts"]): Layers {
  const last = segments.length - 1;
  const isReplaced = (id: string, layer: number): boolean => {
    for (let above = layer + 1; above <= last; above++) if (segments[above]!.frameOf(id)) return true;
    return false;
  };
  return {
    segments, facts, isReplaced,
    find(id) {
      for (let layer = last; layer >= 0; layer--) {
        const frame = segments[layer]!.frameOf(id);
        if (frame) return frame;
      }
      return undefined;
    },
    hasPackage: (packageKey) => segments.some((segment, layer) => segment.groupsOf(packageKey).some((group) =>
      layer === last || !isReplaced(group.firstId(), layer) || partsFrom(group.text(), packageKey, group.ecosystem).some(({ advisoryId }) => !isReplaced(advisoryId, layer)))),
  };
}

function indexOn(directory: string, manifest: Manifest, layers: Layers): OpenedIndex {
  const parts = createAnswerCache<readonly IndexedPart[]>(answerBytes);
  const clusters = createAnswerCache<readonly string[]>(answerBytes);
  const standing = (id: string): Frame | undefined => {
    const frame = layers.find(id);
    return frame && !isRemoved(frame) ? frame : undefined;
  };
  const all = [...layers.segments, ...layers.facts];
  const sound = <T>(read: () => T): T => soundly(directory, read);
  return {
    manifest, layers,
    status: () => ({
      formatVersion: manifest.format, generation: manifest.generation, builtAt: manifest.builtAt, sources: manifest.sources, counts: manifest.counts, ecosystems: manifest.ecosystems,
      bytes: filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0), segments: manifest.advisories.length,
    }),
    partsOf(packageKey, ecosystem) {
      // For most packages there is nothing, and a table in memory says so faster than a kept answer would.
      if (layers.segments.every((segment) => segment.surelyLacks(packageKey))) return nothing;
      const question = `${ecosystem}\n${packageKey}`;
      const known = parts.find(question);
      if (known) return known;
      const found = sound(() => readParts(layers, packageKey, ecosystem));
      return parts.put(question, found.parts, found.weight + question.length);
    },
    maliciousPartsOf: (packageKey, version) => sound(() => layers.segments.flatMap((segment, layer) => segment.maliciousOf(packageKey, version)
      .filter((frame) => !layers.isReplaced(frame.id(), layer))
      .flatMap((frame) => partsIn(frame).filter((part) => part.packageKey === packageKey && (part.ranges.length > 0 || part.versions.includes(version)))))),
    advisory: (id) => sound(() => { const frame = standing(id); return frame && advisoryFrom(frame); }),
    partsOfAdvisory: (id) => sound(() => { const frame = standing(id); return frame ? partsIn(frame) : []; }),
    clusterOf: (id) => clusters.find(id) ?? clusters.put(id, sound(() => clusterAroundSync(id, (ids) => assertionsTouching(layers, ids))), 64),
    enrichmentsOf: (cve) => sound(() => enrichmentsOf(layers, cve)),
    verify: () => { for (const segment of all) segment.verify(); },
    close: () => { for (const segment of all) segment.close(); parts.clear(); clusters.clear(); },
  };
}

/** Bytes that changed since they were written make any reader stumble somewhere: that is damage, and no error of ours. */
function soundly<T>(directory: string, read: () => T): T {
  try { return read(); } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof RangeError || cause instanceof TypeError) throw damaged(directory, `holds what cannot be read (${cause.message}); \`aftwatch db status --verify\` names the file`, cause);
    throw cause;
  }
}

const nothing: readonly IndexedPart[] = Object.freeze([]);

function readParts(layers: Layers, packageKey: string, ecosystem: string): { parts: readonly IndexedPart[]; weight: number } {
  const parts: IndexedPart[] = [];
  let groups = 0;
  let weight = 64;
  for (const [layer, segment] of layers.segments.entries()) {
    for (const group of segment.groupsOf(packageKey)) {
      if (!scopeMatches(group.ecosystem, ecosystem)) continue;
      const text = group.text();
      weight += text.length;
      groups++;
      for (const part of partsFrom(text, packageKey, group.ecosystem)) if (!layers.isReplaced(part.advisoryId, layer)) parts.push(part);
    }
  }
  // Within one group they are in order already; a stable sort keeps the parts of one advisory as it lists them.
  return { parts: groups > 1 ? parts.sort((a, b) => compareText(a.advisoryId, b.advisoryId)) : parts, weight };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const partsIn = (frame: Frame): IndexedPart[] => [...frame.parts()].flatMap(({ key, ecosystem, text }) => partsFrom(text.toString(), key, ecosystem));

// A withdrawn advisory claims nothing.
function assertionsTouching(layers: Layers, ids: readonly string[]): readonly AliasAssertion[] {
  const found = new Map<string, AliasAssertion>();
  // An advisory of many names is met under each of them; its names are read once.
  const add = (frame: Frame): void => {
    const id = frame.id();
    if (!found.has(id)) found.set(id, { id, aliases: frame.names().aliases });
  };
  for (const id of ids) {
    const own = layers.find(id);
    if (own && !isRemoved(own) && !isWithdrawn(own)) add(own);
    for (const [layer, segment] of layers.segments.entries()) {
      for (const frame of segment.naming(id)) if (!layers.isReplaced(frame.id(), layer)) add(frame);
    }
  }
  return [...found.values()];
}

function enrichmentsOf({ facts }: Layers, cve: string): readonly Enrichment[] {
  const last = new Map<string, Enrichment>();
  for (const segment of facts) for (const enrichment of segment.enrichmentsOf(cve)) last.set(`${enrichment.kind} ${segment.source}`, enrichment);
  return [...last.values()];
}
