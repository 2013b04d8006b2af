// Alerts come in: kept, put into their groups, noted as sources of inhibition, and handed to incidents; all in one transaction.
import { raiseSignals } from "../incidents/incidents.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Alert } from "../../notify/alert.ts";
import { isResolvedAt } from "../../notify/alert.ts";
import type { AlertGroup } from "../../notify/alert-store.ts";
import { groupPlaceOf, joinGroup, mergeAlerts } from "../../notify/dispatch.ts";
import type { GroupPlace } from "../../notify/dispatch.ts";
import type { Ports } from "../../store/store.ts";
import type { AlertNews, AlertsToSignals } from "./alert-news.ts";
import { createAlertSignals } from "./alert-signals.ts";
import type { LoopContext } from "../loop/context.ts";
import { routingInForce } from "./routes.ts";
import type { RoutingInForce } from "./routes.ts";

/** Each is asked for every batch; without any, alerts raise no signals. */
const alertsToSignals: readonly AlertsToSignals[] = [createAlertSignals()];

export interface AlertReceipt { received: number; fired: number; resolved: number }

/** Keeps a batch. The same alert may come several times in it; the order is that of arrival. */
export async function receiveAlerts(context: LoopContext, ports: Ports, org: string, alerts: readonly Alert[], actor: string): Promise<readonly AlertNews[]> {
  const now = context.clock.now();
  const news = await mergeInto(ports, org, alerts, now);
  const merged = news.map(({ alert }) => alert);
  await ports.alerts.putAlerts(org, merged);
  const routing = await routingInForce(context, ports, org);
  await placeAlerts(ports, org, merged, routing, now);
  await signal(context, ports, org, news, actor);
  const receipt = receiptOf(news, alerts);
  if (receipt.fired + receipt.resolved > 0) await ports.ledger.append(org, [{ kind: "alerts.received", subject: "alerts", actor, body: { ...receipt, names: namesOf(news) } }]);
  return news;
}

/** What became of these alerts, of all that were written together. */
export function receiptOf(news: readonly AlertNews[], alerts: readonly Alert[]): AlertReceipt {
  const mine = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const told = news.filter(({ alert }) => mine.has(alert.fingerprint));
  return { received: alerts.length, fired: countOf(told, "fired"), resolved: countOf(told, "resolved") };
}

async function mergeInto(ports: Ports, org: string, alerts: readonly Alert[], now: Instant): Promise<AlertNews[]> {
  const before = new Map((await ports.alerts.findAlerts(org, alerts.map(({ fingerprint }) => fingerprint))).map((alert) => [alert.fingerprint, alert]));
  const merged = new Map<string, Alert>();
  for (const alert of alerts) merged.set(alert.fingerprint, mergeAlerts(merged.get(alert.fingerprint) ?? before.get(alert.fingerprint), alert, now));
  return [...merged.values()].map((alert) => newsOf(alert, before.get(alert.fingerprint), now));
}

function newsOf(alert: Alert, before: Alert | undefined, now: Instant): AlertNews {
  const [isOver, wasOver] = [isResolvedAt(alert, now), before === undefined || isResolvedAt(before, now)];
  return { kind: isOver === wasOver ? "seen" : isOver ? "resolved" : "fired", alert, before };
}

const countOf = (news: readonly AlertNews[], kind: AlertNews["kind"]): number => news.filter((one) => one.kind === kind).length;

// The ledger says what kind of thing came; the alerts themselves are rows of their own.
const namesInFact = 10;
function namesOf(news: readonly AlertNews[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, alert } of news) if (kind !== "seen") counts.set(alert.labels["alertname"] ?? "", (counts.get(alert.labels["alertname"] ?? "") ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, namesInFact));
}

/** Puts alerts into the groups of their leaves; also after a change of the routes. */
export async function placeAlerts(ports: Ports, org: string, alerts: readonly Alert[], routing: RoutingInForce, now: Instant): Promise<void> {
  const places = alerts.flatMap((alert) => routing.compiled.routesFor(alert.labels).map((leaf) => ({ alert, place: groupPlaceOf(leaf, alert.labels) })));
  await ports.alerts.putGroups(await changedGroups(ports, org, places, now));
  await ports.alerts.addMembers(org, places.map(({ alert, place }) => ({ groupId: place.groupId, fingerprint: alert.fingerprint })));
  await ports.alerts.putSources(org, alerts.flatMap((alert) => routing.inhibits.sourcesOf(alert)));
}

async function changedGroups(ports: Ports, org: string, places: readonly { alert: Alert; place: GroupPlace }[], now: Instant): Promise<AlertGroup[]> {
  const kept = new Map((await ports.alerts.findGroups(org, places.map(({ place }) => place.groupId))).map((group) => [group.groupId, group]));
  const changed = new Map<string, AlertGroup>();
  for (const { alert, place } of places) {
    const before = changed.get(place.groupId) ?? kept.get(place.groupId);
    const after = joinGroup(org, before, place, alert, now);
    if (after !== before) changed.set(place.groupId, after);
  }
  return [...changed.values()];
}

async function signal(context: LoopContext, ports: Ports, org: string, news: readonly AlertNews[], actor: string): Promise<void> {
  for (const toSignals of alertsToSignals) {
    const signals = await toSignals(context, ports, org, news);
    if (signals.length > 0) await raiseSignals(context, ports, org, signals, actor);
  }
}
