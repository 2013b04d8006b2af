// The orders of the list of incidents.
import { sql } from "kysely";
import type { IncidentSort } from "../../incidents/incident-views.ts";
import { byNumber } from "./keyset.ts";
import type { Order } from "./keyset.ts";

// The number is unique and counts up, so it ends every order; nothing due sorts last.
export const incidentOrders: Record<IncidentSort, Order> = {
  severity: { name: "incidents-severity", descending: true, keys: [byNumber(sql`i.severity_weight`), byNumber(sql`i.opened_at`), byNumber(sql`i.number`)] },
  opened: { name: "incidents-opened", descending: true, keys: [byNumber(sql`i.opened_at`), byNumber(sql`i.number`)] },
  last: { name: "incidents-last", descending: true, keys: [byNumber(sql`i.last_signal_at`), byNumber(sql`i.number`)] },
  due: { name: "incidents-due", keys: [byNumber(sql`coalesce(i.next_due_at, 9007199254740991)`), byNumber(sql`i.number`)] },
};
