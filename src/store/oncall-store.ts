// On-call in the store: versions of the document, overrides, and where owners came from; pages are in page-rows.ts.
import { sql } from "kysely";
import type { OncallStore, OwnedService } from "../incidents/oncall/oncall-store.ts";
import type { Override } from "../incidents/oncall/shift.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { pageStore } from "./page-rows.ts";
import type { OncallOverrideTable, OwnerSourceTable } from "./tables/oncall.ts";
import { byText, given, listPage } from "./views/keyset.ts";
import type { Order, Sql } from "./views/keyset.ts";
import { holds } from "./views/words.ts";

export function oncallStore(tx: Tx): OncallStore {
  return { ...documents(tx), ...overrides(tx), ...pageStore(tx), ...owners(tx) };
}

function documents(tx: Tx): Pick<OncallStore, "findDocument" | "addDocument"> {
  return {
    findDocument: async (org) => {
      const row = await tx.db.selectFrom("oncall_document").selectAll().where("org_id", "=", org).orderBy("version", "desc").limit(1).executeTakeFirst();
      return row && { version: row.version, text: row.body, writtenAt: row.written_at, writtenBy: row.written_by };
    },
    addDocument: (org, { version, text, writtenAt, writtenBy }) => insertMany(tx, "oncall_document", ["org_id", "version", "body", "written_at", "written_by"], [[org, version, text, writtenAt, writtenBy]]),
  };
}

const overrideColumns = ["org_id", "override_id", "schedule", "person", "from_at", "to_at", "reason", "created_at", "created_by", "removed_at", "removed_by"] as const;
const newestFirst: Order = { name: "overrides", descending: true, keys: [byText(sql`o.override_id`)] };

function overrides(tx: Tx): Pick<OncallStore, "findOverride" | "putOverride" | "overridesBetween" | "listOverrides"> {
  return {
    findOverride: async (org, id) => {
      const row = await tx.db.selectFrom("oncall_override").selectAll().where("org_id", "=", org).where("override_id", "=", id).executeTakeFirst();
      return row && overrideFrom(row);
    },
    putOverride: (org, one) => insertMany(tx, "oncall_override", overrideColumns,
      [[org, one.overrideId, one.schedule, one.person, one.from, one.to, one.reason ?? null, one.createdAt, one.createdBy, one.removedAt ?? null, one.removedBy ?? null]],
      { key: ["org_id", "override_id"], update: ["removed_at", "removed_by"] }),
    overridesBetween: async (org, schedule, from, to, { removed = false } = {}) => {
      let query = tx.db.selectFrom("oncall_override").selectAll().where("org_id", "=", org).where("to_at", ">", from).where("from_at", "<", to);
      if (schedule !== undefined) query = query.where("schedule", "=", schedule);
      if (!removed) query = query.where("removed_at", "is", null);
      return (await query.orderBy("created_at").orderBy("override_id").execute()).map(overrideFrom);
    },
    listOverrides: async (org, { schedule, removed = false }, page) => {
      const where = [sql`o.org_id = ${org}`, ...given(schedule, (name) => sql`o.schedule = ${name}`), ...(removed ? [] : [sql`o.removed_at is null`])];
      const { rows, ...rest } = await listPage<OncallOverrideTable>(tx, { columns: sql`o.*`, from: sql`oncall_override o`, where, order: newestFirst }, page);
      return { items: rows.map(overrideFrom), ...rest };
    },
  };
}

const overrideFrom = (row: OncallOverrideTable): Override => ({
  overrideId: row.override_id, schedule: row.schedule, person: row.person, from: row.from_at, to: row.to_at, reason: row.reason ?? undefined,
  createdAt: row.created_at, createdBy: row.created_by, removedAt: row.removed_at ?? undefined, removedBy: row.removed_by ?? undefined,
});

interface OwnedRow extends Pick<OwnerSourceTable, "service_id"> { name: string; owner: string | null; source: string | null; source_owner: string | null; source_at: number | null; source_actor: string | null }

const ownedColumns: Sql = sql`s.service_id, s.name, s.owner, w.source, w.owner as source_owner, w.at as source_at, w.actor as source_actor`;
const ownedFrom: Sql = sql`service s left join owner_source w on w.org_id = s.org_id and w.service_id = s.service_id`;
const byName: Order = { name: "owners", keys: [byText(sql`s.name`), byText(sql`s.service_id`)] };

function owners(tx: Tx): Pick<OncallStore, "ownedServices" | "listOwned" | "putOwnerSources"> {
  return {
    ownedServices: async (org) => (await sql<OwnedRow>`select ${ownedColumns} from ${ownedFrom} where s.org_id = ${org} order by s.name`.execute(tx.db)).rows.map(ownedOf),
    listOwned: async (org, { q, without = false }, page) => {
      const where = [sql`s.org_id = ${org}`, ...given(q, (words) => sql`(${holds(sql`s.name`, words)} or ${holds(sql`coalesce(s.owner, '')`, words)})`), ...(without ? [sql`s.owner is null`] : [])];
      const { rows, ...rest } = await listPage<OwnedRow>(tx, { columns: ownedColumns, from: ownedFrom, where, order: byName }, page, sql`service s`);
      return { items: rows.map(ownedOf), ...rest };
    },
    putOwnerSources: (org, rows) => insertMany(tx, "owner_source", ["org_id", "service_id", "owner", "source", "at", "actor"],
      rows.map(({ serviceId, owner, source, at, actor }) => [org, serviceId, owner, source, at, actor]), { key: ["org_id", "service_id"], update: ["owner", "source", "at", "actor"] }),
  };
}

const ownedOf = (row: OwnedRow): OwnedService => ({
  serviceId: row.service_id, name: row.name, owner: row.owner ?? undefined,
  source: row.source === null ? undefined : { serviceId: row.service_id, owner: row.source_owner ?? "", source: row.source, at: Number(row.source_at), actor: row.source_actor ?? "" },
});
