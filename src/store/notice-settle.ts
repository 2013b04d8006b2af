// What becomes of a message: its deliveries, its lanes, its receiver, and who gets it as well.
import { sql } from "kysely";
import type { Instant } from "../kernel/clock.ts";
import { storyState } from "../notify/grouping.ts";
import type { Claim, Settlement } from "../notify/notice-store.ts";
import { deliveryIds } from "../notify/outbox-rows.ts";
import type { DeliveryRow } from "../notify/outbox-rows.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { endAttempt } from "./notice-attempt.ts";
import { ensureReceiver, refreshLanes, refreshReceiver } from "./notice-lane.ts";

export async function settle(tx: Tx, claim: Claim, settlement: Settlement, insert: (rows: readonly DeliveryRow[]) => Promise<void>): Promise<boolean> {
  const { org, receiverId, members } = claim;
  const ids = members.map(({ deliveryId }) => deliveryId);
  if (!await isHeld(tx, claim, ids)) return false;
  const { state, why, nextAttemptAt, attempts, at, isUntried = false, fallback } = settlement;
  await tx.db.updateTable("delivery")
    .set({ state, last_why: why ?? null, next_attempt_at: nextAttemptAt ?? null, attempts, sent_at: state === "sent" ? at : null, lease_until: null, lease_owner: null, ...(isUntried ? { tried: claim.number - 1 } : {}) })
    .where("org_id", "=", org).where("delivery_id", "in", ids).execute();
  await endAttempt(tx, claim, settlement);
  if (state === "sent") await noteSent(tx, claim, settlement);
  await refreshLanes(tx, org, receiverId, members.map(({ notice }) => notice.groupKey));
  await noteReceiver(tx, claim, settlement);
  if (fallback !== undefined) await handOver(tx, org, ids, fallback.receiverId, fallback.because, at, insert);
  if (state === "sent" || state === "suppressed") await tellTheEnd(tx, claim, at, insert);
  return true;
}

/** Who got the beginning of a story as a fallback gets its end too. */
async function tellTheEnd(tx: Tx, { org, receiverId, members }: Claim, at: Instant, insert: (rows: readonly DeliveryRow[]) => Promise<void>): Promise<void> {
  const over = [...Map.groupBy(members, ({ notice }) => notice.groupKey)].filter(([, story]) => storyState(story.map(({ notice }) => notice)) === "resolved");
  const lanes = await inChunks(over.map(([groupKey]) => groupKey), (chunk) => tx.db.selectFrom("lane").select(["group_key", "handed_to"])
    .where("org_id", "=", org).where("receiver_id", "=", receiverId).where("group_key", "in", chunk).where("handed_to", "is not", null).execute());
  for (const lane of lanes) {
    const ids = over.filter(([groupKey]) => groupKey === lane.group_key).flatMap(([, story]) => story.map(({ deliveryId }) => deliveryId));
    await handOver(tx, org, ids, lane.handed_to ?? "", `${receiverId} was not reached when this story began, so it was told here as well`, at, insert);
    await tx.db.updateTable("lane").set({ handed_to: null }).where("org_id", "=", org).where("receiver_id", "=", receiverId).where("group_key", "=", lane.group_key).execute();
  }
}

async function isHeld(tx: Tx, { org, leaseOwner, attempt }: Claim, ids: readonly string[]): Promise<boolean> {
  const mine = tx.db.selectFrom("delivery").select("delivery_id").where("org_id", "=", org).where("delivery_id", "in", ids).where("state", "=", "sending").where("lease_owner", "=", leaseOwner).where("attempts", "=", attempt);
  return (await mine.execute()).length === ids.length;
}

/** How the story of each lane stands for the receiver from now on. The ref of a summary is no story's. */
async function noteSent(tx: Tx, { org, receiverId, key, members, groupKey, isSummary }: Claim, { at, ref }: Settlement): Promise<void> {
  const stories = Map.groupBy(members.map(({ notice }) => notice), (notice) => notice.groupKey);
  const byState = Map.groupBy(stories, ([, notices]) => storyState(notices));
  // The summary has a lane of its own: its end is told there when all that it told is over.
  const all = byState.size === 1 && byState.has("resolved") ? "resolved" : "open";
  if (isSummary) await insertMany(tx, "lane", ["org_id", "receiver_id", "group_key", "sent_key", "sent_state", "sent_at"], [[org, receiverId, groupKey, key, all, at]], { key: ["org_id", "receiver_id", "group_key"], update: ["sent_key", "sent_state", "sent_at"] });
  for (const [state, lanes] of byState) {
    for (const chunk of chunksOf(lanes.map(([lane]) => lane))) {
      await tx.db.updateTable("lane").set({ sent_key: key, sent_state: state, sent_at: at, summary_key: isSummary ? groupKey : null, ...(ref === undefined || isSummary ? {} : { ref }) })
        .where("org_id", "=", org).where("receiver_id", "=", receiverId).where("group_key", "in", chunk).execute();
    }
  }
}

async function noteReceiver(tx: Tx, { org, receiverId }: Claim, { state, why, at, isUntried = false, pausedUntil, off }: Settlement): Promise<void> {
  const hasFailed = !isUntried && state !== "sent" && state !== "suppressed";
  await ensureReceiver(tx, org, receiverId);
  await sql`update receiver_state set
      last_sent_at = ${state === "sent" ? at : sql.ref("last_sent_at")},
      last_failure_at = ${hasFailed ? at : sql.ref("last_failure_at")}, last_failure = ${hasFailed ? why ?? null : sql.ref("last_failure")},
      open_since = ${state === "sent" ? null : pausedUntil === undefined ? sql.ref("open_since") : sql`coalesce(open_since, ${at})`},
      resume_at = ${pausedUntil === undefined ? sql.ref("resume_at") : pausedUntil},
      off_at = ${off === undefined ? sql.ref("off_at") : at}, off_why = ${off ?? sql.ref("off_why")}
    where org_id = ${org} and receiver_id = ${receiverId}`.execute(tx.db);
  await refreshReceiver(tx, org, receiverId);
}

// These are about the receiver itself.
export const notHandedOver = ["heartbeat", "test"];

export async function handOver(tx: Tx, org: string, ids: readonly string[], receiverId: string, because: string, now: Instant, insert: (rows: readonly DeliveryRow[]) => Promise<void>): Promise<number> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("delivery as d").innerJoin("notice as n", (join) => join.onRef("n.org_id", "=", "d.org_id").onRef("n.notice_id", "=", "d.notice_id"))
    .select(["d.delivery_id", "d.notice_id", "d.group_key", "d.receiver_id"]).where("d.org_id", "=", org).where("d.delivery_id", "in", chunk).where("d.handed_at", "is", null).where("n.kind", "not in", notHandedOver).execute());
  const made = rows.map((row): DeliveryRow => ({
    org, noticeId: row.notice_id, groupKey: row.group_key, receiverId, ...deliveryIds(org, row.notice_id, receiverId), messageKey: undefined, state: "waiting", attempts: 0, tried: 0,
    queuedAt: now, nextAttemptAt: now, lastWhy: undefined, createdAt: now, sentAt: undefined, leaseUntil: undefined, leaseOwner: undefined, because, handedAt: undefined,
  }));
  const known = await inChunks(made.map(({ deliveryId }) => deliveryId), (chunk) => tx.db.selectFrom("delivery").select("delivery_id").where("org_id", "=", org).where("delivery_id", "in", chunk).execute());
  await insert(made);
  for (const chunk of chunksOf(rows.map((row) => row.delivery_id))) await tx.db.updateTable("delivery").set({ handed_at: now }).where("org_id", "=", org).where("delivery_id", "in", chunk).execute();
  for (const [from, handed] of Map.groupBy(rows, (row) => row.receiver_id)) {
    for (const chunk of chunksOf(handed.map((row) => row.group_key))) await tx.db.updateTable("lane").set({ handed_to: receiverId }).where("org_id", "=", org).where("receiver_id", "=", from).where("group_key", "in", chunk).execute();
  }
  return made.length - known.length;
}
