// Tables of on-call: the document's versions, overrides, pages and whom they told, and where owners came from.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("oncall_document", "version:i body:t written_at:b written_by:t", "version"),
  table("oncall_override", "override_id:t schedule:t person:t from_at:b to_at:b reason:t? created_at:b created_by:t removed_at:b? removed_by:t?", "override_id", { indexes: [["org_id", "to_at", "override_id"]] }),
  table("page", "page_id:t incident_id:t title:t severity:t policy:t because:t state:t step:i round:i next_at:b? started_at:b ended_at:b? ended_by:t? comment:t?", "page_id",
    { indexes: [["org_id", "incident_id", "page_id"], ["org_id", "state", "page_id"], ["state", "next_at"]] }),
  table("page_told", "page_id:t place:i at:b round:i step:i target:t person:t? receiver:t? why:t? notice_id:t?", "page_id place"),
  table("owner_source", "service_id:t owner:t source:t at:b actor:t", "service_id"),
];

export const statements = (dialect: Dialect): string[] => statementsFor(tables, dialect);
