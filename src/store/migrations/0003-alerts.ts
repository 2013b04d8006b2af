// Tables of alerts.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("alert", "fingerprint:t labels:t annotations:t starts_at:b ends_at:b updated_at:b generator_url:t timeout:i", "fingerprint",
    { indexes: [["org_id", "ends_at", "fingerprint"], ["org_id", "starts_at", "fingerprint"]] }),
  table("alert_group", "group_id:t leaf_id:t group_key:t labels:t created_at:b flushed_at:b? next_flush_at:b is_empty:i", "group_id", { indexes: [["next_flush_at", "org_id", "group_id"]] }),
  table("alert_member", "group_id:t fingerprint:t", "group_id fingerprint", { indexes: [["org_id", "fingerprint", "group_id"]] }),
  table("alert_told", "told_id:t receiver_id:t told_at:b firing:t resolved:t expires_at:b", "told_id receiver_id", { indexes: [["expires_at"]] }),
  table("inhibit_source", "rule_key:t equal_key:t both_sides:i fingerprint:t ends_at:b", "rule_key equal_key both_sides fingerprint",
    { indexes: [["org_id", "rule_key", "equal_key", "both_sides", "ends_at"], ["ends_at"]] }),
  table("silence", "silence_id:t matchers:t starts_at:b ends_at:b created_by:t comment:t updated_at:b reminder_ms:b? reminded_at:b? idle_told_at:b?", "silence_id", { indexes: [["org_id", "ends_at", "silence_id"]] }),
  table("suppression", "by_kind:t by_id:t subject:t target:t title:t why:t times:b first_at:b last_at:b", "by_kind by_id subject target", { indexes: [["org_id", "last_at"], ["org_id", "subject", "last_at"], ["org_id", "by_kind", "by_id", "last_at"]] }),
  // Read whole at a start and never searched: an index would only cost the writes of every alert.
  table("alert_profile", "profile_key:t kind:t seen_at:b due_at:b? version:b body:t", "profile_key"),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
