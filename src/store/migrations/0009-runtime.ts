// Tables of runtime detection.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("detection", "detection_id:t detection_key:t kind:t rule_id:t level:i state:t decoder:t source:t workload:t actor:t service_id:t? release_id:t? evidence:t first_at:b last_at:b detected_at:b hits:i exception_id:t? words:t body:t", "detection_id",
    { indexes: [["org_id", "detection_key", "last_at"], ["org_id", "last_at", "detection_id"], ["org_id", "workload", "last_at"], ["org_id", "rule_id", "last_at"], ["org_id", "actor", "last_at"]] }),
  table("detection_sample", "detection_id:t slot:i event_key:t at:b body:t", "detection_id slot"),
  // Which events have counted: a sender that repeats one does not count it twice.
  table("detection_counted", "event_key:t detection_key:t at:b", "event_key detection_key", { indexes: [["at"]] }),
  table("runtime_hour", "hour:b workload:t events:b detections:i worst:i", "hour workload"),
  table("event_source", "source_id:t body:t", "source_id"),
  table("runtime_exception", "exception_id:t created_at:b expires_at:b body:t", "exception_id"),
  table("loaded_report", "release_id:t endpoint_id:t host:t at:b complete:i components:i", "release_id endpoint_id host"),
  table("loaded_component", "release_id:t endpoint_id:t host:t component_key:t purl:t how:t path:t? first_at:b last_at:b", "release_id endpoint_id host component_key"),
  // Read whole at a start, removed when due; never searched otherwise.
  table("runtime_state", "kind:t state_key:t due_at:b? body:t", "kind state_key", { indexes: [["org_id", "due_at"]] }),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
