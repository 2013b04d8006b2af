// The feeds as they run here: where each is read from, how it stands, and one sync at a time.
import { feeds } from "../../advisories/feeds/index.ts";
import type { Feed } from "../../advisories/feed.ts";
import { Fault } from "../../kernel/fault.ts";
import { secondMs } from "../../kernel/clock.ts";
import type { Http } from "../../kernel/http.ts";
import type { FeedStatus } from "../app.ts";
import { feedSettings } from "./feed-settings.ts";
import type { LoopContext } from "../loop/context.ts";
import { syncFeed } from "../loop/sync-feed.ts";
import type { SyncReport } from "../loop/sync-feed.ts";
import type { Settings } from "../settings.ts";

export interface FeedDesk {
  status(): Promise<readonly FeedStatus[]>;
  /** Joins a sync that runs already. */
  sync(feedId: string, actor: string): Promise<SyncReport>;
  enabled(): readonly { feed: Feed; pollMs: number }[];
  /** What is shipped with the program, when nothing better has been loaded yet. */
  loadStarter(): Promise<void>;
  isStarterOnly(): Promise<boolean>;
}

/** scratch: a folder of this server alone, for archives while they are read. */
export function createFeedDesk(context: LoopContext, settings: Settings["feeds"], scratch: string, http: Http, signal: AbortSignal): FeedDesk {
  const running = new Map<string, Promise<SyncReport>>();
  const progress = new Map<string, { done: number; total: number | undefined }>();
  const pollMsOf = (feed: Feed): number => (settings.pollSeconds === undefined ? feed.pollMs : settings.pollSeconds * secondMs);
  const baseUrlOf = (feed: Feed): string => settings.baseUrls[feed.id] ?? feed.defaultBaseUrl;

  const start = (feed: Feed, baseUrl: string, actor: string): Promise<SyncReport> => {
    const known = running.get(feed.id);
    if (known) return known;
    const job = { feed, baseUrl, http, signal, settings: feedSettings(feed.id, settings, scratch), onProgress: (at: { done: number; total: number | undefined }) => { progress.set(feed.id, at); } };
    const sync = syncFeed(context, job, actor).finally(() => { running.delete(feed.id); progress.delete(feed.id); });
    running.set(feed.id, sync);
    return sync;
  };
  const desk: FeedDesk = {
    enabled: () => feeds.all.filter(({ id }) => settings.enabled.includes(id)).map((feed) => ({ feed, pollMs: pollMsOf(feed) })),
    sync: (feedId, actor) => {
      const feed = feeds.find(feedId);
      if (!feed) throw new Fault("request.not-found", { detail: `There is no feed ${feedId}; there are ${feeds.all.map(({ id }) => id).join(", ")}.` });
      return start(feed, baseUrlOf(feed), actor);
    },
    status: async () => {
      const rows = new Map((await context.store.views.vulnerabilities.feeds()).map((row) => [row.id, row]));
      return feeds.all.map((feed): FeedStatus => {
        const row = rows.get(feed.id) ?? { lastAttemptAt: undefined, lastSuccessAt: undefined, lastError: undefined, records: 0, rejects: 0 };
        const enabled = feed.id === "starter" || settings.enabled.includes(feed.id);
        const state = running.has(feed.id) ? "running" : stateOf(feed, row, context.clock.now());
        return {
          id: feed.id, about: feed.about, baseUrl: withoutCredentials(baseUrlOf(feed)), licence: feed.licence, enabled, state, lastAttemptAt: row.lastAttemptAt, lastSuccessAt: row.lastSuccessAt, lastError: row.lastError,
          records: row.records, rejects: row.rejects, progress: progress.get(feed.id), staleAfterSeconds: feed.staleAfterMs / secondMs, pollSeconds: pollMsOf(feed) / secondMs,
        };
      });
    },
    loadStarter: async () => {
      const [starter, kev, epss] = ["starter", "kev", "epss"].map((id) => feeds.find(id));
      if (!starter || !kev || !epss) throw new TypeError("the starter set needs the feeds starter, kev and epss");
      const { advisories } = context.store.read;
      if (!(await advisories.feed("osv"))?.lastSuccessAt) await start(starter, starter.defaultBaseUrl, "starter");
      // The same readers on the files beside the set; what they say is marked as the starter's, and yields to the feed.
      if (!(await advisories.feed("kev"))?.lastSuccessAt) await start({ ...kev, id: "starter-kev" }, new URL("kev.json", starter.defaultBaseUrl).href, "starter");
      if (!(await advisories.feed("epss"))?.lastSuccessAt) await start({ ...epss, id: "starter-epss" }, new URL("epss.csv", starter.defaultBaseUrl).href, "starter");
    },
    isStarterOnly: async () => (await context.store.read.advisories.feed("osv"))?.lastSuccessAt === undefined,
  };
  return desk;
}

function stateOf(feed: Feed, row: { lastSuccessAt: number | undefined; lastError: string | undefined }, now: number): FeedStatus["state"] {
  if (row.lastError !== undefined) return "failing";
  if (row.lastSuccessAt === undefined) return "never";
  return now - row.lastSuccessAt > feed.staleAfterMs ? "stale" : "fresh";
}

function withoutCredentials(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  return url.href;
}
