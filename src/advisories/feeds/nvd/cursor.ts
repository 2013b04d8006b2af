// Where a pull of NVD stands: complete up to an instant, and inside a run the page that comes next.
import type { Instant } from "../../../kernel/clock.ts";
import type { Validators } from "../../feed-reply.ts";
import { isRecord } from "./shape.ts";

/** Changes of [from, to]; from undefined: everything. startIndex: the next page. total: how many the last page announced. */
export interface Run { from: Instant | undefined; to: Instant; startIndex: number; total: number | undefined }

/** Of the API: `at` and `run`. Of files: what each answered when it was last read whole, by name. */
export interface NvdCursor { at: Instant | undefined; run: Run | undefined; files: Readonly<Record<string, Validators>> }

const start: NvdCursor = { at: undefined, run: undefined, files: {} };

export function readCursor(text: string | undefined): NvdCursor {
  const read: unknown = text === undefined ? {} : JSON.parse(text);
  return isRecord(read) ? { ...start, ...read } : start;
}

export const writeCursor = (cursor: NvdCursor): string => JSON.stringify(cursor);
