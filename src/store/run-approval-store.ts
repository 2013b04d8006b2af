// Approvals of runs with their votes, and the evidence that runs keep.
import { sql } from "kysely";
import { encodeCursor, instantCursor } from "../kernel/page.ts";
import type { KeptEvidence, PlaybookStore } from "../incidents/playbooks/playbook-store.ts";
import type { Approval, ApprovalState, Verdict, Vote } from "../incidents/playbooks/run.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { RunApprovalTable, RunEvidenceTable, RunVoteTable } from "./tables/playbooks.ts";

type ApprovalStore = Pick<PlaybookStore, "putApproval" | "findApproval" | "approvalsOf" | "listApprovals" | "votesOf" | "putVote" | "addEvidence" | "findEvidence" | "evidenceOf">;

export function runApprovalStore(tx: Tx): ApprovalStore {
  const approvals = (org: string) => tx.db.selectFrom("run_approval").selectAll().where("org_id", "=", org);
  return {
    putApproval: (org, one) => insertMany(tx, "run_approval", ["org_id", "approval_id", "run_id", "incident_id", "step_id", "question", "state", "people", "subjects", "asked_at", "due_at", "decided_at"],
      [[org, one.approvalId, one.runId, one.incidentId, one.stepId, one.question, one.state, one.people, JSON.stringify(one.subjects), one.askedAt, one.dueAt ?? null, one.decidedAt ?? null]], { key: ["org_id", "approval_id"], update: ["state", "decided_at"] }),
    findApproval: async (org, id) => { const row = await approvals(org).where("approval_id", "=", id).executeTakeFirst(); return row && approvalFrom(row); },
    approvalsOf: async (org, runId) => (await approvals(org).where("run_id", "=", runId).orderBy("asked_at").orderBy("approval_id").execute()).map(approvalFrom),
    listApprovals: async (org, { all, runId }, page) => {
      const after = instantCursor(page.after);
      const narrowed = approvals(org).$if(!all, (query) => query.where("state", "=", "asked")).$if(runId !== undefined, (query) => query.where("run_id", "=", runId ?? ""));
      const word = all ? "desc" : "asc";
      const sign = all ? sql`<` : sql`>`;
      const behind = after === undefined ? narrowed : narrowed.where(sql<boolean>`(asked_at, approval_id) ${sign} (${after.at}, ${after.id})`);
      const rows = await behind.orderBy("asked_at", word).orderBy("approval_id", word).limit(page.limit + 1).execute();
      const { total } = await narrowed.clearSelect().select(({ fn }) => fn.countAll<number | string>().as("total")).executeTakeFirstOrThrow();
      const items = rows.slice(0, page.limit).map(approvalFrom);
      const last = items.at(-1);
      return { items, total: Number(total), next: rows.length > page.limit && last ? encodeCursor([last.askedAt, last.approvalId]) : undefined };
    },
    votesOf: async (org, ids) => (await inChunks(ids, (chunk) => tx.db.selectFrom("run_vote").selectAll().where("org_id", "=", org).where("approval_id", "in", chunk).orderBy("at").orderBy("actor").execute())).map(voteFrom),
    putVote: (org, one) => insertMany(tx, "run_vote", ["org_id", "approval_id", "actor", "verdict", "comment", "at"], [[org, one.approvalId, one.actor, one.verdict, one.comment ?? null, one.at]], { key: ["org_id", "approval_id", "actor"], update: ["verdict", "comment", "at"] }),

    addEvidence: (org, one) => insertMany(tx, "run_evidence", ["org_id", "evidence_id", "run_id", "incident_id", "digest", "bytes", "body", "made_at"], [[org, one.evidenceId, one.runId, one.incidentId, one.digest, one.bytes, one.body, one.madeAt]]),
    findEvidence: async (org, id) => { const row = await tx.db.selectFrom("run_evidence").selectAll().where("org_id", "=", org).where("evidence_id", "=", id).executeTakeFirst(); return row && evidenceFrom(row); },
    evidenceOf: async (org, runId) => (await tx.db.selectFrom("run_evidence").select(["org_id", "evidence_id", "run_id", "incident_id", "digest", "bytes", "made_at"]).where("org_id", "=", org).where("run_id", "=", runId).orderBy("made_at").orderBy("evidence_id").execute()).map((row) => ({
      evidenceId: row.evidence_id, runId: row.run_id, incidentId: row.incident_id, digest: row.digest, bytes: row.bytes, madeAt: row.made_at,
    })),
  };
}

const approvalFrom = (row: RunApprovalTable): Approval => ({
  approvalId: row.approval_id, runId: row.run_id, incidentId: row.incident_id, stepId: row.step_id, question: row.question, state: row.state as ApprovalState, people: row.people, subjects: JSON.parse(row.subjects) as Approval["subjects"],
  askedAt: row.asked_at, dueAt: row.due_at ?? undefined, decidedAt: row.decided_at ?? undefined,
});
const voteFrom = (row: RunVoteTable): Vote => ({ approvalId: row.approval_id, actor: row.actor, verdict: row.verdict as Verdict, comment: row.comment ?? undefined, at: row.at });
const evidenceFrom = (row: RunEvidenceTable): KeptEvidence => ({ evidenceId: row.evidence_id, runId: row.run_id, incidentId: row.incident_id, digest: row.digest, bytes: row.bytes, body: row.body, madeAt: row.made_at });
