// The changed records of one ecosystem: one by one, or from its archive when they are many or the mirror has no single files.
import type { FeedPart } from "../../feed.ts";
import { askFeed, expected, textOf } from "../../feed-reply.ts";
import { openArchive } from "./archive.ts";
import type { ListedRow } from "./changes.ts";
import type { Owed } from "./cursor.ts";
import { partsOf } from "./job.ts";
import type { OsvJob, Running, Step } from "./job.ts";
import { finished, readArchive } from "./whole.ts";

// Dependency-Track's measured threshold: beyond it one archive is cheaper than the requests.
const singleRecords = 250;
const atOnce = 8;
const recordBytes = 64 * 1024 * 1024;
// The listing is sometimes ahead of the files; three polls are enough for them to arrive.
const maxTries = 3;

/** Yields what changed in `ecosystem`. A row whose record is nowhere yet is owed to the next polls, then rejected. */
export async function* pullChanged(job: OsvJob, before: Running, ecosystem: string, rows: readonly ListedRow[]): Step<Running> {
  if (rows.length > singleRecords) {
    // The archive is made on a schedule of its own: what it lacks, or holds as it was, may have arrived as a file already.
    const read = yield* fromArchive(job, before, ecosystem, rows, { resumable: true });
    const { cursor, absent } = yield* oneByOne(job, read.cursor, read.behind);
    return yield* settle(cursor, ecosystem, absent.filter((row) => !read.unseen.has(row)));
  }
  const { cursor, absent } = yield* oneByOne(job, before, rows);
  if (absent.length === 0) return yield* settle(cursor, ecosystem, []);
  const read = yield* fromArchive(job, cursor, ecosystem, absent, { resumable: false });
  return yield* settle(read.cursor, ecosystem, read.behind.filter((row) => !read.unseen.has(row)));
}

/** Each row's own file; absent are those that have none. */
async function* oneByOne(job: OsvJob, before: Running, rows: readonly ListedRow[]): Step<{ cursor: Running; absent: readonly ListedRow[] }> {
  const absent: ListedRow[] = [];
  for (let first = 0; first < rows.length; first += atOnce) {
    job.context.signal.throwIfAborted();
    const batch = rows.slice(first, first + atOnce);
    const answers = await Promise.all(batch.map((row) => findRecord(job, row)));
    for (const [index, parts] of answers.entries()) {
      if (parts === undefined) absent.push(batch[index]!);
      else yield* parts;
    }
  }
  return { cursor: withRecords(before, rows.length - absent.length), absent };
}

const withRecords = (cursor: Running, more: number): Running => ({ ...cursor, run: { ...cursor.run, records: cursor.run.records + more } });

async function findRecord(job: OsvJob, row: ListedRow): Promise<readonly FeedPart[] | undefined> {
  const url = job.urlOf(row.ecosystem, `${row.id}.json`);
  const reply = await askFeed(job.context, url, expected.json);
  if (reply.kind !== "content") return undefined;
  const text = await textOf(reply.bytes, url, recordBytes);
  return [...partsOf(text, { source: "osv", label: `${row.ecosystem}/${row.id}`, expectedId: row.id, listedAt: Number.isFinite(row.at) ? row.at : undefined })];
}

/** behind: rows the archive lacks, holds as they were, or gave to a reading before this one; the last are unseen as well. */
interface FromArchive { cursor: Running; behind: readonly ListedRow[]; unseen: ReadonlySet<ListedRow> }

// Some listings give whole seconds of a time that the record gives more exactly.
const roundingMs = 1000;

// Only a reading of all wanted rows may leave an entry behind to go on at: after single files the wanted set could differ next time.
async function* fromArchive(job: OsvJob, before: Running, ecosystem: string, rows: readonly ListedRow[], { resumable }: { resumable: boolean }): Step<FromArchive> {
  const archive = await openArchive(job.context, job.urlOf(ecosystem, "all.zip"), job.settings.tmpDir);
  if (archive === undefined) return { cursor: before, behind: rows, unseen: new Set() };
  try {
    const start = resumable ? before : { ...before, run: finishedHalf(before) };
    const given = new Map<string, number>();
    const cursor = yield* noting(given, readArchive(job, start, ecosystem, archive, new Set(rows.map(({ id }) => id))));
    const held = new Set(archive.ids);
    const unseen = new Set(rows.filter(({ id }) => held.has(id) && !given.has(id)));
    return { cursor, unseen, behind: rows.filter((row) => unseen.has(row) || !held.has(row.id) || (given.get(row.id) ?? 0) + roundingMs < row.at) };
  } finally {
    await archive.close();
  }
}

/** Passes everything on, and keeps the times of the records; one that cannot be read has been given all the same. */
async function* noting(given: Map<string, number>, step: Step<Running>): Step<Running> {
  for (;;) {
    const next = await step.next();
    if (next.done) return next.value;
    if (next.value.kind === "advisory") given.set(next.value.advisory.id, next.value.advisory.modifiedAt);
    if (next.value.kind === "reject" && !given.has(next.value.record)) given.set(next.value.record, Infinity);
    yield next.value;
  }
}

function finishedHalf({ run }: Running): Running["run"] {
  const { at: _half, ...rest } = run;
  return rest;
}

async function* settle(cursor: Running, ecosystem: string, missing: readonly ListedRow[]): Step<Running> {
  const triesOf = new Map(cursor.owed.map(({ row, tries }) => [row, tries]));
  const owed: Owed[] = [];
  for (const { text, id } of missing) {
    const tries = (triesOf.get(text) ?? 0) + 1;
    if (tries < maxTries) owed.push({ row: text, tries });
    else yield { kind: "reject", record: `${ecosystem}/${id}`, reason: `is listed in modified_id.csv, but neither its file nor the archive holds it, or not yet as listed (asked ${tries} times)` };
  }
  const run = finished(cursor, ecosystem);
  return { ...cursor, run: { ...run, owed: [...run.owed, ...owed] } };
}
