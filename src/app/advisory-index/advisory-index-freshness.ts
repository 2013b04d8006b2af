// Is the advisory index fresh enough to answer "no": each source that should be in it, against how old it may be.
import { feeds } from "../../advisories/feeds/index.ts";
import type { IndexStatus } from "../../advisories/advisory-index/advisory-index.ts";
import type { Instant } from "../../kernel/clock.ts";

/** missing: enabled, and never heard to its end. ageMs: since it was last heard. */
export interface SourceFreshness { id: string; state: "fresh" | "stale" | "missing"; records: number; newestAt: Instant | undefined; syncedAt: Instant | undefined; ageMs: number | undefined; limitMs: number }

/** enabled: ids of the settings' feeds; what else is in the index is judged as well. maxAgeMs: in place of each feed's own limit. */
export function freshnessOf({ sources }: Pick<IndexStatus, "sources">, now: Instant, { enabled, maxAgeMs }: { enabled: readonly string[]; maxAgeMs?: number | undefined }): SourceFreshness[] {
  const ids = [...new Set([...enabled, ...sources.map(({ id }) => id)])];
  return ids.map((id) => {
    const source = sources.find((one) => one.id === id);
    const limitMs = maxAgeMs ?? feeds.find(id)?.staleAfterMs ?? Infinity;
    const ageMs = source && now - source.syncedAt;
    const state = ageMs === undefined ? "missing" : ageMs > limitMs ? "stale" : "fresh";
    return { id, state, records: source?.records ?? 0, newestAt: source?.newestAt, syncedAt: source?.syncedAt, ageMs, limitMs };
  });
}
