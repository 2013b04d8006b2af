// Brings the advisory index up to date: every source pulled from where it stood, and all of it made current at once.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import type { FeedPart } from "../../advisories/feed.ts";
import { openIndexWriter } from "../../advisories/advisory-index/index-writer.ts";
import type { IndexWriter } from "../../advisories/advisory-index/index-writer.ts";
import type { Manifest } from "../../advisories/advisory-index/manifest.ts";
import type { Clock } from "../../kernel/clock.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import type { Log } from "../../kernel/log.ts";
import { lockDirectory } from "../../store/lock.ts";
import type { DirectoryLock } from "../../store/lock.ts";

/** Where parts come from. keepsCursor: it can be asked for news only, from where it stood. */
export interface IndexSource { id: string; keepsCursor: boolean; pull(cursor: string | undefined): AsyncIterable<FeedPart> }

/** What one source brought. enriched: enrichments told, changed or not. error: it was not heard to its end; what came before stands. */
interface SourceUpdate { id: string; changed: number; unchanged: number; older: number; removed: number; enriched: number; rejected: number; error: string | undefined }

export interface IndexUpdate {
  /** undefined: nothing was heard and nothing is there. */
  manifest: Manifest | undefined;
  sources: readonly SourceUpdate[];
  /** The first ones of each source; `rejected` counts all. */
  rejects: readonly { source: string; record: string; reason: string }[];
}

export interface IndexUpdateJob {
  sources: readonly IndexSource[];
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** Nothing of what stands is taken over; a source that fails then leaves everything as it was. */
  fresh: boolean;
  /** Names this process to another one that finds the directory locked. */
  holder: string;
  onProgress(source: string, progress: { done: number; total: number | undefined }): void;
}

const shownRejects = 200;

/** Where archives are kept while they are read; there during an update, and gone after it. */
export const scratchOf = (directory: string): string => join(directory, "scratch.spool");

/** Throws index.locked while another process writes, and the first source's error when `fresh` and it fails. */
export async function updateAdvisoryIndex(directory: string, job: IndexUpdateJob): Promise<IndexUpdate> {
  const lock = lockIndex(directory, job.holder);
  try {
    const writer = openIndexWriter(directory, { fresh: job.fresh });
    mkdirSync(scratchOf(directory), { recursive: true, mode: 0o700 });
    try { return await pullAll(writer, job); } catch (cause) {
      writer.abandon();
      throw cause;
    }
  } finally { lock.release(); }
}

/** One writer a directory. */
export function lockIndex(directory: string, holder: string): DirectoryLock {
  try { return lockDirectory(directory, holder); } catch (cause) {
    if (!(cause instanceof Fault) || cause.code !== "store.locked") throw cause;
    throw new Fault("index.locked", cause.detail === undefined ? {} : { detail: cause.detail }, cause);
  }
}

async function pullAll(writer: IndexWriter, job: IndexUpdateJob): Promise<IndexUpdate> {
  const updates: SourceUpdate[] = [];
  const rejects: IndexUpdate["rejects"][number][] = [];
  const cursors: Record<string, string> = {};
  for (const source of job.sources) {
    const update = emptyUpdate(source.id);
    updates.push(update);
    try {
      await pullOne(writer, job, source, update, cursors, rejects);
    } catch (cause) {
      job.signal.throwIfAborted();
      if (job.fresh) throw cause;
      if (!(cause instanceof Fault)) job.log.error("source of the advisory index failed", { source: source.id, cause });
      update.error = messageOf(cause);
    }
  }
  const heard = updates.filter(({ error }) => error === undefined).map(({ id }) => id);
  const isNew = writer.before === undefined && heard.length === 0 && updates.every(({ changed, enriched }) => changed + enriched === 0);
  if (isNew) writer.abandon();
  return { manifest: isNew ? undefined : writer.commit(job.clock.now(), { heard, cursors }), sources: updates, rejects };
}

const emptyUpdate = (id: string): SourceUpdate => ({ id, changed: 0, unchanged: 0, older: 0, removed: 0, enriched: 0, rejected: 0, error: undefined });

async function pullOne(writer: IndexWriter, job: IndexUpdateJob, source: IndexSource, update: SourceUpdate, cursors: Record<string, string>, rejects: { source: string; record: string; reason: string }[]): Promise<void> {
  for await (const part of source.pull(source.keepsCursor ? writer.cursors[source.id] : undefined)) {
    switch (part.kind) {
      case "advisory": update[writer.put(part.advisory)]++; break;
      case "gone": writer.remove(part.record); update.removed++; break;
      case "enrichment": writer.enrich(source.id, part.enrichment); update.enriched++; break;
      case "complete-list": writer.completeEnrichments(source.id); break;
      case "reject":
        if (update.rejected++ < shownRejects) rejects.push({ source: source.id, record: part.record, reason: part.reason });
        break;
      case "checkpoint":
        job.signal.throwIfAborted();
        if (source.keepsCursor) cursors[source.id] = part.cursor;
        job.onProgress(source.id, part.progress);
        await breathe();
        break;
      default: part satisfies never;
    }
  }
}
