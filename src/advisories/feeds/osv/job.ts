// What every step of an OSV pull needs, and how it tells what it did.
import type { FeedContext, FeedPart } from "../../feed.ts";
import { writeCursor } from "./cursor.ts";
import type { OsvCursor, Run } from "./cursor.ts";
import { readOsv } from "./read.ts";
import type { OsvOrigin } from "./read.ts";
import type { OsvSettings } from "./settings.ts";

export interface OsvJob { context: FeedContext; settings: OsvSettings; urlOf(...segments: string[]): string }

/** A step yields parts and returns where the feed stands after it. */
export type Step<Result = OsvCursor> = AsyncGenerator<FeedPart, Result>;

/** A cursor inside a run. */
export interface Running extends OsvCursor { run: Run }

export function checkpoint(cursor: OsvCursor): FeedPart {
  const { records = 0, total } = cursor.run ?? {};
  return { kind: "checkpoint", cursor: writeCursor(cursor), progress: { done: records, total } };
}

/** The advisory, then what of it could not be used: `<id>#<JSON pointer>`. */
export function* partsOf(text: string, origin: OsvOrigin): Generator<FeedPart> {
  const reading = readOsv(text, origin);
  if (reading.kind === "reject") { yield reading; return; }
  yield { kind: "advisory", advisory: reading.advisory };
  for (const { at, reason } of reading.left) yield { kind: "reject", record: `${reading.advisory.id}#${at}`, reason };
}
