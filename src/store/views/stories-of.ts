// The stories of messages that belong to incidents.
import { sql } from "kysely";
import type { Sql } from "./keyset.ts";

/** Group keys of the incidents that a condition on "i" chooses: their own, and those of their pages. */
export const storiesOf = (org: string, chosen: Sql): Sql => sql`(select i.incident_id from incident i where ${chosen}
  union select 'page|' || p.incident_id || '|' || t.receiver from page p join page_told t on t.org_id = p.org_id and t.page_id = p.page_id join incident i on i.org_id = p.org_id and i.incident_id = p.incident_id where p.org_id = ${org} and t.receiver is not null and ${chosen})`;
