// Which sources fill the advisory index, and where each is read from: the feeds of the settings, a mirror, or loose files.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Feed, FeedContext } from "../../advisories/feed.ts";
import { feeds } from "../../advisories/feeds/index.ts";
import { recordsIn } from "./advisory-index-files.ts";
import { feedSettings } from "../feeds/feed-settings.ts";
import type { IndexSource } from "./advisory-index-update.ts";
import type { Settings } from "../settings.ts";

export interface IndexSources {
  sources: readonly IndexSource[];
  /** Enabled, and not asked: why. */
  left: readonly { id: string; why: string }[];
}

type World = Omit<FeedContext, "baseUrl" | "cursor" | "settings">;

/**
 * from: a URL or path in place of OSV's bucket. A folder stands for the whole world outside: KEV and EPSS are then read from
 * it as well, or from where the settings say, and otherwise left as they are. scratch: for archives while they are read.
 */
export function indexSources(settings: Settings["feeds"], world: World, { from, cwd, scratch }: { from: string | undefined; cwd: string; scratch: string }): IndexSources {
  const folder = from === undefined || /^https?:/.test(from) ? undefined : from.startsWith("file:") ? fileURLToPath(from) : resolve(cwd, from);
  const enabled = feeds.all.filter(({ id }) => settings.enabled.includes(id));
  const sources: IndexSource[] = [];
  const left: { id: string; why: string }[] = [];
  const pulled = (feed: Feed, baseUrl: string): IndexSource =>
    ({ id: feed.id, keepsCursor: true, pull: (cursor) => feed.pull({ ...world, baseUrl, cursor, settings: feedSettings(feed.id, settings, scratch) }) });
  for (const feed of enabled) {
    if (feed.id === "osv" && folder !== undefined && !isMirror(folder)) sources.push({ id: "osv", keepsCursor: false, pull: () => recordsIn(folder, world.signal) });
    else if (feed.id === "osv") sources.push(pulled(feed, folder === undefined ? from ?? settings.baseUrls["osv"] ?? feed.defaultBaseUrl : pathToFileURL(folder).href));
    else {
      const baseUrl = settings.baseUrls[feed.id] ?? (folder === undefined ? feed.defaultBaseUrl : fileOf(feed.id, folder));
      if (baseUrl === undefined) left.push({ id: feed.id, why: `${folder ?? ""} has no file of it` });
      else sources.push(pulled(feed, baseUrl));
    }
  }
  return { sources, left };
}

/** The layout of OSV's bucket, which can be asked for news. */
const isMirror = (folder: string): boolean => existsSync(join(folder, "ecosystems.txt")) && existsSync(join(folder, "modified_id.csv"));

const named: Readonly<Record<string, RegExp>> = {
  kev: /^known_exploited_vulnerabilities\.json(?:\.gz)?$/,
  epss: /^epss_scores-(?:current|\d{4}-\d{2}-\d{2})\.csv(?:\.gz)?$/,
};

/** A file as its source names it; of several days the last one, and "current" before any. */
function fileOf(id: string, folder: string): string | undefined {
  const pattern = named[id];
  if (!pattern || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const last = readdirSync(folder).filter((name) => pattern.test(name)).toSorted().at(-1);
  return last === undefined ? undefined : pathToFileURL(join(folder, last)).href;
}
