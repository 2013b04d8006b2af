// Groups whose time has come: sifted, compared with what each receiver was told, and put into the outbox.
import { secondMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Alert } from "../../notify/alert.ts";
import type { AlertGroup, Told } from "../../notify/alert-store.ts";
import { flushReason, toldExpiry } from "../../notify/alert-flush.ts";
import type { FlushReason } from "../../notify/alert-flush.ts";
import { alertsPerNotice, noticeOf } from "../../notify/alert-flush-notice.ts";
import { toldIdOf } from "../../notify/dispatch.ts";
import { outboxRows } from "../../notify/notice-store.ts";
import type { OutboxRows } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { RouteNode } from "../../notify/routing.ts";
import type { Suppression } from "../../notify/suppression.ts";
import type { Ports } from "../../store/store.ts";
import { commonOf, emptySifted, inhibitedBy, sift } from "./alert-sift.ts";
import type { Inhibition, Sieve, Sifted } from "./alert-sift.ts";
import { endedSignals } from "./alert-signals.ts";
import { placeAlerts } from "./alerts.ts";
import type { LoopContext } from "../loop/context.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import { routingInForce, silencerInForce } from "./routes.ts";

/** One transaction takes so many groups, and reads so many alerts at once. */
const groupsPerRound = 250;
const alertsPerPage = 2000;
// An empty group goes soon, but not at once: an alert that comes back keeps its pace (Alertmanager's maintenance runs every 30 s).
const emptyGroupMs = 30 * secondMs;

export interface FlushReport { groups: number; notices: number; nextFlushAt: Instant | undefined }

/** One round. Crashing before the commit leaves every group due, crashing after it leaves the notices in the outbox. */
export async function flushDueGroups(context: LoopContext): Promise<FlushReport> {
  const dueAt = await context.store.read.alerts.nextFlushAt();
  if (dueAt === undefined || dueAt > context.clock.now()) return { groups: 0, notices: 0, nextFlushAt: dueAt };
  const report = await context.store.write(async (ports) => ({ ...await flushRound(context, ports), nextFlushAt: await ports.alerts.nextFlushAt() }));
  if (report.notices > 0) context.committed();
  return report;
}

/** The groups that are due, longest first, in the caller's transaction; at most groupsPerRound of them. */
export async function flushRound(context: LoopContext, ports: Ports): Promise<Omit<FlushReport, "nextFlushAt">> {
  const due = await ports.alerts.dueGroups(context.clock.now(), groupsPerRound);
  let notices = 0;
  for (const [org, groups] of Map.groupBy(due, (group) => group.org)) notices += await flushGroups(context, ports, org, groups);
  return { groups: due.length, notices };
}

/** What a round writes, gathered so that many groups are few statements. */
interface Round extends Sieve { context: LoopContext; ports: Ports; org: string; wantsResolved: ReadonlyMap<string, boolean>; told: ReadonlyMap<string, Told[]>; inhibitions: ReadonlyMap<string, Inhibition> | undefined; outbox: OutboxRows[]; groups: AlertGroup[]; newTold: Told[]; held: Suppression[]; gone: string[]; timedOut: Alert[] }

async function flushGroups(context: LoopContext, ports: Ports, org: string, groups: readonly AlertGroup[]): Promise<number> {
  const members = await ports.alerts.membersOf(org, groups.map(({ groupId }) => groupId), alertsPerPage);
  const round = await beginRound(context, ports, org, groups, members && [...members.values()].flat());
  for (const group of groups) await flushGroup(round, group, members && [members.get(group.groupId) ?? []]);
  await ports.notices.enqueueAll(round.outbox);
  await ports.alerts.putGroups(round.groups);
  await ports.alerts.putTold(org, round.newTold);
  await ports.alerts.removeGroups(org, round.gone);
  await ports.silences.addSuppressions(org, round.held, round.now);
  // A report of the end is signalled when it comes in; this end came without one.
  await raiseSignals(context, ports, org, endedSignals(round.timedOut), "alerts");
  return round.outbox.length;
}

async function beginRound(context: LoopContext, ports: Ports, org: string, groups: readonly AlertGroup[], members: readonly Alert[] | undefined): Promise<Round> {
  const routing = await routingInForce(context, ports, org);
  const now = context.clock.now();
  const told = await ports.alerts.findTold(org, groups.map(toldIdOf));
  return {
    context, ports, org, now, routing, inhibitions: members && await inhibitionsOf(ports, org, members, { routing, now }), silencer: await silencerInForce(context, ports, org),
    wantsResolved: new Map((await ports.settings.receivers(org)).map(({ id, common }) => [id, wantsResolved(common)])),
    told: Map.groupBy(told, ({ toldId }) => toldId), outbox: [], groups: [], newTold: [], held: [], gone: [], timedOut: [],
  };
}

/** Asked once for all groups of the round: they mostly ask after the same sources. */
async function inhibitionsOf(ports: Ports, org: string, members: readonly Alert[], sieve: Pick<Sieve, "routing" | "now">): Promise<Map<string, Inhibition>> {
  const found = await inhibitedBy(ports, org, members, sieve);
  return new Map(members.flatMap(({ fingerprint }, index) => { const one = found[index]; return one ? [[fingerprint, one]] : []; }));
}

/** A setting that every receiver has (notify/receiver-settings.ts); true unless it was switched off. Only this one is read: templates are dear. */
const wantsResolved = (common: string): boolean => (JSON.parse(common) as { sendResolved?: unknown }).sendResolved !== false;

async function flushGroup(round: Round, group: AlertGroup, pages: readonly (readonly Alert[])[] | undefined): Promise<void> {
  const node = round.routing.nodes.get(group.leafId);
  if (node === undefined) return regroup(round, group);
  const mute = round.routing.compiled.mutedAt(node, round.now);
  const told = round.told.get(toldIdOf(group)) ?? [];
  const asked = { ...round, mute, wasTold: new Set(told.flatMap(({ firing }) => firing)) };
  const sifted = emptySifted();
  for await (const page of pages ?? pagesOf(round, group)) round.held.push(...await sift(round.ports, group, page, sifted, asked));
  if (sifted.members === 0) { round.gone.push(group.groupId); return; }
  tell(round, group, node, sifted, told);
  round.timedOut.push(...sifted.timedOut);
  if (sifted.leaving.length > 0) await round.ports.alerts.removeMembers(round.org, group.groupId, sifted.leaving);
  const isEmpty = sifted.leaving.length === sifted.members;
  const pause = isEmpty ? Math.min(emptyGroupMs, node.groupIntervalMs) : node.groupIntervalMs;
  round.groups.push({ ...group, flushedAt: round.now, isEmpty, nextFlushAt: mute === undefined || isEmpty ? round.now + pause : Math.min(round.now + pause, Math.max(mute.endsAt, round.now + secondMs)) });
}

async function* pagesOf({ ports, org }: Round, { groupId }: AlertGroup): AsyncGenerator<readonly Alert[]> {
  for (let after: string | undefined; ;) {
    const page = await ports.alerts.membersAfter(org, groupId, after, alertsPerPage);
    if (page.length > 0) yield page;
    if (page.length < alertsPerPage) return;
    after = page.at(-1)?.fingerprint;
  }
}

/** Its route is gone: the members wait under the routes of today. */
async function regroup(round: Round, group: AlertGroup): Promise<void> {
  for await (const page of pagesOf(round, group)) await placeAlerts(round.ports, round.org, page, round.routing, round.now);
  round.gone.push(group.groupId);
}

interface Telling { reason: FlushReason; withResolved: boolean }

/** One notice for all receivers that are told the same for the same reason. */
function tell(round: Round, group: AlertGroup, node: RouteNode, sifted: Sifted, told: readonly Told[]): void {
  if (sifted.firing.fingerprints.length + sifted.resolved.fingerprints.length === 0) return;
  const byTelling = new Map<string, Telling & { receivers: string[] }>();
  for (const receiverId of node.receivers.length > 0 ? node.receivers : [""]) {
    const telling = tellingOf(round, group, node, sifted, told.find((one) => one.receiverId === receiverId), receiverId);
    if (telling === undefined) continue;
    const key = `${telling.reason} ${telling.withResolved}`;
    const same = byTelling.get(key);
    if (same) same.receivers.push(receiverId); else byTelling.set(key, { ...telling, receivers: [receiverId] });
  }
  for (const telling of byTelling.values()) enqueueGroup(round, group, sifted, telling);
}

/** How a receiver is told, noted in the log as told; undefined when it is not, with what held it. */
function tellingOf(round: Round, group: AlertGroup, node: RouteNode, sifted: Sifted, told: Told | undefined, receiverId: string): Telling | undefined {
  const { now } = round;
  const state = { firing: sifted.firing.fingerprints, resolved: sifted.resolved.fingerprints };
  const sendResolved = round.wantsResolved.get(receiverId) ?? true;
  const reason = flushReason({ state, told: told && told.expiresAt > now ? told : undefined, repeatIntervalMs: node.repeatIntervalMs, sendResolved, now });
  const held = (by: Suppression["by"], byId: string, why: string): undefined => { round.held.push({ by, byId, why, subject: group.groupKey, target: receiverId, title: `group ${group.groupKey}` }); };
  if (reason === undefined) {
    return state.firing.length > 0 ? held("duplicate", group.groupId, `told at ${toIso(told?.toldAt ?? now)}; nothing new since, and ${node.repeatIntervalMs / secondMs} s must pass before it is repeated`)
      : held("resolved", node.id, "over before anybody was told of it");
  }
  round.newTold.push({ toldId: toldIdOf(group), receiverId, toldAt: now, ...state, expiresAt: toldExpiry(now, node.repeatIntervalMs) });
  if (!sendResolved && state.firing.length === 0) return held("receiver", receiverId, "the receiver does not want resolves (sendResolved is off)");
  return { reason, withResolved: sendResolved };
}

function enqueueGroup(round: Round, group: AlertGroup, { firing, resolved }: Sifted, { reason, withResolved, receivers }: Telling & { receivers: readonly string[] }): void {
  const { context, org, now } = round;
  const sides = withResolved ? [firing, resolved] : [firing];
  const notice: Notice = noticeOf({
    group, reason, now, publicUrl: context.publicUrl, firing: firing.fingerprints.length, resolved: withResolved ? resolved.fingerprints.length : 0,
    alerts: sides.flatMap(({ alerts }) => alerts).slice(0, alertsPerNotice), common: commonOf(...sides),
  });
  const isNobody = receivers.length === 1 && receivers[0] === "";
  const why = `route ${group.leafId} names no receiver`;
  if (isNobody) round.held.push({ by: "route", byId: group.leafId, why, subject: group.groupKey, target: "", title: `group ${group.groupKey}` });
  round.outbox.push(outboxRows({ org, noticeId: context.ids.next("ntc"), notice, routed: isNobody ? { kind: "no-receiver", why } : { kind: "routed", receivers }, now, groupWaitMs: 0 }));
}
