// The tables of alerts as TypeScript sees them.

interface Org { org_id: string }

export interface AlertTable extends Org { fingerprint: string; labels: string; annotations: string; starts_at: number; ends_at: number; updated_at: number; generator_url: string; timeout: number }
export interface AlertGroupTable extends Org { group_id: string; leaf_id: string; group_key: string; labels: string; created_at: number; flushed_at: number | null; next_flush_at: number; is_empty: number }
export interface AlertMemberTable extends Org { group_id: string; fingerprint: string }
export interface AlertToldTable extends Org { told_id: string; receiver_id: string; told_at: number; firing: string; resolved: string; expires_at: number }
export interface InhibitSourceTable extends Org { rule_key: string; equal_key: string; both_sides: number; fingerprint: string; ends_at: number }
export interface SilenceTable extends Org { silence_id: string; matchers: string; starts_at: number; ends_at: number; created_by: string; comment: string; updated_at: number; reminder_ms: number | null; reminded_at: number | null; idle_told_at: number | null }
export interface SuppressionTable extends Org { by_kind: string; by_id: string; subject: string; target: string; title: string; why: string; times: number; first_at: number; last_at: number }

export interface AlertProfileTable extends Org { profile_key: string; kind: string; seen_at: number; due_at: number | null; version: number; body: string }

export interface AlertsTables {
  alert_profile: AlertProfileTable;
  alert: AlertTable;
  alert_group: AlertGroupTable;
  alert_member: AlertMemberTable;
  alert_told: AlertToldTable;
  inhibit_source: InhibitSourceTable;
  silence: SilenceTable;
  suppression: SuppressionTable;
}
