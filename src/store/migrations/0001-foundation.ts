// The first tables: organisation leads every key, instants are bigint milliseconds, JSON is text.
//
// Shared knowledge (advisories, feeds) stands under the organisation "world" (docs/adr/0001-storage.md).
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("organisation", "name:t created_at:b", ""),
  table("counter", "name:t next:b", "name"),
  table("ledger", "seq:b month:t at:b kind:t subject:t actor:t body:t prev:t hash:t", "seq", { indexes: [["org_id", "subject", "seq"], ["org_id", "kind", "seq"], ["org_id", "at"]] }),
  table("ledger_head", "seq:b hash:t", ""),
  table("service", "service_id:t name:t owner:t? created_at:b version:i", "service_id", { unique: [["org_id", "name"]] }),
  table("endpoint", "endpoint_id:t name:t environment:t exposure:t criticality:t created_at:b version:i", "endpoint_id", { unique: [["org_id", "name"]] }),
  table("release", "release_id:t service_id:t version:t digest:t? commit_id:t? created_at:b sbom_digest:t?", "release_id", { unique: [["org_id", "service_id", "version"]], indexes: [["org_id", "digest"], ["org_id", "created_at", "release_id"]] }),
  table("sbom", "release_id:t digest:t format:t spec_version:t received_at:b components:i rejects:i duplicates:i not_covered:i reject_list:t", "release_id digest"),
  table("component", "component_id:b purl:t name:t version:t? ecosystem:t? package_key:t? package_version:t? created_at:b", "component_id", { unique: [["org_id", "purl"]], indexes: [["org_id", "package_key"]] }),
  table("component_name", "package_key:t component_id:b", "package_key component_id"),
  table("release_component", "release_id:t component_id:b", "release_id component_id", { indexes: [["org_id", "component_id", "release_id"]] }),
  table("deployment_event", "endpoint_id:t service_id:t at:b kind:t release_id:t recorded_at:b", "endpoint_id service_id at kind release_id"),
  table("deployment", "deployment_id:t endpoint_id:t service_id:t release_id:t started_at:b ended_at:b? recorded_at:b", "deployment_id",
    { indexes: [["org_id", "release_id", "ended_at"], ["org_id", "endpoint_id", "service_id", "ended_at"], ["org_id", "service_id", "ended_at"], ["org_id", "started_at", "deployment_id"]] }),
  table("advisory", "advisory_id:t source:t modified_at:b published_at:b? withdrawn_at:b? ingested_at:b summary:t digest:t body:t", "advisory_id", { indexes: [["org_id", "source"]] }),
  table("affected", "package_key:t advisory_id:t part:i ecosystem:t body:t", "package_key advisory_id part", { indexes: [["org_id", "advisory_id"]] }),
  table("alias", "advisory_id:t alias:t kind:t", "advisory_id alias kind", { indexes: [["org_id", "alias"]] }),
  table("subject", "advisory_id:t vulnerability_id:t", "advisory_id vulnerability_id", { indexes: [["org_id", "vulnerability_id"]] }),
  table("vulnerability", "vulnerability_id:t summary:t severity:t cvss:r? cvss_vector:t? severity_from:t? severity_because:t? epss:r? epss_percentile:r? kev:i kev_added_at:b? ransomware:i malicious:i published_at:b? ingested_at:b withdrawn:i", "vulnerability_id", { indexes: [["org_id", "coalesce(published_at, 0)", "vulnerability_id"]] }),
  table("vulnerability_member", "member_id:t vulnerability_id:t", "member_id", { indexes: [["org_id", "vulnerability_id"]] }),
  table("member_change", "member_id:t at:b from_id:t to_id:t?", "member_id at", { indexes: [["org_id", "from_id"], ["org_id", "to_id"]] }),
  table("kev", "cve:t added_at:b due_on:t? ransomware:i forensic_triage:i? source:t", "cve"),
  table("epss", "cve:t probability:r percentile:r? scored_on:t model:t? source:t", "cve"),
  table("feed", "feed_id:t cursor:t? last_attempt_at:b? last_success_at:b? last_error:t? records:i rejects:i", "feed_id"),
  table("feed_reject", "feed_id:t record:t reason:t at:b", "feed_id record"),
  table("match", "component_id:b advisory_id:t package_key:t cleared_by:t? reason:t detected_at:b retracted_at:b?", "component_id advisory_id", { indexes: [["org_id", "advisory_id"], ["org_id", "package_key"]] }),
  table("finding", `finding_id:t vulnerability_id:t package_key:t service_id:t state:t close_reason:t? detected_at:b exposed_since:b closed_at:b? acknowledged_at:b? acknowledged_by:t? regressed:i
    severity:t cvss:r? epss:r? kev:i malicious:i outcome:t outcome_rank:i inputs:t policy:t clause:t clock_started_at:b due_at:b? fix_version:t? live_affected:i live_unconfirmed:i live_fixed:i live_total:i
    environments:t periods:t decision_id:t? turns_at:b? merged_into:t? updated_at:b`, "finding_id",
    { unique: [["org_id", "service_id", "package_key", "vulnerability_id"]], indexes: [["org_id", "vulnerability_id"], ["org_id", "state", "outcome_rank", "coalesce(due_at, 9007199254740991)", "finding_id", "merged_into"], ["org_id", "state", "coalesce(due_at, 9007199254740991)", "finding_id", "merged_into"],
      ["org_id", "state", "detected_at", "finding_id", "merged_into"], ["org_id", "state", "service_id", "outcome_rank", "severity", "kev", "merged_into", "due_at", "acknowledged_at"], ["org_id", "turns_at"], ["org_id", "package_key", "fix_version"]] }),
  table("exposure", "finding_id:t deployment_id:t component_id:b known_at:b retracted_at:b?", "finding_id deployment_id", { indexes: [["org_id", "deployment_id", "retracted_at"]] }),
  table("decision", "decision_id:t vulnerability_id:t package_key:t? service_id:t? kind:t justification:t? reason:t actor:t from_at:b until_at:b? revoked_at:b? recorded_at:b", "decision_id", { indexes: [["org_id", "vulnerability_id"]] }),
  table("notice", "notice_id:t group_key:t kind:t severity:t title:t body:t state:t created_at:b", "notice_id"),
  table("delivery", "delivery_id:t notice_id:t group_key:t receiver_id:t delivery_key:t message_key:t? state:t attempts:i queued_at:b next_attempt_at:b? last_why:t? created_at:b sent_at:b? lease_until:b? lease_owner:t?", "delivery_id",
    { unique: [["org_id", "delivery_key"]], indexes: [["org_id", "receiver_id", "group_key", "queued_at"], ["org_id", "message_key"], ["org_id", "notice_id", "delivery_id"], ["state", "next_attempt_at"]] }),
  table("receiver", "receiver_id:t channel:t settings:t created_at:b", "receiver_id"),
  table("setting", "name:t value:t version:i updated_at:b", "name"),
  table("token", "token_id:t name:t scopes:t digest:t prefix:t created_at:b expires_at:b? last_used_at:b? revoked_at:b?", "token_id", { indexes: [["digest"]] }),
  table("session", "digest:t name:t scopes:t created_at:b expires_at:b", "digest", { indexes: [["digest"]] }),
  table("admin_link", "digest:t created_at:b expires_at:b used_at:b?", "digest", { indexes: [["digest"]] }),
  table("idempotency", "key:t digest:t status:i body:t created_at:b", "key"),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
