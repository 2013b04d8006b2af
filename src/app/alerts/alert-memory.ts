// What the storm engine remembers, held between batches: read once, written behind in each batch's own transaction, exact after a crash.
import { randomUUID } from "node:crypto";
import type { ProfileHead } from "../../incidents/alert-profile-store.ts";
import type { ProfileRow } from "../../incidents/storm/profile.ts";
import type { StormSettings } from "../../incidents/storm/settings.ts";
import { createStorm } from "../../incidents/storm/storm.ts";
import type { Storm } from "../../incidents/storm/storm.ts";
import { hourMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports, Store } from "../../store/store.ts";

/** What an organisation's memory holds at the most; beyond it what was seen longest ago goes. */
const mostRows = 50_000;
/** Organisations held at once; the one that was asked longest ago goes and is read again when it comes back. */
const mostHeld = 8;
const stampsKept = 16;
/** Keys that went are noted for an hour: who was away longer reads everything. */
const noteGoneMs = hourMs;
const longestAwayMs = noteGoneMs / 2;
const tidyEveryMs = 10 * minuteMs;

/** stamp: of our last write, which may have been rolled back; version: what the rows are of. */
interface Held { storm: Storm; stamp: string; version: number; at: Instant; tidiedAt: Instant; silencesAt: Instant }

export interface StormHold {
  storm: Storm;
  /** When silent streams were last looked for; undefined: not since it was read. */
  silencesAt: Instant | undefined;
  /** Writes what changed, in the caller's transaction. Once for each hold. */
  keep(silencesAt: Instant): Promise<void>;
}

export type StormMemories = (store: Store, ports: Ports, org: string, now: Instant) => Promise<StormHold>;

/** For use within a write: writers go one after the other, so what the head says holds until the commit. */
export function createStormMemories(settings: StormSettings): StormMemories {
  const tag = randomUUID();
  let writes = 0;
  const byStore = new WeakMap<Store, Map<string, Held>>();
  return async (store, ports, org, now) => {
    const held = byStore.get(store) ?? new Map<string, Held>();
    byStore.set(store, held);
    const head = await ports.alertProfiles.head(org);
    const before = held.get(org);
    // Out of memory until it is written: a batch that fails half-way leaves nothing that it touched.
    held.delete(org);
    const storm = await current(ports, org, now, settings, head, before);
    return {
      storm, silencesAt: before?.silencesAt,
      keep: async (silencesAt) => {
        const next = { version: (head?.version ?? 0) + 1, stamp: `${tag} ${++writes}` };
        await ports.alertProfiles.write(org, storm.takeChanges(), { version: next.version, stamps: [next.stamp, ...head?.stamps ?? []].slice(0, stampsKept) }, now);
        const isTidied = before !== undefined && now - before.tidiedAt < tidyEveryMs;
        if (!isTidied) await ports.alertProfiles.forget(org, now - noteGoneMs);
        if (held.size >= mostHeld) held.delete(held.keys().next().value ?? "");
        held.set(org, { storm, ...next, at: now, tidiedAt: isTidied ? before.tidiedAt : now, silencesAt });
      },
    };
  };
}

/** Ours, when nobody wrote since; ours and what others wrote since; or all of it, when our last write never was or is too long ago. */
async function current(ports: Ports, org: string, now: Instant, settings: StormSettings, head: ProfileHead | undefined, held: Held | undefined): Promise<Storm> {
  const limits = { rows: mostRows };
  if (head === undefined) return createStorm(settings, [], limits);
  if (held === undefined || !head.stamps.includes(held.stamp) || now - held.at > longestAwayMs || now < held.at) return createStorm(settings, (await ports.alertProfiles.read(org, 0)).rows, limits);
  if (head.stamps[0] === held.stamp) return held.storm;
  const { rows, gone } = await ports.alertProfiles.read(org, held.version);
  const known = new Map<string, ProfileRow>(held.storm.snapshot().map((row) => [row.key, row]));
  for (const row of rows) known.set(row.key, row);
  for (const key of gone) known.delete(key);
  return createStorm(settings, known.values(), limits);
}
