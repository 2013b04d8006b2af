// From an alert to the groups it waits in: what is kept of two reports of one alert, which group a route puts it in, and when that is flushed.
import type { Instant } from "../kernel/clock.ts";
import { derivedId } from "../kernel/id.ts";
import type { Alert } from "./alert.ts";
import type { AlertGroup } from "./alert-store.ts";
import type { RouteLeaf } from "./compiled-routing.ts";
import type { LabelSet } from "./label.ts";

/**
 * The alert after a new report of it (Alertmanager, provider/mem and types.Alert.Merge): reports that overlap in time are one
 * stretch that began with the earlier, a stretch that begins after the kept one ended stands alone.
 */
export function mergeAlerts(kept: Alert | undefined, reported: Alert, now: Instant): Alert {
  if (kept === undefined || !overlaps(kept, reported)) return reported;
  // The younger report leads.
  const [older, younger] = reported.updatedAt < kept.updatedAt ? [reported, kept] : [kept, reported];
  return { ...younger, startsAt: Math.min(older.startsAt, younger.startsAt), endsAt: endOf(older, younger, now) };
}

const overlaps = (kept: Alert, reported: Alert): boolean =>
  (reported.endsAt > kept.startsAt && reported.endsAt < kept.endsAt) || (reported.startsAt > kept.startsAt && reported.startsAt < kept.endsAt);

function endOf(older: Alert, younger: Alert, now: Instant): Instant {
  // The latest explicit end wins when both are over; while it fires, an end that was not a guess wins when it is later.
  if (younger.endsAt <= now) return older.endsAt <= now ? Math.max(older.endsAt, younger.endsAt) : younger.endsAt;
  return !older.timeout && older.endsAt > younger.endsAt ? older.endsAt : younger.endsAt;
}

/** The labels that make the group: those of group_by that the alert has, or all of them. */
export function groupLabelsOf({ groupBy }: Pick<RouteLeaf, "groupBy">, labels: LabelSet): LabelSet {
  if (groupBy === "all") return labels;
  const picked: Record<string, string> = {};
  for (const name of groupBy) {
    const value = labels[name];
    if (value !== undefined && value !== "") picked[name] = value;
  }
  return picked;
}

/** `{a="b", c="d"}`, sorted by name: Prometheus' way to write a label set. */
export const labelsText = (labels: LabelSet): string =>
  `{${Object.keys(labels).toSorted().map((name) => `${name}=${JSON.stringify(labels[name])}`).join(", ")}}`;

/** groupKey: `{}/{team="a"}:{alertname="Down"}`, as Alertmanager forms it and receivers see it. */
export interface GroupPlace { groupId: string; groupKey: string; labels: LabelSet; leaf: RouteLeaf }

export function groupPlaceOf(leaf: RouteLeaf, alertLabels: LabelSet): GroupPlace {
  const labels = groupLabelsOf(leaf, alertLabels);
  const text = labelsText(labels);
  return { leaf, labels, groupId: derivedId("agr", leaf.id, text), groupKey: `${leaf.routeKey}:${text}` };
}

/** The notification log is kept by the group key: it outlives the group and a change of the tree. */
export const toldIdOf = ({ groupKey }: Pick<AlertGroup, "groupKey">): string => derivedId("tld", groupKey);

/** The group with one more alert; the kept one unchanged (the same object) when nothing about it changes. */
export function joinGroup(org: string, kept: AlertGroup | undefined, place: GroupPlace, alert: Alert, now: Instant): AlertGroup {
  const { groupWaitMs, groupIntervalMs } = place.leaf;
  const isLate = alert.startsAt + groupWaitMs < now;
  if (kept === undefined) {
    return { org, groupId: place.groupId, leafId: place.leaf.id, groupKey: place.groupKey, labels: place.labels, createdAt: now, flushedAt: undefined, nextFlushAt: isLate ? now : now + groupWaitMs, isEmpty: false };
  }
  if (kept.flushedAt === undefined) return isLate && kept.nextFlushAt > now ? { ...kept, nextFlushAt: now } : kept;
  // An emptied group had only its removal ahead of it; now it goes on at its own pace.
  return kept.isEmpty ? { ...kept, isEmpty: false, nextFlushAt: Math.max(now, kept.flushedAt + groupIntervalMs) } : kept;
}
