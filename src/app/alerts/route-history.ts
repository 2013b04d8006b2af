// Two routings over the same past: who got each alert and notice, and who would have.
import type { Instant } from "../../kernel/clock.ts";
import { noticeReceivers } from "../../notify/compiled-routing.ts";
import type { CompiledRouting } from "../../notify/compiled-routing.ts";
import { labelsText } from "../../notify/dispatch.ts";
import { labelSetsOf } from "../../notify/notice-labels.ts";
import type { LabelSet } from "../../notify/label.ts";
import type { Ports } from "../../store/store.ts";

export interface RouteHistory {
  alerts: number;
  notices: number;
  receivers: readonly { receiver: string; before: number; after: number }[];
  /** The first of those whose receivers differ. */
  differences: readonly { what: string; before: readonly string[]; after: readonly string[] }[];
  /** All of them, shown or not. */
  different: number;
}

const perPage = 500;
const differencesShown = 100;

/** Alerts that were reported since, and notices made since, each counted once for each receiver. */
export async function compareRoutings(ports: Pick<Ports, "alerts">, org: string, since: Instant, before: CompiledRouting, after: CompiledRouting): Promise<RouteHistory> {
  const counts = new Map<string, { before: number; after: number }>();
  const differences: RouteHistory["differences"][number][] = [];
  const history = { alerts: 0, notices: 0, different: 0 };
  const take = (what: string, labelSets: readonly LabelSet[]): void => {
    const [was, would] = [before, after].map((routing) => noticeReceivers(routing, labelSets).map(({ receiverId }) => receiverId).toSorted()) as [string[], string[]];
    for (const id of was) countFor(counts, id).before += 1;
    for (const id of would) countFor(counts, id).after += 1;
    if (was.join(" ") === would.join(" ")) return;
    history.different += 1;
    if (differences.length < differencesShown) differences.push({ what, before: was, after: would });
  };
  for await (const { labels, updatedAt } of pages((after) => ports.alerts.alertsAfter(org, { state: undefined, now: since }, after, perPage), ({ fingerprint }) => fingerprint)) {
    if (updatedAt < since) continue;
    history.alerts += 1;
    take(labelsText(labels), [labels]);
  }
  for await (const { notice } of pages((after) => ports.alerts.noticesSince(org, since, after, perPage), ({ noticeId }) => noticeId)) {
    history.notices += 1;
    take(notice.title, labelSetsOf(notice));
  }
  const receivers = [...counts].map(([receiver, count]) => ({ receiver, ...count })).toSorted((a, b) => (a.receiver < b.receiver ? -1 : 1));
  return { ...history, receivers, differences };
}

function countFor(counts: Map<string, { before: number; after: number }>, id: string): { before: number; after: number } {
  const kept = counts.get(id) ?? { before: 0, after: 0 };
  counts.set(id, kept);
  return kept;
}

async function* pages<T>(read: (after: string | undefined) => Promise<readonly T[]>, keyOf: (one: T) => string): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (page.length < perPage || last === undefined) return;
    after = keyOf(last);
  }
}
