// A whole audit event as a runtime event.
import type { RuntimeEvent } from "../event.ts";
import { storable } from "../lines-text.ts";
import { auditFields } from "./fields.ts";
import type { AuditEvent } from "./joiner.ts";

/** The id is the audit system's own (node, time, serial), so that lines sent twice are one event. host: of the sender, where records name no node. */
export function toAuditEvent({ records, raw, part }: AuditEvent, decoder: string, host: string | undefined): RuntimeEvent {
  const [first] = records;
  const node = records.find((record) => record.node !== undefined)?.node ?? host;
  const { logsource, fields } = auditFields(records);
  return {
    id: `audit:${node ?? ""}:${first?.serial ?? ""}${part > 1 ? `:${part}` : ""}`, at: first?.at ?? 0, isTimed: true, decoder, logsource,
    origin: node === undefined ? {} : { host: node }, fields, raw: storable(raw),
  };
}
