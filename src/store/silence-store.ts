// The store of silences, and of what they and others held back.
import { sql } from "kysely";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { Matcher } from "../notify/matcher.ts";
import { tallySuppressions } from "../notify/suppression.ts";
import type { Suppression, SuppressionKind, SuppressionRow } from "../notify/suppression.ts";
import type { KeptSilence, SilenceStore, SuppressionFilter } from "../notify/suppression-store.ts";
import type { Tx } from "./bulk.ts";
import { insertMany } from "./bulk.ts";
import type { SilenceTable, SuppressionTable } from "./tables/alerts.ts";
import { byNumber, byText, given, listPage } from "./views/keyset.ts";
import type { Order } from "./views/keyset.ts";

export function silenceStore(tx: Tx): SilenceStore {
  const { db } = tx;
  return {
    silencesEndingAfter: async (org, at) => (await db.selectFrom("silence").selectAll().where("org_id", "=", org).where("ends_at", ">", at).orderBy("silence_id").execute()).map(silenceFrom),
    findSilence: async (org, id) => {
      const row = await db.selectFrom("silence").selectAll().where("org_id", "=", org).where("silence_id", "=", id).executeTakeFirst();
      return row && silenceFrom(row);
    },
    putSilence: (org, silence) => putSilence(tx, org, silence),
    removeSilencesBefore: async (at) => { await db.deleteFrom("silence").where("ends_at", "<", at).execute(); },
    organisationsWithSilences: async (at) => (await db.selectFrom("silence").select("org_id").distinct().where("ends_at", ">", at).orderBy("org_id").execute()).map((row) => row.org_id),
    addSuppressions: (org, suppressions, at) => addSuppressions(tx, org, suppressions, at),
    listSuppressions: (org, filter, page) => listSuppressions(tx, org, filter, page),
    lastHeldAt: async (org, by, id) => (await db.selectFrom("suppression").select((row) => row.fn.max("last_at").as("at")).where("org_id", "=", org).where("by_kind", "=", by).where("by_id", "=", id).executeTakeFirst())?.at ?? undefined,
    lastHeldOf: async (org, by) => new Map((await db.selectFrom("suppression").select((row) => ["by_id", row.fn.max("last_at").as("at")]).where("org_id", "=", org).where("by_kind", "=", by).groupBy("by_id").execute()).map((row) => [row.by_id, row.at])),
    removeSuppressionsBefore: async (at) => {
      // One organisation after the other: the index leads with it.
      for (const { org_id: org } of await db.selectFrom("organisation").select("org_id").execute()) await db.deleteFrom("suppression").where("org_id", "=", org).where("last_at", "<", at).execute();
    },
  };
}

const putSilence = (tx: Tx, org: string, one: KeptSilence): Promise<void> => insertMany(tx, "silence", ["org_id", "silence_id", "matchers", "starts_at", "ends_at", "created_by", "comment", "updated_at", "reminder_ms", "reminded_at", "idle_told_at"],
  [[org, one.silenceId, JSON.stringify(one.matchers), one.startsAt, one.endsAt, one.createdBy, one.comment, one.updatedAt, one.reminderMs ?? null, one.remindedAt ?? null, one.idleToldAt ?? null]],
  { key: ["org_id", "silence_id"], update: ["matchers", "starts_at", "ends_at", "created_by", "comment", "updated_at", "reminder_ms", "reminded_at", "idle_told_at"] });

const silenceFrom = (row: SilenceTable): KeptSilence => ({
  silenceId: row.silence_id, matchers: JSON.parse(row.matchers) as Matcher[], startsAt: row.starts_at, endsAt: row.ends_at, createdBy: row.created_by, comment: row.comment, updatedAt: row.updated_at,
  ...(row.reminder_ms === null ? {} : { reminderMs: row.reminder_ms }), remindedAt: row.reminded_at ?? undefined, idleToldAt: row.idle_told_at ?? undefined,
});

// The bulk insert replaces; this one counts on, so the conflict clause is its own.
async function addSuppressions(tx: Tx, org: string, suppressions: readonly Suppression[], at: number): Promise<void> {
  for (const { suppression: one, times } of tallySuppressions(suppressions)) {
    await sql`insert into suppression (org_id, by_kind, by_id, subject, target, title, why, times, first_at, last_at)
      values (${org}, ${one.by}, ${one.byId}, ${one.subject}, ${one.target}, ${one.title}, ${one.why}, ${times}, ${at}, ${at})
      on conflict (org_id, by_kind, by_id, subject, target) do update set times = suppression.times + ${times}, last_at = ${at}, title = excluded.title, why = excluded.why`.execute(tx.db);
  }
}

const newestFirst: Order = { name: "suppressions", descending: true, keys: [byNumber(sql`last_at`), byText(sql`by_kind`), byText(sql`by_id`), byText(sql`subject`), byText(sql`target`)] };

async function listSuppressions(tx: Tx, org: string, { by, byId, subject }: SuppressionFilter, page: PageRequest): Promise<Page<SuppressionRow>> {
  const where = [sql`org_id = ${org}`, ...given(by, (kind) => sql`by_kind = ${kind}`), ...given(byId, (id) => sql`by_id = ${id}`), ...given(subject, (text) => sql`subject = ${text}`)];
  const { rows, ...rest } = await listPage<SuppressionTable>(tx, { columns: sql`*`, from: sql`suppression`, where, order: newestFirst }, page);
  return { items: rows.map(suppressionFrom), ...rest };
}

const suppressionFrom = (row: SuppressionTable): SuppressionRow => ({
  by: row.by_kind as SuppressionKind, byId: row.by_id, subject: row.subject, target: row.target, title: row.title, why: row.why, times: row.times, firstAt: row.first_at, lastAt: row.last_at,
});
