// An OSV pull from beginning to end: plan, whole ecosystems, changed records, and once a day the complete listing.
import { hourMs } from "../../../kernel/clock.ts";
import type { FeedContext, FeedPart } from "../../feed.ts";
import { askForFile, linesOf } from "../../feed-reply.ts";
import { changesSince, overlapMs, surveyOf } from "./changes.ts";
import type { ListedRow, UnreadableRow } from "./changes.ts";
import { csvRows, rowOf } from "./csv.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Mark, OsvCursor, Run } from "./cursor.ts";
import { pullChanged } from "./changed.ts";
import { checkpoint } from "./job.ts";
import type { OsvJob, Running, Step } from "./job.ts";
import { openListing } from "./open-listing.ts";
import { relist } from "./relist.ts";
import { isEcosystemFolder, isSelected, readSettings } from "./settings.ts";
import { pullWhole } from "./whole.ts";

/** What a run has to do; `run` is where it stands. */
interface Plan { run: Run; whole: readonly string[]; changed: ReadonlyMap<string, readonly ListedRow[]>; unreadable: readonly UnreadableRow[] }

export async function* pullOsv(context: FeedContext): AsyncGenerator<FeedPart> {
  const base = context.baseUrl.replace(/\/+$/, "");
  const job: OsvJob = { context, settings: readSettings(context.settings), urlOf: (...segments) => [base, ...segments.map(encodeURIComponent)].join("/") };
  const cursor = readCursor(context.cursor);
  const plan = cursor.mark === undefined ? await planFirst(job, cursor) : await planNext(job, cursor, cursor.mark);
  const after = plan === undefined ? cursor : yield* carryOut(job, { ...cursor, run: plan.run }, plan);
  const dueAt = (after.listing?.at ?? -Infinity) + job.settings.relistHours * hourMs;
  if (job.context.clock.now() >= dueAt) yield* relist(job, after);
}

const selects = (job: OsvJob) => (ecosystem: string): boolean => isSelected(job.settings, ecosystem);

// The listing is read before the archives: what changes meanwhile is newer than its mark and comes with the next poll.
// The mark knows no rows and no validators, because an archive may be older than the listing beside it.
async function planFirst(job: OsvJob, cursor: OsvCursor): Promise<Plan> {
  const whole = job.settings.ecosystems ?? await listEcosystems(job);
  if (cursor.run !== undefined) return { run: cursor.run, whole, changed: new Map(), unreadable: [] };
  const reply = await openListing(job);
  const { upTo, total } = await surveyOf(csvRows(reply.bytes, reply.url), (ecosystem) => whole.includes(ecosystem), job.context.clock.now());
  const run: Run = { mark: { at: upTo - overlapMs, known: [] }, upTo, validators: {}, done: [], records: 0, total, owed: [] };
  return { run, whole, changed: new Map(), unreadable: [] };
}

async function listEcosystems(job: OsvJob): Promise<readonly string[]> {
  const url = job.urlOf("ecosystems.txt");
  const reply = await askForFile(job.context, url, { what: "a list of ecosystems, one a line", begins: (head) => /^[A-Za-z0-9[]/.test(head) });
  const names: string[] = [];
  if (reply.kind === "content") for await (const lines of linesOf(reply.bytes, url)) names.push(...lines.map((line) => line.trim()).filter((line) => line !== ""));
  const odd = names.filter((name) => !isEcosystemFolder(name));
  if (odd.length > 0) job.context.log.warn("osv ecosystem names refused", { names: odd.slice(0, 10) });
  return names.filter((name) => isEcosystemFolder(name) && isSelected(job.settings, name));
}

/** undefined when nothing changed: one request, answered with 304. */
async function planNext(job: OsvJob, cursor: OsvCursor, since: Mark): Promise<Plan | undefined> {
  const uncovered = (job.settings.ecosystems ?? []).filter((ecosystem) => !cursor.covered.includes(ecosystem));
  const mayBeUnchanged = cursor.run === undefined && uncovered.length === 0;
  const reply = await openListing(job, mayBeUnchanged ? cursor.validators : {});
  if (reply.kind === "unchanged") return undefined;
  const found = await changesSince(csvRows(reply.bytes, reply.url), since, job.context.clock.now());
  const rows = found.rows.filter(({ ecosystem }) => selects(job)(ecosystem));
  const whole = new Set([...uncovered, ...rows.map(({ ecosystem }) => ecosystem).filter((ecosystem) => !cursor.covered.includes(ecosystem))]);
  // As with a first pull: of an ecosystem read as a whole no row counts as known.
  const known = found.mark.known.filter((text) => !whole.has(ecosystemIn(text)));
  const run: Run = cursor.run ?? { mark: { at: found.mark.at, known }, upTo: found.upTo, validators: reply.validators, done: [], records: 0, total: rows.length, owed: [] };
  const pinned = new Set(run.mark.known);
  const mine = rows.filter((row) => !whole.has(row.ecosystem) && (row.at <= run.upTo || pinned.has(row.text)));
  return { run, whole: [...whole], changed: byEcosystem([...mine, ...owedRows(cursor)]), unreadable: found.unreadable };
}

const ecosystemIn = (text: string): string => rowFrom(text)?.ecosystem ?? "";
const owedRows = (cursor: OsvCursor): readonly ListedRow[] => cursor.owed.flatMap(({ row }) => rowFrom(row) ?? []);

function rowFrom(text: string): ListedRow | undefined {
  const row = rowOf(text, 0);
  return row.kind === "row" ? row : undefined;
}

// A record listed twice (owed, and changed again) is fetched once, as its newest row.
function byEcosystem(rows: readonly ListedRow[]): ReadonlyMap<string, readonly ListedRow[]> {
  const newest = new Map<string, ListedRow>();
  for (const row of rows) {
    const key = `${row.ecosystem}/${row.id}`;
    if (row.at >= (newest.get(key)?.at ?? -Infinity)) newest.set(key, row);
  }
  return Map.groupBy(newest.values(), ({ ecosystem }) => ecosystem);
}

async function* carryOut(job: OsvJob, begun: Running, plan: Plan): Step {
  let cursor = begun;
  for (const { line, text } of plan.unreadable) yield { kind: "reject", record: `modified_id.csv:${line}`, reason: `is not a row of time and ecosystem/id: ${JSON.stringify(text)}` };
  for (const ecosystem of plan.whole) {
    if (cursor.run.done.includes(ecosystem)) continue;
    cursor = yield* pullWhole(job, cursor, ecosystem);
    yield checkpoint(cursor);
  }
  for (const [ecosystem, rows] of plan.changed) {
    if (cursor.run.done.includes(ecosystem)) continue;
    cursor = yield* pullChanged(job, cursor, ecosystem, rows);
    yield checkpoint(cursor);
  }
  const { run, ...rest } = cursor;
  // While something is owed the listing is asked for again even if it did not change.
  const done: OsvCursor = { ...rest, mark: run.mark, validators: run.owed.length > 0 ? {} : run.validators, owed: run.owed };
  yield { kind: "checkpoint", cursor: writeCursor(done), progress: { done: run.records, total: run.records } };
  return done;
}
