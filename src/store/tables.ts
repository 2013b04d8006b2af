// The tables as TypeScript sees them. Instants are epoch milliseconds, flags 0/1, JSON is text; org_id leads every key.
import type { AlertsTables } from "./tables/alerts.ts";
import type { DeliveryTables } from "./tables/delivery.ts";
import type { IncidentsTables } from "./tables/incidents.ts";
import type { OncallTables } from "./tables/oncall.ts";
import type { PlaybooksTables } from "./tables/playbooks.ts";
import type { ResponseTables } from "./tables/response.ts";
import type { RuntimeTables } from "./tables/runtime.ts";
import type { DastTables } from "./tables/dast.ts";

interface Org { org_id: string }

export interface OrganisationTable extends Org { name: string; created_at: number }
export interface CounterTable extends Org { name: string; next: number }
export interface LedgerTable extends Org { seq: number; month: string; at: number; kind: string; subject: string; actor: string; body: string; prev: string; hash: string }
export interface LedgerHeadTable extends Org { seq: number; hash: string }

export interface ServiceTable extends Org { service_id: string; name: string; owner: string | null; created_at: number; version: number }
export interface EndpointTable extends Org { endpoint_id: string; name: string; environment: string; exposure: string; criticality: string; created_at: number; version: number }
export interface ReleaseTable extends Org { release_id: string; service_id: string; version: string; digest: string | null; commit_id: string | null; created_at: number; sbom_digest: string | null }
export interface SbomTable extends Org { release_id: string; digest: string; format: string; spec_version: string; received_at: number; components: number; rejects: number; duplicates: number; not_covered: number; reject_list: string }
export interface ComponentTable extends Org { component_id: number; purl: string; name: string; version: string | null; ecosystem: string | null; package_key: string | null; package_version: string | null; created_at: number }
export interface ComponentNameTable extends Org { package_key: string; component_id: number }
export interface ReleaseComponentTable extends Org { release_id: string; component_id: number }
export interface DeploymentEventTable extends Org { endpoint_id: string; service_id: string; at: number; kind: string; release_id: string; recorded_at: number }
export interface DeploymentTable extends Org { deployment_id: string; endpoint_id: string; service_id: string; release_id: string; started_at: number; ended_at: number | null; recorded_at: number }

export interface AdvisoryTable extends Org { advisory_id: string; source: string; modified_at: number; published_at: number | null; withdrawn_at: number | null; ingested_at: number; summary: string; digest: string; body: string }
export interface AffectedTable extends Org { package_key: string; advisory_id: string; part: number; ecosystem: string; body: string }
export interface AliasTable extends Org { advisory_id: string; alias: string; kind: string }
export interface SubjectTable extends Org { advisory_id: string; vulnerability_id: string }
export interface VulnerabilityTable extends Org { vulnerability_id: string; summary: string; severity: string; cvss: number | null; cvss_vector: string | null; severity_from: string | null; severity_because: string | null; epss: number | null; epss_percentile: number | null; kev: number; kev_added_at: number | null; ransomware: number; malicious: number; published_at: number | null; ingested_at: number; withdrawn: number }
export interface MemberChangeTable extends Org { member_id: string; at: number; from_id: string; to_id: string | null }
export interface VulnerabilityMemberTable extends Org { member_id: string; vulnerability_id: string }
export interface KevTable extends Org { cve: string; added_at: number; due_on: string | null; ransomware: number; forensic_triage: number | null; source: string }
export interface EpssTable extends Org { cve: string; probability: number; percentile: number | null; scored_on: string; model: string | null; source: string }
export interface FeedTable extends Org { feed_id: string; cursor: string | null; last_attempt_at: number | null; last_success_at: number | null; last_error: string | null; records: number; rejects: number }
export interface FeedRejectTable extends Org { feed_id: string; record: string; reason: string; at: number }

export interface MatchTable extends Org { component_id: number; advisory_id: string; package_key: string; cleared_by: string | null; reason: string; detected_at: number; retracted_at: number | null }
export interface FindingTable extends Org {
  finding_id: string; vulnerability_id: string; package_key: string; service_id: string; state: string; close_reason: string | null; detected_at: number; exposed_since: number; closed_at: number | null;
  acknowledged_at: number | null; acknowledged_by: string | null; regressed: number; severity: string; cvss: number | null; epss: number | null; kev: number; malicious: number; outcome: string; outcome_rank: number; inputs: string;
  policy: string; clause: string; clock_started_at: number; due_at: number | null; fix_version: string | null;
  live_affected: number; live_unconfirmed: number; live_fixed: number; live_total: number; environments: string; periods: string; decision_id: string | null; turns_at: number | null; merged_into: string | null; updated_at: number;
}
export interface ExposureTable extends Org { finding_id: string; deployment_id: string; component_id: number; known_at: number; retracted_at: number | null }
export interface DecisionTable extends Org { decision_id: string; vulnerability_id: string; package_key: string | null; service_id: string | null; kind: string; justification: string | null; reason: string; actor: string; from_at: number; until_at: number | null; revoked_at: number | null; recorded_at: number }

export interface NoticeTable extends Org { notice_id: string; group_key: string; kind: string; severity: string; title: string; body: string; state: string; created_at: number }
export interface DeliveryTable extends Org { delivery_id: string; notice_id: string; group_key: string; receiver_id: string; delivery_key: string; message_key: string | null; state: string; attempts: number; queued_at: number; next_attempt_at: number | null; last_why: string | null; created_at: number; sent_at: number | null; lease_until: number | null; lease_owner: string | null; tried: number; because: string | null; handed_at: number | null }
export interface ReceiverTable extends Org { receiver_id: string; channel: string; settings: string; created_at: number; common: string }
export interface SettingTable extends Org { name: string; value: string; version: number; updated_at: number }
export interface TokenTable extends Org { token_id: string; name: string; scopes: string; digest: string; prefix: string; created_at: number; expires_at: number | null; last_used_at: number | null; revoked_at: number | null }
export interface SessionTable extends Org { digest: string; name: string; scopes: string; created_at: number; expires_at: number }
export interface AdminLinkTable extends Org { digest: string; created_at: number; expires_at: number; used_at: number | null }
export interface IdempotencyTable extends Org { key: string; digest: string; status: number; body: string; created_at: number }

export interface Tables extends DeliveryTables, AlertsTables, IncidentsTables, OncallTables, PlaybooksTables, ResponseTables, RuntimeTables, DastTables {
  organisation: OrganisationTable; counter: CounterTable; ledger: LedgerTable; ledger_head: LedgerHeadTable;
  service: ServiceTable; endpoint: EndpointTable; release: ReleaseTable; sbom: SbomTable; component: ComponentTable; component_name: ComponentNameTable; release_component: ReleaseComponentTable;
  deployment_event: DeploymentEventTable; deployment: DeploymentTable;
  advisory: AdvisoryTable; affected: AffectedTable; alias: AliasTable; subject: SubjectTable; vulnerability: VulnerabilityTable; vulnerability_member: VulnerabilityMemberTable; member_change: MemberChangeTable;
  kev: KevTable; epss: EpssTable; feed: FeedTable; feed_reject: FeedRejectTable;
  match: MatchTable; finding: FindingTable; exposure: ExposureTable; decision: DecisionTable;
  notice: NoticeTable; delivery: DeliveryTable; receiver: ReceiverTable; setting: SettingTable;
  token: TokenTable; session: SessionTable; admin_link: AdminLinkTable; idempotency: IdempotencyTable;
}
