// Incidents as people read them: lists, members, what they share, and the activity out of the ledger.
import { sql } from "kysely";
import { incidentChanges } from "../../incidents/incident.ts";
import type { IncidentMember } from "../../incidents/incident.ts";
import type { HeldSignal, Sighting, SignalRef } from "../../incidents/incident-store.ts";
import type { IncidentViews } from "../../incidents/incident-views.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import type { Tx } from "../bulk.ts";
import { ofRefs } from "../incident-held.ts";
import { heldFrom, memberFrom, refKey, sightingFrom } from "../incident-rows.ts";
import type { LedgerTable } from "../tables.ts";
import type { HeldSignalTable, IncidentMemberTable, IncidentSightingTable } from "../tables/incidents.ts";
import { countIncidents, listIncidents } from "./incident-list.ts";
import { byNumber, byText, listPage } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";

export function incidentViews(tx: Tx): IncidentViews {
  return {
    incidents: (org, filter, page) => listIncidents(tx, org, filter, page),
    members: (org, incidentId, { left = false }, page) => members(tx, org, incidentId, left, page),
    entities: (org, incidentId, page) => entities(tx, org, incidentId, page),
    held: (org, page) => held(tx, org, page),
    activity: (org, incidentId, { order = "newest" }, page) => activity(tx, org, incidentId, order, page),
    lastFactUntil: async (org, incidentId, at) => {
      const row = await tx.db.selectFrom("ledger").selectAll().where("org_id", "=", org).where("subject", "=", incidentId).where("kind", "in", incidentChanges.map((kind) => `incident.${kind}`)).where("at", "<=", at).orderBy("seq", "desc").limit(1).executeTakeFirst();
      return row && entryFrom(row);
    },
    counts: (org, now) => countIncidents(tx, org, now),
    incidentsOf: (org, refs) => incidentsOf(tx, org, refs),
  };
}

const membersOrder: Order = { name: "incident-members", descending: true, keys: [byNumber(sql`m.last_at`), byText(sql`m.ref`), byText(sql`m.kind`)] };

async function members(tx: Tx, org: string, incidentId: string, left: boolean, page: PageRequest): Promise<Page<IncidentMember>> {
  const where = [sql`m.org_id = ${org}`, sql`m.incident_id = ${incidentId}`, ...(left ? [] : [sql`m.left_at is null`])];
  const { rows, ...rest } = await listPage<IncidentMemberTable>(tx, { columns: sql`m.*`, from: sql`incident_member m`, where, order: membersOrder }, page);
  return { items: rows.map(memberFrom), ...rest };
}

const entitiesOrder: Order = { name: "incident-entities", keys: [byText(sql`e.kind`), byText(sql`e.value`)] };

async function entities(tx: Tx, org: string, incidentId: string, page: PageRequest): Promise<Page<Sighting>> {
  const { rows, ...rest } = await listPage<IncidentSightingTable>(tx, { columns: sql`e.*`, from: sql`incident_sighting e`, where: [sql`e.org_id = ${org}`, sql`e.incident_id = ${incidentId}`], order: entitiesOrder }, page);
  return { items: rows.map(sightingFrom), ...rest };
}

const heldOrder: Order = { name: "held-signals", descending: true, keys: [byNumber(sql`h.held_at`), byText(sql`h.ref`), byText(sql`h.kind`)] };

async function held(tx: Tx, org: string, page: PageRequest): Promise<Page<HeldSignal>> {
  const { rows, ...rest } = await listPage<HeldSignalTable>(tx, { columns: sql`h.*`, from: sql`held_signal h`, where: [sql`h.org_id = ${org}`], order: heldOrder }, page);
  return { items: rows.map(heldFrom), ...rest };
}

const activityOrders: Record<"newest" | "oldest", Order> = {
  newest: { name: "incident-activity-newest", descending: true, keys: [byNumber(sql`l.seq`)] },
  oldest: { name: "incident-activity-oldest", keys: [byNumber(sql`l.seq`)] },
};

/** Of the incident, of those merged into it, of its members, and of what was started for it (pages, runs). */
const subjects = (org: string, incidentId: string): Sql => sql`l.subject in (
  select ${incidentId} union select i.incident_id from incident i where i.org_id = ${org} and i.merged_into = ${incidentId}
  union select m.ref from incident_member m where m.org_id = ${org} and m.incident_id = ${incidentId} and m.left_at is null
  union select s.subject from incident_subject s where s.org_id = ${org} and s.incident_id = ${incidentId})`;

async function activity(tx: Tx, org: string, incidentId: string, order: "newest" | "oldest", page: PageRequest): Promise<Page<LedgerEntry>> {
  const { rows, ...rest } = await listPage<LedgerTable>(tx, { columns: sql`l.*`, from: sql`ledger l`, where: [sql`l.org_id = ${org}`, subjects(org, incidentId)], order: activityOrders[order] }, page);
  return { items: rows.map(entryFrom), ...rest };
}

const entryFrom = (row: LedgerTable): LedgerEntry =>
  ({ org: row.org_id, seq: row.seq, at: row.at, kind: row.kind, subject: row.subject, actor: row.actor, body: JSON.parse(row.body) as LedgerEntry["body"], prev: row.prev, hash: row.hash });

async function incidentsOf(tx: Tx, org: string, refs: readonly SignalRef[]): Promise<Map<string, { incidentId: string; number: number }>> {
  const rows = await ofRefs(refs, (kind, chunk) => tx.db.selectFrom("incident_member as m").innerJoin("incident as i", (join) => join.onRef("i.org_id", "=", "m.org_id").onRef("i.incident_id", "=", "m.incident_id"))
    .select(["m.kind", "m.ref", "m.incident_id", "i.number"]).where("m.org_id", "=", org).where("m.kind", "=", kind).where("m.ref", "in", chunk).where("m.left_at", "is", null).where("i.state", "=", "open").execute());
  return new Map(rows.map((row) => [refKey(row), { incidentId: row.incident_id, number: row.number }]));
}
