// Tables of incidents.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

// state: open, closed or merged into another. Lists name it first, so that each sort of the open ones is a walk along one index;
// the counts of Now read an index only.
const tables: readonly Table[] = [
  table("incident", `incident_id:t number:b kind:t title:t severity:t severity_weight:i derived_severity:t phase:t phase_at:t state:t merged_into:t? started_at:b opened_at:b acknowledged_at:b? acknowledged_by:t? closed_at:b? closed_because:t? reopened:i
    owner:t? roles:t services:t environments:t entities:t tactics:t why:t next_text:t? next_due_at:b? has_next:i linked:t cause:t? members:i live:i last_signal_at:b quiet_since:b? touched:i changed_at:b look_at:b? version:i`, "incident_id",
    { unique: [["org_id", "number"]], indexes: [["org_id", "state", "severity_weight", "opened_at", "number"], ["org_id", "state", "opened_at", "number"], ["org_id", "state", "last_signal_at", "number"], ["org_id", "state", "coalesce(next_due_at, 9007199254740991)", "number"],
      ["org_id", "state", "owner", "severity_weight", "opened_at"], ["org_id", "state", "severity", "acknowledged_at", "owner", "has_next", "next_due_at", "quiet_since"], ["org_id", "look_at"], ["org_id", "merged_into"]] }),
  table("incident_member", "incident_id:t kind:t ref:t signal:t joined_at:b why:t left_at:b? left_why:t? times:i last_at:b is_over:i", "incident_id kind ref", { indexes: [["org_id", "kind", "ref"], ["org_id", "incident_id", "last_at", "ref"]] }),
  table("incident_sighting", "incident_id:t kind:t value:t first_at:b last_at:b", "incident_id kind value", { indexes: [["org_id", "kind", "value", "last_at"]] }),
  table("incident_cause", "incident_id:t cause:t", "cause incident_id", { indexes: [["org_id", "incident_id"]] }),
  table("incident_service", "incident_id:t service:t", "service incident_id", { indexes: [["org_id", "incident_id"]] }),
  // What people search, apart: rows of incidents are wide, and a search reads them all.
  table("incident_word", "incident_id:t words:t", "incident_id"),
  table("incident_subject", "incident_id:t subject:t", "incident_id subject"),
  table("incident_story", "entry_id:t incident_id:t at:b text:t author:t fact_seq:b? written_at:b edited_at:b? removed_at:b?", "entry_id", { indexes: [["org_id", "incident_id", "at"]] }),
  table("entity_service", "kind:t value:t service:t last_at:b", "kind value service", { indexes: [["org_id", "last_at"]] }),
  table("held_signal", "kind:t ref:t signal:t held_at:b until:b why:t", "kind ref", { indexes: [["org_id", "until"]] }),
  table("held_entity", "entity_kind:t value:t kind:t ref:t at:b", "entity_kind value kind ref", { indexes: [["org_id", "kind", "ref"]] }),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
