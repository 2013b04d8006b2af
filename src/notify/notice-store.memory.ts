// The outbox in memory, for tests of what stands on the port; it keeps nothing over a restart.
import type { Instant } from "../kernel/clock.ts";
import { inTurns, planClaims, summaryGroupOf } from "./claim-plan.ts";
import { storyState } from "./grouping.ts";
import { messageMemberLimit } from "./notice-store.ts";
import type { AttemptRow, Claim, DeliveryRow, DeliveryState, NoticeRow, NoticeStore, Settlement } from "./notice-store.ts";
import type { NoticeState } from "./notice.ts";
import { deliveryIds } from "./outbox-rows.ts";
import { allowanceOf, pileSize } from "./rate-limit.ts";
import type { RateLimit } from "./rate-limit.ts";
import { healthUnknown, latenciesOf } from "./receiver-health.ts";
import type { ReceiverHealth } from "./receiver-health.ts";

interface Told { key: string; state: NoticeState; ref: string | undefined; summary: string | undefined }
interface Attempt extends AttemptRow { org: string; key: string; receiverId: string }
interface Lane { groupKey: string; messageKey: string | undefined; rows: readonly DeliveryRow[] }

export function createMemoryNoticeStore(): NoticeStore {
  const notices = new Map<string, NoticeRow>();
  const rows = new Map<string, DeliveryRow>();
  const told = new Map<string, Told>();
  const handedTo = new Map<string, string>();
  const receivers = new Map<string, ReceiverHealth & { org: string }>();
  let attempts: Attempt[] = [];

  const noticeOf = (row: Pick<DeliveryRow, "org" | "noticeId">): NoticeRow["notice"] => notices.get(keyOf(row.org, row.noticeId))!.notice;
  const save = (row: DeliveryRow): void => { rows.set(keyOf(row.org, row.deliveryId), row); };
  const stateOf = (org: string, receiverId: string) => receivers.get(keyOf(org, receiverId)) ?? { org, ...healthUnknown(receiverId) };
  const note = (org: string, receiverId: string, changed: Partial<ReceiverHealth>): void => { receivers.set(keyOf(org, receiverId), { ...stateOf(org, receiverId), ...changed }); };
  const lanesOf = (org: string, receiverId: string): Lane[] => [...Map.groupBy([...rows.values()].filter((row) => row.org === org && row.receiverId === receiverId && isUnsettled(row)), (row) => row.groupKey)]
    .map(([groupKey, lane]) => { const sorted = lane.toSorted(inOrder); return { groupKey, messageKey: headOf(sorted).messageKey, rows: sorted }; });
  const names = () => [...new Map([...rows.values()].filter(isUnsettled).map(({ org, receiverId }) => [keyOf(org, receiverId), { org, receiverId }])).values()];

  function receiverDueAt(org: string, receiverId: string): Instant | undefined {
    const { offSince, resumeAt = 0 } = stateOf(org, receiverId);
    const times = lanesOf(org, receiverId).map((lane) => laneDueAt(lane.rows));
    return offSince !== undefined || times.length === 0 ? undefined : Math.max(resumeAt, Math.min(...times));
  }
  const dueNames = (now: Instant) => names().map((name) => ({ ...name, dueAt: receiverDueAt(name.org, name.receiverId) })).filter(({ dueAt }) => dueAt !== undefined && dueAt <= now).toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));

  function planFor(org: string, receiverId: string, now: Instant, limit: number, rate: RateLimit | undefined): (readonly Lane[])[] {
    const places = stateOf(org, receiverId).openSince === undefined ? limit : 1;
    const due = lanesOf(org, receiverId).filter((lane) => laneDueAt(lane.rows) <= now).toSorted((a, b) => laneDueAt(a.rows) - laneDueAt(b.rows) || inOrder(headOf(a.rows), headOf(b.rows)));
    if (rate === undefined) return planClaims(due, places, false);
    const mine = attempts.filter((one) => one.org === org && one.receiverId === receiverId);
    const { free, resumeAt } = allowanceOf(rate, now, mine.flatMap(({ endedAt }) => endedAt ?? []), mine.filter(({ endedAt }) => endedAt === undefined).length);
    if (resumeAt !== undefined) note(org, receiverId, { resumeAt });
    return planClaims(due, Math.min(places, free), due.length > pileSize(rate));
  }

  function claim(org: string, receiverId: string, lanes: readonly Lane[], now: Instant, leaseUntil: Instant, leaseOwner: string): Claim {
    const members = membersOf(lanes);
    const head = members[0]!;
    const key = head.messageKey ?? head.key;
    const [attempt, number, isSummary] = [head.attempts + 1, head.tried + 1, new Set(members.map(({ groupKey }) => groupKey)).size > 1];
    attempts = attempts.map((one) => (one.org === org && one.key === key && one.endedAt === undefined ? { ...one, endedAt: now, outcome: "lost" } : one));
    attempts.push({ org, key, receiverId, number, at: now, endedAt: undefined, outcome: undefined, why: undefined, worker: leaseOwner });
    for (const row of members) save({ ...row, messageKey: key, state: "sending", attempts: attempt, tried: number, nextAttemptAt: undefined, leaseUntil, leaseOwner });
    const last = isSummary ? undefined : told.get(keyOf(org, receiverId, head.groupKey));
    return {
      org, receiverId, groupKey: isSummary ? summaryGroupOf(receiverId) : head.groupKey, isSummary, key, attempt, number, queuedAt: head.queuedAt, leaseOwner, leaseUntil,
      members: members.map((row) => ({ deliveryId: row.deliveryId, noticeId: row.noticeId, notice: noticeOf(row), because: row.because })),
      previous: [...rows.values()].filter((row) => last !== undefined && row.org === org && row.messageKey === last.key && row.groupKey === head.groupKey).toSorted(inOrder).map(noticeOf),
      previousRef: last?.ref, told: last?.state,
    };
  }

  const membersOf = (lanes: readonly Lane[]): DeliveryRow[] => {
    const messageKey = lanes[0]?.messageKey;
    const all = messageKey === undefined ? lanes.flatMap((lane) => lane.rows.filter((row) => row.messageKey === undefined)) : [...rows.values()].filter((row) => row.messageKey === messageKey && isUnsettled(row));
    return all.toSorted(inOrder).slice(0, messageMemberLimit);
  };

  function handOver(org: string, ids: readonly string[], receiverId: string, because: string, now: Instant): number {
    const from = ids.flatMap((id) => rows.get(keyOf(org, id)) ?? []).filter((row) => row.handedAt === undefined && !notHandedOver.includes(noticeOf(row).kind));
    let made = 0;
    for (const row of from) {
      save({ ...row, handedAt: now });
      handedTo.set(keyOf(org, row.receiverId, row.groupKey), receiverId);
      const one = { ...row, ...deliveryIds(org, row.noticeId, receiverId), receiverId, messageKey: undefined, state: "waiting" as const, attempts: 0, tried: 0, queuedAt: now, nextAttemptAt: now, lastWhy: undefined, createdAt: now, sentAt: undefined, leaseUntil: undefined, leaseOwner: undefined, because, handedAt: undefined };
      if (rows.has(keyOf(org, one.deliveryId))) continue;
      save(one);
      made += 1;
    }
    return made;
  }

  function settled({ org, receiverId, members, key, isSummary, groupKey }: Claim, { state, at, ref, fallback, why, isUntried, pausedUntil, off }: Settlement): void {
    if (fallback !== undefined) handOver(org, members.map(({ deliveryId }) => deliveryId), fallback.receiverId, fallback.because, at);
    const stories = [...Map.groupBy(members, ({ notice }) => notice.groupKey)].map(([groupKey, story]) => ({ lane: keyOf(org, receiverId, groupKey), story, state: storyState(story.map(({ notice }) => notice)) }));
    const summary = isSummary ? keyOf(org, receiverId, groupKey) : undefined;
    if (state === "sent") for (const one of stories) told.set(one.lane, { key, state: one.state, ref: isSummary ? told.get(one.lane)?.ref : ref ?? told.get(one.lane)?.ref, summary });
    if (state === "sent" && summary !== undefined) told.set(summary, { key, state: stories.every((one) => one.state === "resolved") ? "resolved" : "open", ref: undefined, summary: undefined });
    for (const one of state === "sent" || state === "suppressed" ? stories : []) {
      const other = handedTo.get(one.lane);
      if (other === undefined || one.state !== "resolved") continue;
      handOver(org, one.story.map(({ deliveryId }) => deliveryId), other, `${receiverId} was not reached when this story began, so it was told here as well`, at);
      handedTo.delete(one.lane);
    }
    const hasFailed = isUntried !== true && state !== "sent" && state !== "suppressed";
    note(org, receiverId, {
      ...(state === "sent" ? { lastSentAt: at, openSince: undefined } : {}), ...(hasFailed ? { lastFailureAt: at, lastFailure: why } : {}),
      ...(pausedUntil === undefined ? {} : { resumeAt: pausedUntil, openSince: stateOf(org, receiverId).openSince ?? at }), ...(off === undefined ? {} : { offSince: at, offWhy: off }),
    });
  }

  const queueAgain = (again: readonly DeliveryRow[], now: Instant): void => { for (const row of again) save({ ...row, state: "waiting", attempts: 0, queuedAt: now, nextAttemptAt: now, handedAt: undefined }); };
  const enqueue: NoticeStore["enqueue"] = async ({ notice, deliveries }) => {
    if (!notices.has(keyOf(notice.org, notice.noticeId))) notices.set(keyOf(notice.org, notice.noticeId), notice);
    for (const row of deliveries) if (!rows.has(keyOf(row.org, row.deliveryId))) save(row);
  };

  return {
    enqueue,
    async enqueueAll(all) { for (const one of all) await enqueue(one); },
    async dueReceivers(now, limit) { return dueNames(now).slice(0, limit).map(({ org, receiverId }) => ({ org, receiverId })); },
    async claimDue(now, limit, leaseMs, owner, limits = () => undefined) {
      const plans = dueNames(now).map(({ org, receiverId }) => planFor(org, receiverId, now, limit, limits(org, receiverId)).map((lanes) => ({ org, receiverId, lanes })));
      return inTurns(plans, limit).map(({ org, receiverId, lanes }) => claim(org, receiverId, lanes, now, now + leaseMs, owner));
    },
    async settle(held, settlement) {
      const { org, members, leaseOwner, attempt, number, key } = held;
      const mine = members.map(({ deliveryId }) => rows.get(keyOf(org, deliveryId))!);
      if (!mine.every((row) => row.state === "sending" && row.leaseOwner === leaseOwner && row.attempts === attempt)) return false;
      const { state, why, nextAttemptAt, attempts: left, at, startedAt, isUntried = false } = settlement;
      for (const row of mine) save({ ...row, state, lastWhy: why, nextAttemptAt, attempts: left, tried: isUntried ? number - 1 : number, sentAt: state === "sent" ? at : undefined, leaseUntil: undefined, leaseOwner: undefined });
      const isThis = (one: Attempt): boolean => one.org === org && one.key === key && one.number === number;
      attempts = attempts.flatMap((one) => (!isThis(one) ? [one] : isUntried ? [] : [{ ...one, at: startedAt ?? one.at, endedAt: at, outcome: state === "sent" || state === "refused" ? state : "retry", why }]));
      settled(held, settlement);
      return true;
    },
    async nextDueAt() {
      const times = names().flatMap(({ org, receiverId }) => receiverDueAt(org, receiverId) ?? []);
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    async listDeliveries({ org, state, receiverId, noticeId, limit, after }) {
      const found = [...rows.values()]
        .filter((row) => row.org === org && (state ?? row.state) === row.state && (receiverId ?? row.receiverId) === row.receiverId && (noticeId ?? row.noticeId) === row.noticeId)
        .filter((row) => after === undefined || placeOf(row) < after)
        .toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const deliveries = found.slice(0, limit);
      return { deliveries, next: found.length > limit ? placeOf(deliveries.at(-1)!) : undefined };
    },
    async findDelivery(org, deliveryId) { return rows.get(keyOf(org, deliveryId)); },
    async attempts(org, messageKey) { return attempts.filter((one) => one.org === org && one.key === messageKey).map(({ org: _org, key: _key, receiverId: _receiver, ...row }) => row); },
    async requeue(org, deliveryId, now) {
      const row = rows.get(keyOf(org, deliveryId));
      if (row === undefined) return "not-found";
      if (row.state !== "dead" && row.state !== "refused") return "not-requeueable";
      queueAgain(row.messageKey === undefined ? [row] : [...rows.values()].filter((other) => other.org === org && other.messageKey === row.messageKey), now);
      return "requeued";
    },
    async requeueReceiver(org, receiverId, now) {
      const again = [...rows.values()].filter((row) => row.org === org && row.receiverId === receiverId && (row.state === "dead" || row.state === "refused"));
      queueAgain(again, now);
      return again.length;
    },
    async counts(org) {
      const counts: Record<DeliveryState, number> = { waiting: 0, sending: 0, sent: 0, refused: 0, dead: 0, suppressed: 0, "no-receiver": 0 };
      for (const row of rows.values()) if (row.org === org) counts[row.state] += 1;
      return counts;
    },
    async receiverHealth(org) {
      const all = [...new Set([...receivers.values(), ...rows.values()].filter((one) => one.org === org && one.receiverId !== "").map(({ receiverId }) => receiverId))].toSorted();
      return all.map((receiverId) => {
        const mine = [...rows.values()].filter((row) => row.org === org && row.receiverId === receiverId);
        const { org: _org, ...health } = stateOf(org, receiverId);
        const waiting = mine.filter(isUnsettled);
        const sent = attempts.filter((one) => one.org === org && one.receiverId === receiverId && one.outcome === "sent").slice(-100).map(({ at, endedAt = at }) => endedAt - at);
        return { ...health, waiting: waiting.length, oldestAt: waiting.length > 0 ? Math.min(...waiting.map(({ queuedAt }) => queuedAt)) : undefined, dead: mine.filter(({ state }) => state === "dead").length, refused: mine.filter(({ state }) => state === "refused").length, ...latenciesOf(sent) };
      });
    },
    async switchReceiver(org, receiverId, off) { note(org, receiverId, off === undefined ? { offSince: undefined, offWhy: undefined, openSince: undefined, resumeAt: undefined } : { offSince: off.at, offWhy: off.why }); },
    async noteReceiver(org, receiverId, { heartbeatAt, failingSince }) { note(org, receiverId, { ...(heartbeatAt === undefined ? {} : { heartbeatAt }), ...(failingSince === undefined ? {} : { failingSince: failingSince ?? undefined }) }); },
    async isSummaryOver(org, receiverId) {
      const groupKey = summaryGroupOf(receiverId);
      const summary = keyOf(org, receiverId, groupKey);
      const isWaiting = lanesOf(org, receiverId).some((lane) => lane.groupKey === groupKey);
      return told.get(summary)?.state === "open" && !isWaiting && [...told.values()].every((one) => one.summary !== summary || one.state === "resolved");
    },
    async overdue(org, receiverId, queuedBefore, limit) {
      return [...rows.values()].filter((row) => row.org === org && row.receiverId === receiverId && isUnsettled(row) && row.queuedAt < queuedBefore && row.handedAt === undefined && !notHandedOver.includes(noticeOf(row).kind)).toSorted(inOrder).slice(0, limit).map(({ deliveryId }) => deliveryId);
    },
    async handOver(org, ids, receiverId, because, now) { return handOver(org, ids, receiverId, because, now); },
  };
}

const notHandedOver = ["heartbeat", "test"];
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const placeOf = (row: DeliveryRow): string => `${row.noticeId}/${row.deliveryId}`;
const isUnsettled = ({ state }: DeliveryRow): boolean => state === "waiting" || state === "sending";
const inOrder = (a: DeliveryRow, b: DeliveryRow): number => a.queuedAt - b.queuedAt || (a.noticeId < b.noticeId ? -1 : a.noticeId > b.noticeId ? 1 : 0);

// A running lease anywhere in the lane holds all of it, also after a requeue has changed the order.
const headOf = (lane: readonly DeliveryRow[]): DeliveryRow => lane.find((row) => row.state === "sending") ?? lane[0]!;
function laneDueAt(lane: readonly DeliveryRow[]): Instant {
  const head = headOf(lane);
  return (head.state === "sending" ? head.leaseUntil : head.nextAttemptAt) ?? 0;
}
