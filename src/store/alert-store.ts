// The store of alerts: the rows of alerts themselves, and what inhibits others.
import { sql } from "kysely";
import type { Alert } from "../notify/alert.ts";
import type { AlertFilter, AlertStore, InhibitPlace, InhibitSource } from "../notify/alert-store.ts";
import type { LabelSet } from "../notify/label.ts";
import type { Notice } from "../notify/notice.ts";
import { alertGroupStore } from "./alert-group-store.ts";
import { alertFrom } from "./alert-row.ts";
import { rowsOf, rowsOfKeys } from "./alert-select.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { AlertTable } from "./tables/alerts.ts";

export function alertStore(tx: Tx): AlertStore {
  return {
    ...alertGroupStore(tx),
    findAlerts: async (org, fingerprints) => (await rowsOfKeys<AlertTable>(tx, { before: "select * from alert where org_id = ? and fingerprint", given: [org] }, fingerprints)).map(alertFrom),
    putAlerts: (org, alerts) => putAlerts(tx, org, alerts),
    alertsAfter: (org, filter, after, limit) => alertsAfter(tx, org, filter, after, limit),
    newestAlerts: (org, filter, after, limit) => newestAlerts(tx, org, filter, after, limit),
    noticesSince: async (org, at, after, limit) => (await tx.db.selectFrom("notice").select(["notice_id", "body"]).where("org_id", "=", org).where("notice_id", ">", after ?? "").where("created_at", ">=", at)
      .where("kind", "not like", "alert.%").orderBy("notice_id").limit(limit).execute()).map((row) => ({ noticeId: row.notice_id, notice: JSON.parse(row.body) as Notice })),
    countAlerts: async (org, filter) => Number((await filtered(tx, org, filter).select((row) => row.fn.countAll<number>().as("n")).executeTakeFirstOrThrow()).n),
    labelsAfter: async (org, filter, after, limit) => (await filtered(tx, org, filter).select(["fingerprint", "labels"]).where("fingerprint", ">", after ?? "").orderBy("fingerprint").limit(limit).execute())
      .map(({ fingerprint, labels }) => ({ fingerprint, labels: JSON.parse(labels) as LabelSet })),
    hasSources: (org, now) => hasSources(tx, org, now),
    removeAlertsBefore: (at, limit) => removeAlertsBefore(tx, at, limit),
    putSources: (org, sources) => putSources(tx, org, sources),
    dropSources: async (org) => { await tx.db.deleteFrom("inhibit_source").where("org_id", "=", org).execute(); },
    removeSourcesBefore: async (at) => { await tx.db.deleteFrom("inhibit_source").where("ends_at", "<", at).execute(); },
    sourcesAt: (org, places, now) => sourcesAt(tx, org, places, now),
  };
}

const alertColumns = ["org_id", "fingerprint", "labels", "annotations", "starts_at", "ends_at", "updated_at", "generator_url", "timeout"] as const;
const changing = ["annotations", "starts_at", "ends_at", "updated_at", "generator_url", "timeout"] as const;

const putAlerts = (tx: Tx, org: string, alerts: readonly Alert[]): Promise<void> => insertMany(tx, "alert", alertColumns, alerts.map((alert) =>
  [org, alert.fingerprint, JSON.stringify(alert.labels), JSON.stringify(alert.annotations), alert.startsAt, alert.endsAt, alert.updatedAt, alert.generatorUrl, alert.timeout ? 1 : 0]),
{ key: ["org_id", "fingerprint"], update: changing });

function filtered(tx: Tx, org: string, { state, now }: AlertFilter) {
  const all = tx.db.selectFrom("alert").where("org_id", "=", org);
  if (state === undefined) return all;
  return all.where("ends_at", state === "firing" ? ">" : "<=", now);
}

async function alertsAfter(tx: Tx, org: string, filter: AlertFilter, after: string | undefined, limit: number): Promise<Alert[]> {
  const query = filtered(tx, org, filter).selectAll();
  return (await (after === undefined ? query : query.where("fingerprint", ">", after)).orderBy("fingerprint").limit(limit).execute()).map(alertFrom);
}

async function newestAlerts(tx: Tx, org: string, filter: AlertFilter, after: Pick<Alert, "startsAt" | "fingerprint"> | undefined, limit: number): Promise<Alert[]> {
  let query = filtered(tx, org, filter).selectAll();
  if (after) query = query.where("starts_at", "<=", after.startsAt).where((where) => where.or([where("starts_at", "<", after.startsAt), where("fingerprint", "<", after.fingerprint)]));
  return (await query.orderBy("starts_at", "desc").orderBy("fingerprint", "desc").limit(limit).execute()).map(alertFrom);
}

async function removeAlertsBefore(tx: Tx, at: number, limit: number): Promise<number> {
  const { rows } = await sql<{ org_id: string; fingerprint: string }>`
    select a.org_id, a.fingerprint from alert a where a.ends_at < ${at}
      and not exists (select 1 from alert_member m where m.org_id = a.org_id and m.fingerprint = a.fingerprint) limit ${limit}`.execute(tx.db);
  for (const [org, gone] of Map.groupBy(rows, (row) => row.org_id)) {
    await inChunks(gone.map((row) => row.fingerprint), async (chunk) => { await tx.db.deleteFrom("alert").where("org_id", "=", org).where("fingerprint", "in", chunk).execute(); return []; });
  }
  return rows.length;
}

const putSources = (tx: Tx, org: string, sources: readonly InhibitSource[]): Promise<void> => insertMany(tx, "inhibit_source", ["org_id", "rule_key", "equal_key", "both_sides", "fingerprint", "ends_at"],
  sources.map((one) => [org, one.ruleKey, one.equalKey, one.bothSides ? 1 : 0, one.fingerprint, one.endsAt]), { key: ["org_id", "rule_key", "equal_key", "both_sides", "fingerprint"], update: ["ends_at"] });

const hasSources = async (tx: Tx, org: string, now: number): Promise<boolean> =>
  (await rowsOf(tx, "select 1 as one from inhibit_source where ends_at > ? and org_id = ? limit 1", [now, org])).length > 0;

// Mostly nothing fires that could inhibit: one question then answers for all places.
async function sourcesAt(tx: Tx, org: string, places: readonly InhibitPlace[], now: number): Promise<(string | undefined)[]> {
  if (!(await hasSources(tx, org, now))) return places.map(() => undefined);
  const found: (string | undefined)[] = [];
  for (const place of places) found.push(await sourceAt(tx, org, place, now));
  return found;
}

// The one that fires longest: a seek in the index however many sources share the place.
const sourceAt = async (tx: Tx, org: string, { ruleKey, equalKey, bothSides }: InhibitPlace, now: number): Promise<string | undefined> =>
  (await rowsOf<{ fingerprint: string }>(tx, "select fingerprint from inhibit_source where org_id = ? and rule_key = ? and equal_key = ? and both_sides = ? and ends_at > ? order by ends_at desc limit 1",
    [org, ruleKey, equalKey, bothSides ? 1 : 0, now]))[0]?.fingerprint;
