// One update of the advisory index from beginning to end, as a command or a job asks for it: settings, network and sources put together.
import type { Clock } from "../../kernel/clock.ts";
import { createHttp } from "../../kernel/fetch-http.ts";
import type { Http } from "../../kernel/http.ts";
import type { Log } from "../../kernel/log.ts";
import { indexSources } from "./advisory-index-sources.ts";
import { scratchOf, updateAdvisoryIndex } from "./advisory-index-update.ts";
import type { IndexUpdate } from "./advisory-index-update.ts";
import type { Settings } from "../settings.ts";

export interface IndexRun {
  directory: string;
  settings: Pick<Settings, "feeds" | "proxy" | "noProxy">;
  /** A URL or path in place of OSV's bucket. */
  from: string | undefined;
  fresh: boolean;
  cwd: string;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  http?: Http | undefined;
  holder: string;
  /** Of this program, for those who are asked. */
  version: string;
  onProgress(source: string, progress: { done: number; total: number | undefined }): void;
}

/** left: enabled sources that were not asked, and why. */
export interface IndexRunReport extends IndexUpdate { left: readonly { id: string; why: string }[] }

export async function runIndexUpdate({ directory, settings, from, cwd, http, version, ...job }: IndexRun): Promise<IndexRunReport> {
  const world = { clock: job.clock, log: job.log, signal: job.signal, http: http ?? createHttp({ clock: job.clock, userAgent: `aftwatch/${version}`, proxy: settings.proxy, noProxy: settings.noProxy }) };
  const { sources, left } = indexSources(settings.feeds, world, { from, cwd, scratch: scratchOf(directory) });
  return { ...await updateAdvisoryIndex(directory, { ...job, sources }), left };
}
