// The tables of playbooks as TypeScript sees them.

interface Org { org_id: string }

export interface PlaybookTable extends Org { playbook_id: string; text: string; enabled: number; version: number; updated_at: number; updated_by: string }
export interface PlaybookRunTable extends Org {
  run_id: string; playbook_id: string; playbook_version: number; text: string; incident_id: string; state: string; is_over: number; why: string | null; started_by: string; started_at: number; ended_at: number | null;
  inputs: string; cooldown_key: string; next_at: number | null; lease_owner: string | null; lease_until: number | null;
}
export interface RunAttemptTable extends Org {
  run_id: string; seq: number; step_id: string; kind: string; visit: number; attempt: number; state: string; values_json: string; output: string; why: string | null; started_at: number; ended_at: number | null; due_at: number | null; undoes: number | null; repeated: number;
}
export interface RunApprovalTable extends Org { approval_id: string; run_id: string; incident_id: string; step_id: string; question: string; state: string; people: number; subjects: string; asked_at: number; due_at: number | null; decided_at: number | null }
export interface RunVoteTable extends Org { approval_id: string; actor: string; verdict: string; comment: string | null; at: number }
export interface RunEvidenceTable extends Org { evidence_id: string; run_id: string; incident_id: string; digest: string; bytes: number; body: string; made_at: number }
export interface PlaybookProposalTable extends Org { incident_id: string; playbook_id: string; why: string; at: number; state: string; run_id: string | null }
export interface PlaybookTriggerTable extends Org { incident_id: string; moment: string; at: number }

export interface PlaybooksTables {
  playbook: PlaybookTable; playbook_run: PlaybookRunTable; run_attempt: RunAttemptTable; run_approval: RunApprovalTable; run_vote: RunVoteTable; run_evidence: RunEvidenceTable;
  playbook_proposal: PlaybookProposalTable; playbook_trigger: PlaybookTriggerTable;
}
