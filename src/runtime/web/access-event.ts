// Reads a line in any of the access log formats, and makes a runtime event of it.
import type { DecodeContext } from "../decoder.ts";
import { placed } from "../decoding-place.ts";
import type { LogSource, RuntimeEvent } from "../event.ts";
import { addressOf, storable } from "../lines-text.ts";
import { accessJson } from "./access-json.ts";
import { accessLine, isAccessLine } from "./access-line.ts";
import { accessFields, recordOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";
import { errorLine } from "./error-line.ts";
import { proxyLine } from "./proxy-lines.ts";
import { w3cLine } from "./w3c-log.ts";

export { isAccessLine };

/** columns: of a W3C log, when its #Fields line was seen. Undefined when the line is in none of the formats. */
export function readAccess(line: string, context: Pick<DecodeContext, "settings" | "receivedAt">, columns?: readonly string[]): AccessRecord | undefined {
  const zone = context.settings["zone"];
  if (line.startsWith("{")) return accessJson(jsonOf(line), zone);
  const inColumns = columns === undefined ? undefined : w3cLine(line, columns);
  if (inColumns !== undefined) return inColumns;
  return proxyLine(line, zone) ?? accessLine(line, zone) ?? errorLine(line, context.receivedAt, zone);
}

/** host: where the line itself names one (syslog), else the sender's. */
export function toAccessEvent(found: AccessRecord, raw: string, decoder: string, context: DecodeContext, host = context.host): RuntimeEvent {
  const record = context.settings["client"] === "forwarded" ? recordOf({ ...found, client: firstForwarded(found.forwarded) ?? found.client }) : found;
  const origin = host === undefined ? {} : { host };
  return {
    id: undefined, at: record.at ?? context.receivedAt, isTimed: record.at !== undefined, decoder, logsource: logsourceOf(record, context.settings["product"]),
    // Attacks are looked for in error logs, too: a request that was refused early may stand nowhere else.
    ...(record.service === undefined ? {} : { alsoAsked: [{ category: "webserver", ...(record.product === undefined ? {} : { product: record.product }) }] }),
    origin, fields: placed(accessFields(record), origin), raw: storable(raw),
  };
}

// An error log says of a request what the access log says too: it is no second request to count, so it has no category.
function logsourceOf({ product, service }: AccessRecord, setting: string | undefined): LogSource {
  const named = product ?? setting;
  return { ...(service === undefined ? { category: "webserver" } : { service }), ...(named === undefined ? {} : { product: named }) };
}

const firstForwarded = (list: string | undefined): string | undefined => list?.split(/,\s*|\s+/).map((part) => addressOf(part)).find((address) => address !== undefined);

/** What log shippers put around a line is taken off: the container runtime interface's "time stream F", Docker's {"log": ...}. */
export function unwrapped(line: string): string {
  const inside = /^\d{4}-\d{2}-\d{2}T\S+ (?:stdout|stderr) [FP] /.exec(line)?.[0];
  if (inside !== undefined) return line.slice(inside.length);
  if (!line.startsWith("{\"log\":")) return line;
  const wrapped = jsonOf(line) as { log?: unknown } | undefined;
  return typeof wrapped?.log === "string" ? wrapped.log.trimEnd() : line;
}

function jsonOf(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}
