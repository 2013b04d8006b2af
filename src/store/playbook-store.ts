// The playbooks' store: kept playbooks, runs and their leases, attempts, proposals, triggers.
import { sql } from "kysely";
import type { SelectQueryBuilder } from "kysely";
import { encodeCursor, instantCursor } from "../kernel/page.ts";
import type { KeptPlaybook, KeptProposal, PlaybookStore, ProposalState } from "../incidents/playbooks/playbook-store.ts";
import type { RawObject, TriggerMoment } from "../incidents/playbooks/playbook.ts";
import { isOver } from "../incidents/playbooks/run.ts";
import type { Attempt, AttemptState, Run, RunState } from "../incidents/playbooks/run.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { runApprovalStore } from "./run-approval-store.ts";
import type { PlaybookProposalTable, PlaybookRunTable, PlaybookTable, RunAttemptTable } from "./tables/playbooks.ts";
import type { Tables } from "./tables.ts";

export function playbookStore(tx: Tx): PlaybookStore {
  const runs = (org: string) => tx.db.selectFrom("playbook_run").selectAll().where("org_id", "=", org);
  return {
    ...runApprovalStore(tx),
    listKept: async (org) => (await tx.db.selectFrom("playbook").selectAll().where("org_id", "=", org).orderBy("playbook_id").execute()).map(keptFrom),
    findKept: async (org, id) => { const row = await tx.db.selectFrom("playbook").selectAll().where("org_id", "=", org).where("playbook_id", "=", id).executeTakeFirst(); return row && keptFrom(row); },
    keep: (org, kept) => insertMany(tx, "playbook", ["org_id", "playbook_id", "text", "enabled", "version", "updated_at", "updated_by"], [[org, kept.playbookId, kept.text, kept.enabled ? 1 : 0, kept.version, kept.updatedAt, kept.updatedBy]],
      { key: ["org_id", "playbook_id"], update: ["text", "enabled", "version", "updated_at", "updated_by"] }),
    removeKept: async (org, id) => (await tx.db.deleteFrom("playbook").where("org_id", "=", org).where("playbook_id", "=", id).executeTakeFirstOrThrow()).numDeletedRows > 0n,

    addRun: (org, run) => putRun(tx, org, run),
    saveRun: (org, run) => putRun(tx, org, run),
    findRun: async (org, id) => { const row = await runs(org).where("run_id", "=", id).executeTakeFirst(); return row && runFrom(row); },
    listRuns: async (org, filter, page) => {
      const after = instantCursor(page.after);
      const narrowed = narrow(runs(org), filter);
      const behind = after === undefined ? narrowed : narrowed.where(({ or, and, eb }) => or([eb("started_at", "<", after.at), and([eb("started_at", "=", after.at), eb("run_id", "<", after.id)])]));
      const rows = await behind.orderBy("started_at", "desc").orderBy("run_id", "desc").limit(page.limit + 1).execute();
      const counted = await narrow(tx.db.selectFrom("playbook_run").where("org_id", "=", org), filter).select(({ fn }) => fn.countAll<number | string>().as("total")).executeTakeFirstOrThrow();
      const items = rows.slice(0, page.limit).map(runFrom);
      const last = items.at(-1);
      return { items, total: Number(counted.total), next: rows.length > page.limit && last ? encodeCursor([last.startedAt, last.runId]) : undefined };
    },
    countRuns: async (org) => new Map((await tx.db.selectFrom("playbook_run").where("org_id", "=", org).groupBy("playbook_id").select(["playbook_id", ({ fn }) => fn.countAll<number | string>().as("runs")]).execute()).map((row) => [row.playbook_id, Number(row.runs)])),
    underWay: async (org, playbookId, incidentId) => { const row = await runs(org).where("incident_id", "=", incidentId).where("playbook_id", "=", playbookId).where("is_over", "=", 0).orderBy("started_at").executeTakeFirst(); return row && runFrom(row); },
    lastStartedAt: async (org, playbookId, key) => (await runs(org).where("playbook_id", "=", playbookId).where("cooldown_key", "=", key).orderBy("started_at", "desc").limit(1).executeTakeFirst())?.started_at,
    claimDue: async (now, limit, leaseMs, owner) => {
      const rows = await tx.db.selectFrom("playbook_run").selectAll().where("is_over", "=", 0).where("next_at", "<=", now).where(({ or, eb }) => or([eb("lease_until", "is", null), eb("lease_until", "<=", now)])).orderBy("next_at").orderBy("run_id").limit(limit).execute();
      for (const row of rows) await lease(tx, row.org_id, row.run_id, now + leaseMs, owner);
      return rows.map((row) => ({ org: row.org_id, run: { ...runFrom(row), leaseOwner: owner, leaseUntil: now + leaseMs } }));
    },
    claim: async (org, runId, now, leaseMs, owner) => {
      const row = await runs(org).where("run_id", "=", runId).executeTakeFirst();
      if (!row || (row.lease_until !== null && row.lease_until > now && row.lease_owner !== owner)) return undefined;
      await lease(tx, org, runId, now + leaseMs, owner);
      return { ...runFrom(row), leaseOwner: owner, leaseUntil: now + leaseMs };
    },
    dropLeasesOfOthers: async (owner) => { await tx.db.updateTable("playbook_run").set({ lease_owner: null, lease_until: null }).where("lease_owner", "is not", null).where("lease_owner", "!=", owner).execute(); },
    nextDueAt: async () => {
      const row = await tx.db.selectFrom("playbook_run").where("is_over", "=", 0).where("next_at", "is not", null).select(sql<number>`min(case when lease_until is not null and lease_until > next_at then lease_until else next_at end)`.as("at")).executeTakeFirst();
      return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
    },
    wake: async (org, incidentId, now) => { await tx.db.updateTable("playbook_run").set({ next_at: now }).where("org_id", "=", org).where("incident_id", "=", incidentId).where("state", "=", "waiting").execute(); },

    attemptsOf: async (org, runId) => (await tx.db.selectFrom("run_attempt").selectAll().where("org_id", "=", org).where("run_id", "=", runId).orderBy("seq").execute()).map(attemptFrom),
    putAttempt: (org, one) => insertMany(tx, "run_attempt", ["org_id", "run_id", "seq", "step_id", "kind", "visit", "attempt", "state", "values_json", "output", "why", "started_at", "ended_at", "due_at", "undoes", "repeated"],
      [[org, one.runId, one.seq, one.stepId, one.kind, one.visit, one.attempt, one.state, JSON.stringify(one.with), JSON.stringify(one.output), one.why ?? null, one.startedAt, one.endedAt ?? null, one.dueAt ?? null, one.undoes ?? null, one.repeated ? 1 : 0]],
      { key: ["org_id", "run_id", "seq"], update: ["state", "values_json", "output", "why", "started_at", "ended_at", "due_at"] }),

    putProposal: (org, one) => insertMany(tx, "playbook_proposal", ["org_id", "incident_id", "playbook_id", "why", "at", "state", "run_id"], [[org, one.incidentId, one.playbookId, one.why, one.at, one.state, one.runId ?? null]], { key: ["org_id", "incident_id", "playbook_id"], update: ["why", "at", "state", "run_id"] }),
    proposalsOf: async (org, incidentId) => (await tx.db.selectFrom("playbook_proposal").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId).orderBy("at").orderBy("playbook_id").execute()).map(proposalFrom),

    addTrigger: ({ org, incidentId, moment, at }) => insertMany(tx, "playbook_trigger", ["org_id", "incident_id", "moment", "at"], [[org, incidentId, moment, at]], { key: ["org_id", "incident_id", "moment", "at"] }),
    hasTriggers: async () => (await tx.db.selectFrom("playbook_trigger").select("at").limit(1).executeTakeFirst()) !== undefined,
    takeTriggers: async (limit) => {
      const rows = await tx.db.selectFrom("playbook_trigger").selectAll().orderBy("at").orderBy("incident_id").limit(limit).execute();
      for (const row of rows) await tx.db.deleteFrom("playbook_trigger").where("org_id", "=", row.org_id).where("incident_id", "=", row.incident_id).where("moment", "=", row.moment).where("at", "=", row.at).execute();
      return rows.map((row) => ({ org: row.org_id, incidentId: row.incident_id, moment: row.moment as TriggerMoment, at: row.at }));
    },
  };
}

function narrow<O>(query: SelectQueryBuilder<Tables, "playbook_run", O>, { incidentId, playbookId, state }: Parameters<PlaybookStore["listRuns"]>[1]): SelectQueryBuilder<Tables, "playbook_run", O> {
  let narrowed = query;
  if (incidentId !== undefined) narrowed = narrowed.where("incident_id", "=", incidentId);
  if (playbookId !== undefined) narrowed = narrowed.where("playbook_id", "=", playbookId);
  return state === undefined ? narrowed : narrowed.where("state", "=", state);
}

const runColumns = ["org_id", "run_id", "playbook_id", "playbook_version", "text", "incident_id", "state", "is_over", "why", "started_by", "started_at", "ended_at", "inputs", "cooldown_key", "next_at", "lease_owner", "lease_until"] as const;

const putRun = (tx: Tx, org: string, run: Run): Promise<void> => insertMany(tx, "playbook_run", runColumns, [[
  org, run.runId, run.playbookId, run.playbookVersion, run.text, run.incidentId, run.state, isOver(run.state) ? 1 : 0, run.why ?? null, run.startedBy, run.startedAt, run.endedAt ?? null, JSON.stringify(run.inputs), run.cooldownKey, run.nextAt ?? null, run.leaseOwner ?? null, run.leaseUntil ?? null,
]], { key: ["org_id", "run_id"], update: ["incident_id", "state", "is_over", "why", "ended_at", "next_at", "lease_owner", "lease_until"] });

const lease = async (tx: Tx, org: string, runId: string, until: number, owner: string): Promise<void> => {
  await tx.db.updateTable("playbook_run").set({ lease_owner: owner, lease_until: until }).where("org_id", "=", org).where("run_id", "=", runId).execute();
};

const keptFrom = (row: PlaybookTable): KeptPlaybook => ({ playbookId: row.playbook_id, text: row.text, enabled: row.enabled === 1, version: row.version, updatedAt: row.updated_at, updatedBy: row.updated_by });

const runFrom = (row: PlaybookRunTable): Run => ({
  runId: row.run_id, playbookId: row.playbook_id, playbookVersion: row.playbook_version, text: row.text, incidentId: row.incident_id, state: row.state as RunState, why: row.why ?? undefined, startedBy: row.started_by, startedAt: row.started_at,
  endedAt: row.ended_at ?? undefined, inputs: JSON.parse(row.inputs) as RawObject, cooldownKey: row.cooldown_key, nextAt: row.next_at ?? undefined, leaseOwner: row.lease_owner ?? undefined, leaseUntil: row.lease_until ?? undefined,
});

const attemptFrom = (row: RunAttemptTable): Attempt => ({
  runId: row.run_id, seq: row.seq, stepId: row.step_id, kind: row.kind, visit: row.visit, attempt: row.attempt, state: row.state as AttemptState, with: JSON.parse(row.values_json) as RawObject, output: JSON.parse(row.output) as Attempt["output"], why: row.why ?? undefined,
  startedAt: row.started_at, endedAt: row.ended_at ?? undefined, dueAt: row.due_at ?? undefined, undoes: row.undoes ?? undefined, repeated: row.repeated === 1,
});

const proposalFrom = (row: PlaybookProposalTable): KeptProposal => ({ incidentId: row.incident_id, playbookId: row.playbook_id, why: row.why, at: row.at, state: row.state as ProposalState, runId: row.run_id ?? undefined });
