// Lists of alerts and of their groups: a page costs what it shows, however many there are.
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { decodeCursor, encodeCursor } from "../../kernel/page.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Alert } from "../../notify/alert.ts";
import type { AlertGroup } from "../../notify/alert-store.ts";
import { compileMatchers } from "../../notify/matcher.ts";
import type { Matcher } from "../../notify/matcher.ts";
import { inhibitedBy } from "./alert-sift.ts";
import type { AlertStatus } from "./alert-status.ts";
import type { LoopContext } from "../loop/context.ts";
import { sieveOf } from "../delivery/notice-gate.ts";

export type AlertState = "firing" | "resolved" | "suppressed";
export interface AlertRow extends Alert, AlertStatus { state: AlertState }
/** alertCount: all of its alerts, shown or not. */
export interface AlertGroupRow extends AlertGroup { receivers: readonly string[]; alerts: readonly AlertRow[]; alertCount: number }
export interface AlertQuery { state?: AlertState | undefined; matchers: readonly Matcher[] }

type RowsOf = (org: string, alerts: readonly Alert[]) => Promise<AlertRow[]>;
interface Search { context: LoopContext; org: string; query: AlertQuery; page: PageRequest; rowsOf(alerts: readonly Alert[]): Promise<AlertRow[]> }
interface Filter { state: "firing" | "resolved" | undefined; now: Instant }

const perPage = 500;
const perCount = 5000;

/** What is left by matchers and silences is known only alert by alert, so pages are filled from their cursor on. */
export async function listAlerts(search: Search): Promise<Page<AlertRow>> {
  const { context: { store, clock }, org, query, page, rowsOf } = search;
  const filter: Filter = { state: query.state === "resolved" ? "resolved" : query.state === undefined ? undefined : "firing", now: clock.now() };
  const start = cursorOf(page);
  const wanted = await wantedBy(search);
  const total = start?.total ?? await countAlerts(search, filter, wanted);
  const found: Alert[] = [];
  for (let after: Pick<Alert, "startsAt" | "fingerprint"> | undefined = start; total > 0;) {
    // The first read is of about what is shown; only when little of it is wanted are the next ones larger.
    const size: number = after === start ? Math.min(perPage, page.limit + 1) : perPage;
    const alerts: Alert[] = await store.read.alerts.newestAlerts(org, filter, after, size);
    found.push(...await wanted.of(alerts));
    if (alerts.length < size || found.length > page.limit || (start === undefined && found.length === total)) break;
    after = alerts.at(-1);
  }
  const shown = found.slice(0, page.limit);
  const last = found.length > page.limit ? shown.at(-1) : undefined;
  return { items: await rowsOf(shown), total, next: last && encodeCursor([last.startsAt, last.fingerprint, total]) };
}

/** of: those that the query is about. isAll: every alert in its state is; isNone: no alert can be. */
interface Wanted { of<A extends Pick<Alert, "labels">>(alerts: readonly A[]): Promise<A[]>; isAll: boolean; isNone: boolean }

async function wantedBy({ context, org, query }: Search): Promise<Wanted> {
  const matches = compileMatchers(query.matchers);
  const asksHeld = query.state === "firing" || query.state === "suppressed";
  const canHold = asksHeld && await canHoldAny(context, org);
  return {
    isAll: query.matchers.length === 0 && !canHold, isNone: query.state === "suppressed" && !canHold,
    of: async (alerts) => {
      const matching = alerts.filter(({ labels }) => matches(labels));
      if (!canHold) return matching;
      const held = await heldAmong(context, org, matching);
      return matching.filter((_, index) => held[index] === (query.state === "suppressed"));
    },
  };
}

/** The total travels with the cursor: it is counted once for a list, not once for each page. */
function cursorOf({ after }: PageRequest): (Pick<Alert, "startsAt" | "fingerprint"> & { total: number }) | undefined {
  const values = decodeCursor(after, 3);
  if (!values) return undefined;
  const [startsAt, fingerprint, total] = values;
  if (typeof startsAt !== "number" || typeof fingerprint !== "string" || typeof total !== "number") throw notACursor();
  return { startsAt, fingerprint, total };
}

const notACursor = (): Fault => new Fault("request.invalid", { places: [{ at: "/after", rule: "is not a cursor of this list" }] });

/** By the index where every alert counts; else by the labels of each, without the rest of it. */
async function countAlerts({ context, org }: Search, filter: Filter, wanted: Wanted): Promise<number> {
  const { alerts } = context.store.read;
  if (wanted.isNone) return 0;
  if (wanted.isAll) return alerts.countAlerts(org, filter);
  let total = 0;
  for (let after: string | undefined; ;) {
    const some = await alerts.labelsAfter(org, filter, after, perCount);
    total += (await wanted.of(some)).length;
    if (some.length < perCount) return total;
    after = some.at(-1)?.fingerprint;
  }
}

async function canHoldAny(context: LoopContext, org: string): Promise<boolean> {
  const { store: { read }, clock } = context;
  const { routing } = await sieveOf(context, read, org);
  const isTimed = [...routing.nodes.values()].some(({ muteTimes, activeTimes }) => muteTimes.length + activeTimes.length > 0);
  return isTimed || (await read.silences.silencesEndingAfter(org, clock.now())).length > 0 || await read.alerts.hasSources(org, clock.now());
}

/** Whether something holds each now; a mute time only when it holds on every route (loop/alert-status.ts). */
async function heldAmong(context: LoopContext, org: string, alerts: readonly Pick<Alert, "labels">[]): Promise<boolean[]> {
  const { read } = context.store;
  const { routing, silencer, now } = await sieveOf(context, read, org);
  const inhibited = await inhibitedBy(read, org, alerts, { routing, now });
  return alerts.map(({ labels }, index) => inhibited[index] !== undefined || silencer.silencedBy(labels, now).length > 0 || routing.compiled.routesFor(labels).every((leaf) => routing.compiled.mutedAt(leaf, now) !== undefined));
}

/** Every alert that fires, in the order of fingerprints. */
export async function* firing({ store, clock }: LoopContext, org: string, rowsOf: RowsOf): AsyncGenerator<AlertRow> {
  for (let after: string | undefined; ;) {
    const page = await store.read.alerts.alertsAfter(org, { state: "firing", now: clock.now() }, after, perPage);
    yield* await rowsOf(org, page);
    if (page.length < perPage) return;
    after = page.at(-1)?.fingerprint;
  }
}

export async function* groups({ store }: LoopContext, org: string, rowsOf: RowsOf): AsyncGenerator<AlertGroupRow> {
  for (let after: string | undefined; ;) {
    const page = await store.read.alerts.listGroups(org, after, perPage);
    for (const group of page) {
      const alerts: AlertRow[] = [];
      for (let last: string | undefined; ;) {
        const members = await store.read.alerts.membersAfter(org, group.groupId, last, perPage);
        alerts.push(...await rowsOf(org, members));
        if (members.length < perPage) break;
        last = members.at(-1)?.fingerprint;
      }
      yield rowOf(group, alerts, alerts.length);
    }
    if (page.length < perPage) return;
    after = page.at(-1)?.groupId;
  }
}

export async function groupPage({ store: { read } }: LoopContext, org: string, page: PageRequest, alertsEach: number, rowsOf: RowsOf): Promise<Page<AlertGroupRow>> {
  const [start, total] = decodeCursor(page.after, 2) ?? [undefined, await read.alerts.countGroups(org)];
  if ((start !== undefined && typeof start !== "string") || typeof total !== "number") throw notACursor();
  const found: AlertGroup[] = [];
  for (let after = start; found.length <= page.limit;) {
    const some = await read.alerts.listGroups(org, after, page.limit + 1);
    found.push(...some.filter(({ isEmpty }) => !isEmpty));
    if (some.length <= page.limit) break;
    after = some.at(-1)?.groupId;
  }
  const shown = found.slice(0, page.limit);
  const counts = await read.alerts.countMembers(org, shown.map(({ groupId }) => groupId));
  const items: AlertGroupRow[] = [];
  for (const group of shown) {
    const members = alertsEach === 0 ? [] : await read.alerts.membersAfter(org, group.groupId, undefined, alertsEach);
    items.push(rowOf(group, await rowsOf(org, members), counts.get(group.groupId) ?? 0));
  }
  return { items, total, next: found.length > page.limit ? encodeCursor([shown.at(-1)?.groupId ?? "", total]) : undefined };
}

const rowOf = (group: AlertGroup, alerts: readonly AlertRow[], alertCount: number): AlertGroupRow =>
  ({ ...group, alerts, alertCount, receivers: alerts[0]?.leaves.find(({ id }) => id === group.leafId)?.receivers ?? [] });
