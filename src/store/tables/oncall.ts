// The tables of on-call as TypeScript sees them.

interface Org { org_id: string }

export interface OncallDocumentTable extends Org { version: number; body: string; written_at: number; written_by: string }
export interface OncallOverrideTable extends Org { override_id: string; schedule: string; person: string; from_at: number; to_at: number; reason: string | null; created_at: number; created_by: string; removed_at: number | null; removed_by: string | null }
export interface PageTable extends Org { page_id: string; incident_id: string; title: string; severity: string; policy: string; because: string; state: string; step: number; round: number; next_at: number | null; started_at: number; ended_at: number | null; ended_by: string | null; comment: string | null }
export interface PageToldTable extends Org { page_id: string; place: number; at: number; round: number; step: number; target: string; person: string | null; receiver: string | null; why: string | null; notice_id: string | null }
export interface OwnerSourceTable extends Org { service_id: string; owner: string; source: string; at: number; actor: string }

export interface OncallTables { oncall_document: OncallDocumentTable; oncall_override: OncallOverrideTable; page: PageTable; page_told: PageToldTable; owner_source: OwnerSourceTable }
