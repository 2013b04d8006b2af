// Where the advisory index lies: as told, beside the server's data, or in the user's cache.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { manifestPath } from "../../advisories/advisory-index/manifest.ts";
import { settingTexts } from "../settings.ts";

/** What the answer depends on. flag: of --db. */
export interface IndexPlaceContext { env: Readonly<Record<string, string | undefined>>; cwd: string; home: string; flag?: string | undefined }

/**
 * The flag, else AFTWATCH_DB (or `db` in aftwatch.yaml), else `advisory-index` in the settings' data directory when there is one, else
 * `aftwatch/advisory-index` in the user's cache (XDG Base Directory: $XDG_CACHE_HOME, else ~/.cache).
 */
export function advisoryIndexPlace({ env, cwd, home, flag }: IndexPlaceContext): string {
  const texts = settingTexts(env, {}, cwd);
  const told = flag || texts.db.value;
  if (told) return resolve(cwd, told);
  const beside = join(resolve(cwd, texts.data.value), "advisory-index");
  return existsSync(manifestPath(beside)) ? beside : join(env["XDG_CACHE_HOME"] || join(home, ".cache"), "aftwatch", "advisory-index");
}
