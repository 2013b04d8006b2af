// What is known of CVE ids, one file for each source: replaced when the source gave everything, laid over what it said before when not.
import { renameSync } from "node:fs";
import { join } from "node:path";
import { parseInstant } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Enrichment } from "../advisory.ts";
import type { Manifest } from "./manifest.ts";
import type { OpenedIndex } from "./open-index.ts";
import { createSegmentBuilder } from "./segment-builder.ts";
import type { SegmentBuilder } from "./segment-builder.ts";
import type { SegmentHead } from "./segment-file.ts";
import { openSegment } from "./segment.ts";
import { addTo } from "./tally.ts";
import type { SourceChange } from "./tally.ts";

type Place = Manifest["enrichments"][number];

export interface EnrichmentFiles {
  add(source: string, enrichment: Enrichment): void;
  /** The source has given everything it knows. */
  complete(source: string): void;
  /** Adds to `changes` what each source's numbers grow by. */
  write(generation: number, before: OpenedIndex | undefined, changes: Map<string, SourceChange>): readonly Place[];
  discard(): void;
}

interface Pending { builder: SegmentBuilder; isComplete: boolean; newestAt: Instant | undefined }

export function createEnrichmentFiles(directory: string): EnrichmentFiles {
  const pending = new Map<string, Pending>();
  const of = (source: string): Pending => {
    const known = pending.get(source) ?? { builder: createSegmentBuilder(directory, `enrichments-${source}`), isComplete: false, newestAt: undefined };
    pending.set(source, known);
    return known;
  };
  return {
    add(source, enrichment) {
      const own = of(source);
      own.builder.enrich(enrichment);
      own.newestAt = Math.max(own.newestAt ?? -Infinity, dateOf(enrichment) ?? -Infinity);
    },
    complete(source) { of(source).isComplete = true; },
    write(generation, before, changes) {
      const places = new Map((before?.manifest.enrichments ?? []).map((place) => [place.source, place]));
      for (const [source, own] of pending) {
        const old = before?.layers.facts.find((segment) => segment.source === source);
        // A feed of advisories alone may say that its list is complete as well.
        if (own.builder.added === 0 && !old) continue;
        const { place, head } = writeSource(directory, generation, source, own, old);
        places.set(source, place);
        addTo(changes, source, head.counts.enrichments - (old?.head.counts.enrichments ?? 0), own.newestAt !== undefined && Number.isFinite(own.newestAt) ? own.newestAt : undefined);
      }
      return [...places.values()];
    },
    discard() { for (const { builder } of pending.values()) builder.discard(); },
  };
}

/** When the source said so, where the enrichment tells. */
function dateOf(enrichment: Enrichment): Instant | undefined {
  if (enrichment.kind === "kev") return enrichment.addedAt;
  return enrichment.kind === "epss" ? parseInstant(enrichment.scoredOn) : undefined;
}

function writeSource(directory: string, generation: number, source: string, own: Pending, old: { enrichments(): Iterable<Enrichment> } | undefined): { place: Place; head: SegmentHead } {
  const file = `enrichments-${source}-${generation}.segment`;
  const part = join(directory, `${file}.part`);
  let head = own.builder.finish(part, { keepRemovals: () => false });
  if (old && !own.isComplete) head = overlaid(directory, source, part, old);
  renameSync(part, join(directory, file));
  return { place: { source, file, bytes: head.bytes, sha256: head.sha256 }, head };
}

/** Writes the file at `part` again, with what was said before beneath it. */
function overlaid(directory: string, source: string, part: string, old: { enrichments(): Iterable<Enrichment> }): SegmentHead {
  const both = createSegmentBuilder(directory, `enrichments-${source}-both`);
  const news = openSegment(part);
  try {
    for (const enrichment of old.enrichments()) both.enrich(enrichment);
    for (const enrichment of news.enrichments()) both.enrich(enrichment);
  } finally { news.close(); }
  const whole = `${part.slice(0, -".part".length)}.both.part`;
  const head = both.finish(whole, { keepRemovals: () => false });
  renameSync(whole, part);
  return head;
}
