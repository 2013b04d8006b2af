// Tables of tests from outside.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("dast_target", "target_id:t name:t body:t", "target_id"),
  table("dast_scan", "scan_id:t target_id:t state:t reason:t queued_at:b body:t", "scan_id", { indexes: [["org_id", "queued_at", "scan_id"], ["org_id", "target_id", "queued_at"], ["state", "queued_at"]] }),
  table("dast_finding", "finding_id:t target_id:t check_id:t severity:i confidence:i state:t outcome:t last_at:b words:t body:t", "finding_id", { indexes: [["org_id", "severity", "last_at", "finding_id"], ["org_id", "target_id"]] }),
  // What each scan said of each finding.
  table("dast_scan_finding", "scan_id:t finding_id:t outcome:t why:t? at:b", "scan_id finding_id", { indexes: [["org_id", "finding_id", "at"]] }),
  table("dast_drill", "drill_id:t target_id:t state:t started_at:b body:t", "drill_id", { indexes: [["org_id", "started_at", "drill_id"], ["state", "started_at"]] }),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
