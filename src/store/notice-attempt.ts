// The log of attempts: begun with the claim, ended with the settlement, bounded for each message.
import { sql } from "kysely";
import type { Instant } from "../kernel/clock.ts";
import { attemptLogLimit } from "../notify/notice-store.ts";
import type { AttemptOutcome, AttemptRow, Claim, Settlement } from "../notify/notice-store.ts";
import { latenciesOf } from "../notify/receiver-health.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";

export async function beginAttempts(tx: Tx, claims: readonly Claim[], now: Instant): Promise<void> {
  await insertMany(tx, "attempt", ["org_id", "message_key", "number", "receiver_id", "worker", "at"], claims.map((claim) => [claim.org, claim.key, claim.number, claim.receiverId, claim.leaseOwner, now]),
    { key: ["org_id", "message_key", "number"], update: ["receiver_id", "worker", "at"] });
}

/** The worker of the attempt before did not come back within its lease. */
export async function loseAttempt(tx: Tx, org: string, key: string, number: number, now: Instant): Promise<void> {
  await tx.db.updateTable("attempt").set({ ended_at: now, outcome: "lost", why: "the worker that sent it did not come back; nobody knows whether it arrived" })
    .where("org_id", "=", org).where("message_key", "=", key).where("number", "=", number).where("ended_at", "is", null).execute();
}

const outcomes: Partial<Record<Settlement["state"], AttemptOutcome>> = { sent: "sent", refused: "refused" };

export async function endAttempt(tx: Tx, { org, key, number }: Claim, { state, why, at, startedAt, isUntried = false }: Settlement): Promise<void> {
  const where = sql`org_id = ${org} and message_key = ${key} and number = ${number}`;
  if (isUntried) {
    await sql`delete from attempt where ${where}`.execute(tx.db);
    return;
  }
  await sql`update attempt set at = coalesce(${startedAt ?? null}, at), ended_at = ${at}, outcome = ${outcomes[state] ?? "retry"}, why = ${why ?? null} where ${where}`.execute(tx.db);
  const beyond = number - attemptLogLimit.newest;
  if (beyond > attemptLogLimit.first) await tx.db.deleteFrom("attempt").where("org_id", "=", org).where("message_key", "=", key).where("number", "=", beyond).execute();
}

export async function attemptsOf(tx: Tx, org: string, key: string): Promise<AttemptRow[]> {
  const rows = await tx.db.selectFrom("attempt").selectAll().where("org_id", "=", org).where("message_key", "=", key).orderBy("number").execute();
  return rows.map((row) => ({ number: row.number, at: row.at, endedAt: row.ended_at ?? undefined, outcome: (row.outcome ?? undefined) as AttemptOutcome | undefined, why: row.why ?? undefined, worker: row.worker }));
}

/** For a rate limit: when the newest attempts ended, and how many have not. */
export async function attemptsSince(tx: Tx, org: string, receiverId: string, after: Instant, most: number): Promise<{ ended: Instant[]; underWay: number }> {
  const mine = tx.db.selectFrom("attempt").where("org_id", "=", org).where("receiver_id", "=", receiverId);
  const ended = await mine.select("ended_at").where("ended_at", ">", after).orderBy("ended_at", "desc").limit(most).execute();
  const open = await mine.select((row) => row.fn.countAll<number>().as("n")).where("ended_at", "is", null).executeTakeFirstOrThrow();
  return { ended: ended.map((row) => row.ended_at ?? 0), underWay: Number(open.n) };
}

// Among so many of the newest attempts, the last hundred that arrived are looked for.
const lookedAt = 1000;

export async function latencies(tx: Tx, org: string, receiverId: string): Promise<ReturnType<typeof latenciesOf>> {
  const { rows } = await sql<{ ms: number }>`select ended_at - at as ms from (
    select at, ended_at, outcome from attempt where org_id = ${org} and receiver_id = ${receiverId} and ended_at >= 0 order by ended_at desc limit ${lookedAt}
  ) newest where outcome = 'sent' order by ended_at desc limit 100`.execute(tx.db);
  return latenciesOf(rows.map(({ ms }) => Number(ms)));
}
