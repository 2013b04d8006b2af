// The contract of a feed: where the world's knowledge comes from. pull does the I/O, read is pure.
//
// feed     a source that is polled: OSV, CISA KEV, EPSS
// cursor   what the feed needs to ask only for news; kept in the transaction of the data it stands for
// record   one raw item of the feed, by its id
import type { Clock } from "../kernel/clock.ts";
import type { Http } from "../kernel/http.ts";
import type { Log } from "../kernel/log.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { Advisory, Enrichment } from "./advisory.ts";

/** Opaque to everyone but the feed itself; JSON text. undefined = never pulled. */
export type FeedCursor = string | undefined;

export type FeedPart =
  | { kind: "advisory"; advisory: Advisory }
  | { kind: "enrichment"; enrichment: Enrichment }
  /** A record that could not be read: it costs that record, not the feed. */
  | { kind: "reject"; record: string; reason: string }
  /** The record is gone at the source (after two absences in a row, see the feed). */
  | { kind: "gone"; record: string }
  /** All parts before this one may be committed together with this cursor; the pull can resume from it. */
  | { kind: "checkpoint"; cursor: string; progress: { done: number; total: number | undefined } }
  /** A complete list followed: enrichments of this feed not seen since the pull began no longer hold. */
  | { kind: "complete-list" };

export interface FeedContext {
  baseUrl: string;
  http: Http;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  cursor: FeedCursor;
  settings: Readonly<Record<string, unknown>>;
}

/** pull throws a Fault (feed.*) when the source as a whole cannot be used; what it yielded up to the last checkpoint stands. */
export interface Feed extends Plugin {
  readonly defaultBaseUrl: string;
  readonly licence: string;
  /** How often to ask; settings may say otherwise. */
  readonly pollMs: number;
  /** Older than this without a successful pull is stale, and says so everywhere. */
  readonly staleAfterMs: number;
  pull(context: FeedContext): AsyncIterable<FeedPart>;
}

export const defineFeed = (feed: Feed): Feed => feed;
