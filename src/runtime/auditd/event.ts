// A whole audit event as a runtime event.
import { containerIdOf } from "../decoding-image.ts";
import { placed } from "../decoding-place.ts";
import type { Origin, RuntimeEvent } from "../event.ts";
import { storable } from "../lines-text.ts";
import { isAuoms } from "./auoms-text.ts";
import { auomsRecords } from "./auoms.ts";
import { auditFields } from "./fields.ts";
import type { AuditEvent } from "./joiner.ts";

/** The id is the audit system's own (node, time, serial), so that lines sent twice are one event. host: of the sender, where records name no node. */
export function toAuditEvent({ records: told, raw, part }: AuditEvent, decoder: string, host: string | undefined): RuntimeEvent {
  const records = told.some(({ type }) => isAuoms(type)) ? told.flatMap((record) => (isAuoms(record.type) ? auomsRecords(record) : record)) : told;
  const [first] = records;
  const node = records.find((record) => record.node !== undefined)?.node ?? host;
  const { logsource, fields } = auditFields(records);
  const origin = originOf(records, node);
  return {
    id: `audit:${node ?? ""}:${first?.serial ?? ""}${part > 1 ? `:${part}` : ""}`, at: first?.at ?? 0, isTimed: true, decoder, logsource,
    origin, fields: placed(fields, origin), raw: storable(raw),
  };
}

// LAUREL writes a record of its own for the container (CONTAINER_INFO), auoms a value that becomes one.
function originOf(records: AuditEvent["records"], host: string | undefined): Origin {
  const containerId = containerIdOf(records.find(({ type }) => type === "CONTAINER_INFO")?.values.get("ID"));
  return { ...(host !== undefined && { host }), ...(containerId !== undefined && { containerId }) };
}
