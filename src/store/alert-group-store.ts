// The store of alert groups: who waits in them, when they are flushed next, and what was told of them.
import { sql } from "kysely";
import type { Alert } from "../notify/alert.ts";
import type { AlertGroup, AlertStore, Told } from "../notify/alert-store.ts";
import type { LabelSet } from "../notify/label.ts";
import { alertFrom } from "./alert-row.ts";
import { rowsOf, rowsOfKeys } from "./alert-select.ts";
import { chunksOf, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { AlertGroupTable, AlertTable, AlertToldTable } from "./tables/alerts.ts";

type GroupStore = Pick<AlertStore, "findGroups" | "putGroups" | "removeGroups" | "dissolveGroups" | "listGroups" | "countGroups" | "countMembers" | "dueGroups" | "nextFlushAt" | "addMembers" | "removeMembers" | "membersAfter" | "membersOf" | "groupsOf" | "findTold" | "putTold" | "removeToldBefore" | "pullBack">;

export function alertGroupStore(tx: Tx): GroupStore {
  const { db } = tx;
  return {
    findGroups: async (org, ids) => (await rowsOfKeys<AlertGroupTable>(tx, { before: "select * from alert_group where org_id = ? and group_id", given: [org] }, ids)).map(groupFrom),
    putGroups: (groups) => putGroups(tx, groups),
    removeGroups: (org, ids) => removeGroups(tx, org, ids),
    dissolveGroups: (org) => dissolveGroups(tx, org),
    listGroups: async (org, after, limit) => (await db.selectFrom("alert_group").selectAll().where("org_id", "=", org).where("group_id", ">", after ?? "").orderBy("group_id").limit(limit).execute()).map(groupFrom),
    countGroups: async (org) => Number((await rowsOf<{ n: number }>(tx, "select count(*) as n from alert_group where org_id = ? and is_empty = 0", [org]))[0]?.n ?? 0),
    countMembers: async (org, ids) => new Map((await rowsOfKeys<{ group_id: string; n: number }>(tx, { before: "select group_id, count(*) as n from alert_member where org_id = ? and group_id", given: [org], after: "group by group_id" }, ids)).map(({ group_id: id, n }) => [id, Number(n)])),
    dueGroups: async (now, limit) => (await rowsOf<AlertGroupTable>(tx, "select * from alert_group where next_flush_at <= ? order by next_flush_at, org_id, group_id limit ?", [now, limit])).map(groupFrom),
    nextFlushAt: async () => (await rowsOf<{ at: number | null }>(tx, "select min(next_flush_at) as at from alert_group", []))[0]?.at ?? undefined,
    addMembers: (org, members) => insertMany(tx, "alert_member", ["org_id", "group_id", "fingerprint"], members.map(({ groupId, fingerprint }) => [org, groupId, fingerprint]), { key: ["org_id", "group_id", "fingerprint"] }),
    removeMembers: async (org, groupId, fingerprints) => {
      for (const chunk of chunksOf(fingerprints)) await db.deleteFrom("alert_member").where("org_id", "=", org).where("group_id", "=", groupId).where("fingerprint", "in", chunk).execute();
    },
    membersAfter: (org, groupId, after, limit) => membersAfter(tx, org, groupId, after, limit),
    membersOf: (org, ids, limit) => membersOf(tx, org, ids, limit),
    groupsOf: (org, fingerprints) => groupsOf(tx, org, fingerprints),
    findTold: async (org, ids) => (await rowsOfKeys<AlertToldTable>(tx, { before: "select * from alert_told where org_id = ? and told_id", given: [org] }, ids)).map(toldFrom),
    putTold: (org, told) => putTold(tx, org, told),
    pullBack: async (now, latest) => {
      await db.updateTable("alert_group").set({ next_flush_at: now, flushed_at: now, created_at: now }).where(({ or, eb }) => or([eb("flushed_at", ">", latest), eb("created_at", ">", latest)])).execute();
      await db.updateTable("alert_told").set({ told_at: now, expires_at: sql`expires_at - told_at + ${now}` }).where("told_at", ">", latest).execute();
    },
    removeToldBefore: async (at) => { await db.deleteFrom("alert_told").where("expires_at", "<", at).execute(); },
  };
}

const putGroups = (tx: Tx, groups: readonly AlertGroup[]): Promise<void> => insertMany(tx, "alert_group", ["org_id", "group_id", "leaf_id", "group_key", "labels", "created_at", "flushed_at", "next_flush_at", "is_empty"],
  groups.map((group) => [group.org, group.groupId, group.leafId, group.groupKey, JSON.stringify(group.labels), group.createdAt, group.flushedAt ?? null, group.nextFlushAt, group.isEmpty ? 1 : 0]),
  { key: ["org_id", "group_id"], update: ["flushed_at", "next_flush_at", "is_empty"] });

async function removeGroups(tx: Tx, org: string, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await tx.db.deleteFrom("alert_member").where("org_id", "=", org).where("group_id", "in", chunk).execute();
    await tx.db.deleteFrom("alert_group").where("org_id", "=", org).where("group_id", "in", chunk).execute();
  }
}

async function dissolveGroups(tx: Tx, org: string): Promise<string[]> {
  const rows = await tx.db.selectFrom("alert_member").select("fingerprint").distinct().where("org_id", "=", org).orderBy("fingerprint").execute();
  await tx.db.deleteFrom("alert_member").where("org_id", "=", org).execute();
  await tx.db.deleteFrom("alert_group").where("org_id", "=", org).execute();
  return rows.map((row) => row.fingerprint);
}

async function membersAfter(tx: Tx, org: string, groupId: string, after: string | undefined, limit: number): Promise<Alert[]> {
  const rows = await rowsOf<AlertTable>(tx, "select a.* from alert_member m join alert a on a.org_id = m.org_id and a.fingerprint = m.fingerprint where m.org_id = ? and m.group_id = ? and m.fingerprint > ? order by m.fingerprint limit ?", [org, groupId, after ?? "", limit]);
  return rows.map(alertFrom);
}

async function membersOf(tx: Tx, org: string, ids: readonly string[], limit: number): Promise<Map<string, Alert[]> | undefined> {
  // A few more than the limit may be read when the keys need several statements; never all of a great group.
  const rows = await rowsOfKeys<AlertTable & { group_id: string }>(tx, { before: "select a.*, m.group_id from alert_member m join alert a on a.org_id = m.org_id and a.fingerprint = m.fingerprint where m.org_id = ? and m.group_id", given: [org], after: "limit ?", givenAfter: [limit + 1] }, ids);
  if (rows.length > limit) return undefined;
  const members = new Map<string, Alert[]>();
  for (const row of rows) {
    const kept = members.get(row.group_id);
    if (kept) kept.push(alertFrom(row)); else members.set(row.group_id, [alertFrom(row)]);
  }
  return members;
}

async function groupsOf(tx: Tx, org: string, fingerprints: readonly string[]): Promise<Map<string, AlertGroup[]>> {
  const rows = await rowsOfKeys<AlertGroupTable & { fingerprint: string }>(tx, { before: "select g.*, m.fingerprint from alert_member m join alert_group g on g.org_id = m.org_id and g.group_id = m.group_id where m.org_id = ? and m.fingerprint", given: [org], after: "order by m.fingerprint, g.group_id" }, fingerprints);
  return new Map([...Map.groupBy(rows, (row) => row.fingerprint)].map(([fingerprint, groups]) => [fingerprint, groups.map(groupFrom)]));
}

// 16 hex digits each, without separators: a group of 100,000 alerts is told as 1.6 MB.
const together = (fingerprints: readonly string[]): string => fingerprints.join("");
const apart = (text: string): string[] => text.match(/.{16}/g) ?? [];

const putTold = (tx: Tx, org: string, told: readonly Told[]): Promise<void> => insertMany(tx, "alert_told", ["org_id", "told_id", "receiver_id", "told_at", "firing", "resolved", "expires_at"],
  told.map((one) => [org, one.toldId, one.receiverId, one.toldAt, together(one.firing), together(one.resolved), one.expiresAt]), { key: ["org_id", "told_id", "receiver_id"], update: ["told_at", "firing", "resolved", "expires_at"] });

const toldFrom = (row: AlertToldTable): Told => ({ toldId: row.told_id, receiverId: row.receiver_id, toldAt: row.told_at, firing: apart(row.firing), resolved: apart(row.resolved), expiresAt: row.expires_at });

const groupFrom = (row: AlertGroupTable): AlertGroup => ({
  org: row.org_id, groupId: row.group_id, leafId: row.leaf_id, groupKey: row.group_key, labels: JSON.parse(row.labels) as LabelSet, createdAt: row.created_at,
  flushedAt: row.flushed_at ?? undefined, nextFlushAt: row.next_flush_at, isEmpty: row.is_empty === 1,
});
