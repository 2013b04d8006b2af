// The store of clocks, answers and actions.
import { sql } from "kysely";
import type { ClockEnd, IncidentClock } from "../incidents/clocks/clock.ts";
import type { ActionItem } from "../incidents/incident.ts";
import type { ResponseStore } from "../incidents/response-store.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { IncidentActionTable, IncidentClockTable } from "./tables/response.ts";

const clockColumns = ["org_id", "incident_id", "regime", "stage", "title", "clause", "because", "started_at", "due_at", "stopped_at", "end_kind", "end_why", "stopped_by", "report_digest", "told"] as const;
const actionColumns = ["org_id", "action_id", "incident_id", "text", "owner", "due_at", "created_at", "done_at", "ticket"] as const;

// The index repeats this expression word for word.
const running = sql<boolean>`coalesce(stopped_at, 0) = 0`;

export function responseStore(tx: Tx): ResponseStore {
  return {
    clocksOf: async (org, incidentIds) => (await inChunks(incidentIds, (chunk) => tx.db.selectFrom("incident_clock").selectAll().where("org_id", "=", org).where("incident_id", "in", chunk).orderBy("due_at").orderBy("regime").orderBy("stage").execute())).map(clockFrom),
    putClocks: (org, clocks) => insertMany(tx, "incident_clock", clockColumns, clocks.map((clock) => [
      org, clock.incidentId, clock.regime, clock.stage, clock.title, clock.clause, clock.because, clock.startedAt, clock.dueAt, clock.stoppedAt ?? null, clock.end ?? null, clock.endWhy ?? null, clock.stoppedBy ?? null, clock.reportDigest ?? null, clock.told,
    ]), { key: ["org_id", "incident_id", "regime", "stage"], update: ["stopped_at", "end_kind", "end_why", "stopped_by", "report_digest", "told"] }),
    // Those of which everything was told come last: forgotten ones may be many, and must not keep the others from being watched.
    runningClocks: async (limit) => (await tx.db.selectFrom("incident_clock").selectAll().where(running).orderBy(sql`case when told >= 100 then 1 else 0 end`).orderBy("due_at").orderBy("incident_id").orderBy("regime").orderBy("stage").limit(limit).execute()).map((row) => ({ ...clockFrom(row), org: row.org_id })),
    listClocks: async (org, filter, limit) => {
      const all = tx.db.selectFrom("incident_clock").selectAll().where("org_id", "=", org);
      return (await (filter.running ? all.where(running) : all).orderBy("due_at").orderBy("incident_id").orderBy("regime").orderBy("stage").limit(limit).execute()).map(clockFrom);
    },
    answersOf: async (org, incidentId) => (await tx.db.selectFrom("incident_answer").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId).orderBy("field").execute()).map(({ field, text, answered_at: answeredAt, actor }) => ({ field, text, answeredAt, actor })),
    putAnswer: async (org, incidentId, { field, text, answeredAt, actor }) => {
      if (text === "") await tx.db.deleteFrom("incident_answer").where("org_id", "=", org).where("incident_id", "=", incidentId).where("field", "=", field).execute();
      else await insertMany(tx, "incident_answer", ["org_id", "incident_id", "field", "text", "answered_at", "actor"], [[org, incidentId, field, text, answeredAt, actor]], { key: ["org_id", "incident_id", "field"], update: ["text", "answered_at", "actor"] });
    },
    actionsOf: async (org, incidentId) => (await tx.db.selectFrom("incident_action").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId).orderBy("created_at").orderBy("action_id").execute()).map(actionFrom),
    findAction: async (org, actionId) => {
      const row = await tx.db.selectFrom("incident_action").selectAll().where("org_id", "=", org).where("action_id", "=", actionId).executeTakeFirst();
      return row && actionFrom(row);
    },
    putAction: (org, action) => insertMany(tx, "incident_action", actionColumns, [[org, action.actionId, action.incidentId, action.text, action.owner ?? null, action.dueAt ?? null, action.createdAt, action.doneAt ?? null, action.ticket ?? null]],
      { key: ["org_id", "action_id"], update: ["text", "owner", "due_at", "done_at", "ticket"] }),
    openActions: async (org, limit) => (await tx.db.selectFrom("incident_action").selectAll().where("org_id", "=", org).where(sql<boolean>`coalesce(done_at, 0) = 0`)
      .orderBy(sql`coalesce(due_at, 9007199254740991)`).orderBy("created_at").orderBy("action_id").limit(limit).execute()).map(actionFrom),
  };
}

const clockFrom = (row: IncidentClockTable): IncidentClock => ({
  incidentId: row.incident_id, regime: row.regime, stage: row.stage, title: row.title, clause: row.clause, because: row.because, startedAt: row.started_at, dueAt: row.due_at, stoppedAt: row.stopped_at ?? undefined,
  end: (row.end_kind ?? undefined) as ClockEnd | undefined, endWhy: row.end_why ?? undefined, stoppedBy: row.stopped_by ?? undefined, reportDigest: row.report_digest ?? undefined, told: row.told,
});

const actionFrom = (row: IncidentActionTable): ActionItem => ({
  actionId: row.action_id, incidentId: row.incident_id, text: row.text, owner: row.owner ?? undefined, dueAt: row.due_at ?? undefined, createdAt: row.created_at, doneAt: row.done_at ?? undefined, ticket: row.ticket ?? undefined,
});
