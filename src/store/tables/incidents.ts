// The tables of incidents as TypeScript sees them.

interface Org { org_id: string }

export interface IncidentTable extends Org {
  incident_id: string; number: number; kind: string; title: string; severity: string; severity_weight: number; derived_severity: string; phase: string; phase_at: string; state: string; merged_into: string | null;
  started_at: number; opened_at: number; acknowledged_at: number | null; acknowledged_by: string | null; closed_at: number | null; closed_because: string | null; reopened: number;
  owner: string | null; roles: string; services: string; environments: string; entities: string; tactics: string; why: string; next_text: string | null; next_due_at: number | null; has_next: number; linked: string; cause: string | null;
  members: number; live: number; last_signal_at: number; quiet_since: number | null; touched: number; changed_at: number; look_at: number | null; version: number;
}
export interface IncidentMemberTable extends Org { incident_id: string; kind: string; ref: string; signal: string; joined_at: number; why: string; left_at: number | null; left_why: string | null; times: number; last_at: number; is_over: number }
export interface IncidentSightingTable extends Org { incident_id: string; kind: string; value: string; first_at: number; last_at: number }
export interface IncidentCauseTable extends Org { incident_id: string; cause: string }
export interface IncidentServiceTable extends Org { incident_id: string; service: string }
export interface IncidentWordTable extends Org { incident_id: string; words: string; state: string }
export interface IncidentSubjectTable extends Org { incident_id: string; subject: string }
export interface IncidentStoryTable extends Org { entry_id: string; incident_id: string; at: number; text: string; author: string; fact_seq: number | null; written_at: number; edited_at: number | null; removed_at: number | null }
export interface EntityServiceTable extends Org { kind: string; value: string; service: string; last_at: number }
export interface HeldSignalTable extends Org { kind: string; ref: string; signal: string; held_at: number; until: number; why: string }
export interface HeldEntityTable extends Org { entity_kind: string; value: string; kind: string; ref: string; at: number }

export interface IncidentsTables {
  incident: IncidentTable; incident_member: IncidentMemberTable; incident_sighting: IncidentSightingTable; incident_cause: IncidentCauseTable; incident_service: IncidentServiceTable; incident_word: IncidentWordTable; incident_subject: IncidentSubjectTable;
  incident_story: IncidentStoryTable; entity_service: EntityServiceTable; held_signal: HeldSignalTable; held_entity: HeldEntityTable;
}
