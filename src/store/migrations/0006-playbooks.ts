// Tables of playbooks: kept ones, runs with every attempt, approvals with their votes, evidence, proposals.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("playbook", "playbook_id:t text:t enabled:i version:i updated_at:b updated_by:t", "playbook_id"),
  table("playbook_run", `run_id:t playbook_id:t playbook_version:i text:t incident_id:t state:t is_over:i why:t? started_by:t started_at:b ended_at:b? inputs:t cooldown_key:t next_at:b? lease_owner:t? lease_until:b?`, "run_id",
    { indexes: [["org_id", "incident_id", "playbook_id"], ["org_id", "playbook_id", "cooldown_key", "started_at"], ["org_id", "started_at", "run_id"], ["is_over", "next_at"]] }),
  table("run_attempt", "run_id:t seq:i step_id:t kind:t visit:i attempt:i state:t values_json:t output:t why:t? started_at:b ended_at:b? due_at:b? undoes:i? repeated:i", "run_id seq"),
  table("run_approval", "approval_id:t run_id:t incident_id:t step_id:t question:t state:t people:i subjects:t asked_at:b due_at:b? decided_at:b?", "approval_id", { indexes: [["org_id", "run_id"], ["org_id", "state", "asked_at"]] }),
  table("run_vote", "approval_id:t actor:t verdict:t comment:t? at:b", "approval_id actor"),
  table("run_evidence", "evidence_id:t run_id:t incident_id:t digest:t bytes:i body:t made_at:b", "evidence_id", { indexes: [["org_id", "run_id"]] }),
  table("playbook_proposal", "incident_id:t playbook_id:t why:t at:b state:t run_id:t?", "incident_id playbook_id"),
  table("playbook_trigger", "incident_id:t moment:t at:b", "incident_id moment at"),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
