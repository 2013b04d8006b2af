// Where the OSV feed stands: what is done, what a pull was in the middle of, and what the last complete listing held.
import type { Instant } from "../../../kernel/clock.ts";
import type { FeedCursor } from "../../feed.ts";
import type { Validators } from "../../feed-reply.ts";
import type { Listing } from "./listing.ts";

/**
 * Everything older than `at` is done; of what is as old or newer exactly the rows in `known` are.
 * So equal times, rows that appear late within the overlap and rows dated in the future cost a look-up, and none can hide others.
 */
export interface Mark { at: Instant; known: readonly string[] }

/** A row whose record was not there yet; asked for again before it is given up. */
export interface Owed { row: string; tries: number }

/** A pull under way. `upTo` bounds the rows it answers for, so that a resumed one ends where the first would have. */
export interface Run {
  mark: Mark;
  upTo: Instant;
  validators: Validators;
  /** Ecosystems finished in this run. */
  done: readonly string[];
  records: number;
  total: number | undefined;
  owed: readonly Owed[];
  /** The archive being read: its validator and the next entry. A changed archive is read from its start. */
  at?: { ecosystem: string; tag: string; entry: number };
}

export interface OsvCursor {
  v: 1;
  /** undefined until the first complete pull. */
  mark?: Mark;
  validators?: Validators;
  /** Ecosystems that were once read as a whole. */
  covered: readonly string[];
  owed: readonly Owed[];
  run?: Run;
  listing?: Listing;
}

const fresh: OsvCursor = { v: 1, covered: [], owed: [] };

/** A cursor of a form we do not know (an older version's) starts afresh: everything is pulled again, nothing is lost. */
export function readCursor(cursor: FeedCursor): OsvCursor {
  if (cursor === undefined) return fresh;
  const read: unknown = JSON.parse(cursor);
  return typeof read === "object" && read !== null && "v" in read && read.v === 1 ? read as OsvCursor : fresh;
}

export const writeCursor = (cursor: OsvCursor): string => JSON.stringify(cursor);
