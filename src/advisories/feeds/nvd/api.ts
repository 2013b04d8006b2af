// NVD's API 2.0: everything once, page by page; then windows of what was modified.
import { dayMs, hourMs, toIso } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import { Fault } from "../../../kernel/fault.ts";
import { printableUrl } from "../../../kernel/printable-url.ts";
import { askForFile, expected } from "../../feed-reply.ts";
import type { FeedContext, FeedPart } from "../../feed.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { NvdCursor, Run } from "./cursor.ts";
import { partsOfPage } from "./pages.ts";
import type { Envelope } from "./pages.ts";
import { patientHttp } from "./patient-http.ts";
import { partsOfCve } from "./parts.ts";
import { readSettings } from "./settings.ts";

// "The maximum allowable range when using any date range parameters is 120 consecutive days."
const longestWindowMs = 119 * dayMs;
// A change may become visible later than the time it bears.
const overlapMs = hourMs;
const restarts = 5;

type Asking = Pick<FeedContext, "http" | "signal"> & { baseUrl: string; pageSize: number };

/**
 * A checkpoint after each page. A window in which nothing changed costs one request and leaves the cursor as it is,
 * unless more windows follow.
 */
export async function* pullApi(context: FeedContext): AsyncGenerator<FeedPart> {
  const settings = readSettings(context.settings);
  const asking = { http: patientHttp(context, settings), signal: context.signal, baseUrl: context.baseUrl, pageSize: settings.pageSize };
  const now = context.clock.now();
  let cursor = readCursor(context.cursor);
  do {
    const run = cursor.run ?? nextRun(cursor.at, now);
    const before = cursor;
    cursor = yield* pullRun(asking, { ...cursor, run });
    const isQuiet = cursor.run === undefined && run.total === 0 && run.to >= now && before.at !== undefined;
    if (!isQuiet) yield checkpoint(cursor);
  } while ((cursor.at ?? 0) < now);
}

function nextRun(at: Instant | undefined, now: Instant): Run {
  if (at === undefined) return { from: undefined, to: now, startIndex: 0, total: undefined };
  const from = at - overlapMs;
  return { from, to: Math.min(now, from + longestWindowMs), startIndex: 0, total: undefined };
}

/** All pages of one run. When the list got shorter while it was read, what moved up a page was missed, and the run begins again. */
async function* pullRun(asking: Asking, begun: NvdCursor & { run: Run }): AsyncGenerator<FeedPart, NvdCursor> {
  const { run } = begun;
  for (let again = 0; again <= restarts;) {
    const { startIndex, totalResults, count } = yield* pullPage(asking, run);
    const shrank = run.total !== undefined && totalResults < run.total;
    run.total = totalResults;
    run.startIndex = shrank ? 0 : startIndex + count;
    if (shrank) again++;
    else if (run.startIndex >= totalResults) return { ...begun, at: run.to, run: undefined };
    else if (count === 0) throw new Fault("feed.truncated", { detail: `${printableUrl(asking.baseUrl)} gave an empty page at ${startIndex} of ${totalResults}.` });
    yield checkpoint(begun);
  }
  throw new Fault("feed.unavailable", { detail: `${printableUrl(asking.baseUrl)} changed ${restarts} times while it was read.` });
}

async function* pullPage(asking: Asking, run: Run): AsyncGenerator<FeedPart, { startIndex: number; totalResults: number; count: number }> {
  const url = urlOf(asking, run);
  const reply = await askForFile(asking, url, expected.json);
  let count = 0;
  let envelope: Envelope | undefined;
  if (reply.kind === "content") for await (const part of partsOfPage(reply.bytes, url)) {
    asking.signal.throwIfAborted();
    if (part.kind === "envelope") envelope = part.envelope;
    else yield* partsOfCve(part.text, `/vulnerabilities/${run.startIndex + count++}`);
  }
  return { startIndex: run.startIndex, totalResults: envelope?.totalResults ?? 0, count };
}

function urlOf({ baseUrl, pageSize }: Asking, { from, to, startIndex }: Run): string {
  const url = new URL(baseUrl);
  url.searchParams.set("resultsPerPage", String(pageSize));
  url.searchParams.set("startIndex", String(startIndex));
  if (from !== undefined) {
    url.searchParams.set("lastModStartDate", stamp(from));
    url.searchParams.set("lastModEndDate", stamp(to));
  }
  return url.href;
}

// With milliseconds and an offset in numbers, as the API documents it; searchParams escapes the plus.
const stamp = (at: Instant): string => `${toIso(at).replace(/(?:\.\d+)?Z$/, "")}.${String(at % 1000).padStart(3, "0")}+00:00`;

const checkpoint = (cursor: NvdCursor): FeedPart =>
  ({ kind: "checkpoint", cursor: writeCursor(cursor), progress: { done: cursor.run?.startIndex ?? cursor.run?.total ?? 0, total: cursor.run?.total } });
