// The outbox in memory, for tests of what stands on the port; it keeps nothing over a restart.
import type { Instant } from "../kernel/clock.ts";
import { messageMemberLimit } from "./notice-store.ts";
import type { Claim, DeliveryRow, DeliveryState, NoticeRow, NoticeStore } from "./notice-store.ts";

export function createMemoryNoticeStore(): NoticeStore {
  const notices = new Map<string, NoticeRow>();
  const rows = new Map<string, DeliveryRow>();
  const noticeOf = (row: DeliveryRow): NoticeRow["notice"] => notices.get(rowKey(row.org, row.noticeId))!.notice;
  const save = (row: DeliveryRow): void => { rows.set(rowKey(row.org, row.deliveryId), row); };
  const messageOf = (row: DeliveryRow): DeliveryRow[] => [...rows.values()].filter((other) => inLane(other, row) && other.messageKey === row.messageKey);

  function claim(members: readonly DeliveryRow[], leaseUntil: Instant, leaseOwner: string): Claim {
    const head = members[0]!;
    const key = head.messageKey ?? head.key;
    const attempt = head.attempts + 1;
    const previous = previousOf(rows.values(), head);
    for (const row of members) save({ ...row, messageKey: key, state: "sending", attempts: attempt, nextAttemptAt: undefined, leaseUntil, leaseOwner });
    return {
      org: head.org, receiverId: head.receiverId, groupKey: head.groupKey, key, attempt, queuedAt: head.queuedAt, leaseOwner, leaseUntil,
      members: members.map((row) => ({ deliveryId: row.deliveryId, noticeId: row.noticeId, notice: noticeOf(row) })),
      previous: previous.map(noticeOf),
    };
  }

  return {
    async enqueue({ notice, deliveries }) {
      const key = rowKey(notice.org, notice.noticeId);
      if (!notices.has(key)) notices.set(key, notice);
      for (const row of deliveries) if (!rows.has(rowKey(row.org, row.deliveryId))) save(row);
    },
    async claimDue(now, limit, leaseMs, owner) {
      const due = lanesOf(rows.values()).filter((lane) => laneDueAt(lane) <= now).toSorted((a, b) => laneDueAt(a) - laneDueAt(b));
      return due.slice(0, limit).map((lane) => claim(membersOf(lane), now + leaseMs, owner));
    },
    async settle({ org, members, leaseOwner, attempt }, { state, why, nextAttemptAt, attempts, at }) {
      const held = members.map(({ deliveryId }) => rows.get(rowKey(org, deliveryId))!);
      if (!held.every((row) => row.state === "sending" && row.leaseOwner === leaseOwner && row.attempts === attempt)) return false;
      for (const row of held) save({ ...row, state, lastWhy: why, nextAttemptAt, attempts, sentAt: state === "sent" ? at : undefined, leaseUntil: undefined, leaseOwner: undefined });
      return true;
    },
    async nextDueAt() {
      const times = lanesOf(rows.values()).map(laneDueAt);
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
    async requeue(org, deliveryId, now) {
      const row = rows.get(rowKey(org, deliveryId));
      if (row === undefined) return "not-found";
      if (row.state !== "dead" && row.state !== "refused") return "not-requeueable";
      for (const member of messageOf(row)) save({ ...member, state: "waiting", attempts: 0, queuedAt: now, nextAttemptAt: now });
      return "requeued";
    },
    async counts(org) {
      const counts: Record<DeliveryState, number> = { waiting: 0, sending: 0, sent: 0, refused: 0, dead: 0, "no-receiver": 0 };
      for (const row of rows.values()) if (row.org === org) counts[row.state] += 1;
      return counts;
    },
  };
}

const rowKey = (org: string, id: string): string => JSON.stringify([org, id]);
const placeOf = (row: DeliveryRow): string => `${row.noticeId}/${row.deliveryId}`;
const inLane = (row: DeliveryRow, other: DeliveryRow): boolean => row.org === other.org && row.receiverId === other.receiverId && row.groupKey === other.groupKey;

/** The unsettled deliveries, lane by lane, each in order. */
function lanesOf(rows: Iterable<DeliveryRow>): DeliveryRow[][] {
  const unsettled = [...rows].filter((row) => row.state === "waiting" || row.state === "sending");
  const lanes = Map.groupBy(unsettled, (row) => JSON.stringify([row.org, row.receiverId, row.groupKey]));
  return [...lanes.values()].map((lane) => lane.toSorted((a, b) => a.queuedAt - b.queuedAt || (a.noticeId < b.noticeId ? -1 : 1)));
}

// A running lease anywhere in the lane holds all of it, also after a requeue has changed the order.
function laneDueAt(lane: readonly DeliveryRow[]): Instant {
  const sending = lane.find((row) => row.state === "sending") ?? lane[0]!;
  return (sending.state === "sending" ? sending.leaseUntil : sending.nextAttemptAt) ?? 0;
}

function membersOf(lane: readonly DeliveryRow[]): DeliveryRow[] {
  const head = lane.find((row) => row.state === "sending") ?? lane[0]!;
  return lane.filter((row) => row.messageKey === head.messageKey).slice(0, messageMemberLimit);
}

function previousOf(rows: Iterable<DeliveryRow>, head: DeliveryRow): DeliveryRow[] {
  const sent = [...rows].filter((row) => row.state === "sent" && inLane(row, head));
  const last = sent.toSorted((a, b) => (b.sentAt ?? 0) - (a.sentAt ?? 0) || (a.queuedAt === b.queuedAt ? (a.noticeId < b.noticeId ? 1 : -1) : b.queuedAt - a.queuedAt))[0];
  return last === undefined ? [] : sent.filter((row) => row.messageKey === last.messageKey);
}
