// The tables of the end of a response as TypeScript sees them.

interface Org { org_id: string }

export interface IncidentClockTable extends Org {
  incident_id: string; regime: string; stage: string; title: string; clause: string; because: string; started_at: number; due_at: number; stopped_at: number | null;
  end_kind: string | null; end_why: string | null; stopped_by: string | null; report_digest: string | null; told: number;
}
export interface IncidentAnswerTable extends Org { incident_id: string; field: string; text: string; answered_at: number; actor: string }
export interface IncidentActionTable extends Org { action_id: string; incident_id: string; text: string; owner: string | null; due_at: number | null; created_at: number; done_at: number | null; ticket: string | null }

export interface ResponseTables { incident_clock: IncidentClockTable; incident_answer: IncidentAnswerTable; incident_action: IncidentActionTable }
