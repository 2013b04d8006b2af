// Tables of the end of a response: clocks, answers, actions.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("incident_clock", "incident_id:t regime:t stage:t title:t clause:t because:t started_at:b due_at:b stopped_at:b? end_kind:t? end_why:t? stopped_by:t? report_digest:t? told:i", "incident_id regime stage",
    { indexes: [["org_id", "coalesce(stopped_at, 0)", "due_at"]] }),
  table("incident_answer", "incident_id:t field:t text:t answered_at:b actor:t", "incident_id field"),
  table("incident_action", "action_id:t incident_id:t text:t owner:t? due_at:b? created_at:b done_at:b? ticket:t?", "action_id", { indexes: [["org_id", "incident_id"], ["org_id", "coalesce(done_at, 0)"]] }),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
