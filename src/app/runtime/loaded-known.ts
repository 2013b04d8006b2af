// What is known of a release's loaded components: reports of its hosts, and files that events saw.
import { dayMs, hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { LoadedKnown } from "../../runtime/loaded.ts";
import { loadedFrom } from "../../runtime/loaded-paths.ts";
import type { SeenPath } from "../../runtime/loaded-paths.ts";
import type { Observer } from "../../runtime/observer.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { StateRow } from "../../runtime/state.ts";
import type { Ports } from "../../store/store.ts";

const kind = "loaded";
/** A release that ran longer without being seen to load it has most likely been replaced. */
const pathHoldsMs = 90 * dayMs;
/** Seen again: kept anew once an hour. */
const freshMs = hourMs;
const pathsOfRelease = 2000;
const mostReleases = 2000;

const keyOf = (releaseId: string, path: string): string => `${releaseId} ${path}`;

export async function loadedKnown(ports: Pick<Ports, "loaded" | "detections">, org: string, releaseId: string): Promise<LoadedKnown> {
  // Rows of one release stand together, behind the key that none of them has.
  const rows = await ports.detections.restore(org, [kind], { kind, key: `${releaseId} ` }, pathsOfRelease);
  const paths = rows.filter(({ key }) => key.startsWith(`${releaseId} `)).map(({ body }) => JSON.parse(body) as SeenPath);
  return { ...await ports.loaded.ofRelease(org, releaseId), paths };
}

/** Learns from events which files of a placed release are loaded or opened. It says nothing itself. */
export function createLoadedObserver(): Observer {
  const known = new Map<string, Map<string, Instant>>();
  let put: StateRow[] = [];
  const note = (releaseId: string, { path, how, at }: SeenPath): void => {
    const paths = known.get(releaseId) ?? new Map<string, Instant>();
    const before = paths.get(path);
    if ((before === undefined && paths.size >= pathsOfRelease) || (before !== undefined && at - before < freshMs) || (!known.has(releaseId) && known.size >= mostReleases)) return;
    known.set(releaseId, paths.set(path, at));
    put.push({ kind, key: keyOf(releaseId, path), dueAt: at + pathHoldsMs, body: JSON.stringify({ path, how, at } satisfies SeenPath) });
  };
  return {
    kinds: [kind],
    restore(rows) {
      for (const { key, body } of rows) {
        const { path, at } = JSON.parse(body) as SeenPath;
        const releaseId = key.slice(0, key.indexOf(" "));
        known.set(releaseId, (known.get(releaseId) ?? new Map<string, Instant>()).set(path, at));
      }
    },
    observe(event: RuntimeEvent, { releaseId }: Placement) {
      const seen = releaseId === undefined ? undefined : loadedFrom(event);
      if (seen !== undefined && releaseId !== undefined) note(releaseId, seen);
      return [];
    },
    take() {
      const changes = { put, remove: [] };
      put = [];
      return changes;
    },
  };
}
