// CloudEvents 1.0 in JSON: structured, or binary (the door gives {headers, data}); what they carry is read by the decoder that knows it.
import { toIso } from "../../kernel/clock.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";
import { createPayloads } from "../decoding-envelope.ts";
import type { Envelope } from "../decoding-envelope.ts";
import { eventOf, parseJson, reasonAgainst, rejected } from "../decoding-session.ts";
import { instantOf, isRecord, memberOf, present, recordOf, textAt, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { FieldValue, LogSource } from "../event.ts";

/** HTTP binding, 3.1.3.2: header values are percent-encoded UTF-8; a broken escape stays as written. */
const unescapeHeader = (text: string): string => text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"));

/** The attributes that ce-* headers spell, and the body as data: the structured form of a binary message. */
function structured(record: JsonRecord): JsonRecord {
  const headers = record["headers"];
  if (!isRecord(headers) || record["specversion"] !== undefined) return record;
  const attributes = Object.entries(headers).flatMap(([name, value]) => { const [, attribute] = /^ce-([a-z0-9]+)$/i.exec(name) ?? []; const text = textOf(value); return attribute === undefined || text === undefined ? [] : [[attribute.toLowerCase(), unescapeHeader(text)] as const]; });
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return { ...Object.fromEntries(attributes), ...(contentType !== undefined && { datacontenttype: contentType }), data: record["data"] };
}

const isJsonType = (type: string | undefined): boolean => type === undefined || /^[^;]*[/+]json\s*(?:;|$)/i.test(type);

/** data as a value: JSON of a text where datacontenttype says JSON; data_base64 as the text it encodes. */
function dataOf(event: JsonRecord): FieldValue {
  const encoded = memberOf(event, "data_base64");
  const data = typeof encoded === "string" ? Buffer.from(encoded, "base64").toString("utf8") : memberOf(event, "data") ?? null;
  if (typeof data !== "string" || !isJsonType(textAt(event, "datacontenttype"))) return data;
  return (parseJson(data) as FieldValue | undefined) ?? data;
}

function missing(event: JsonRecord): string | undefined {
  const absent = ["id", "source", "specversion", "type"].filter((name) => textAt(event, name) === undefined);
  return absent.length === 0 ? undefined : `has no ${absent.join(", ")}: CloudEvents 1.0 requires id, source, specversion and type.`;
}

const envelopeOf = (event: JsonRecord): Envelope => {
  const { data: _data, data_base64: _encoded, ...attributes } = event;
  return { id: `${textAt(event, "source") ?? ""}/${textAt(event, "id") ?? ""}`, at: instantOf(memberOf(event, "time")), origin: {}, fields: attributes };
};

const logsourceOf = (event: JsonRecord): LogSource => present({ product: "cloudevents", service: textAt(event, "type")?.toLowerCase() });

function session(context: DecodeContext): DecoderSession {
  const payloads = createPayloads(context.unwrap);
  const decode = (event: JsonRecord, record: unknown, at: string): Decoded => {
    const [envelope, data, place] = [envelopeOf(event), dataOf(event), `${at === "/" ? "" : at}/data`];
    const inner = data === null ? undefined : payloads.push(data, place, textAt(event, "source") ?? "", () => envelope);
    if (inner !== undefined) return inner;
    const refused = isRecord(data) ? reasonAgainst(data) : undefined;
    if (refused !== undefined) return rejected(place, refused);
    const message = textOf(data);
    return { events: [eventOf("cloudevents", context, { ...envelope, logsource: logsourceOf(event), fields: { ...recordOf(data), ...envelope.fields, data, ...(message !== undefined && { message }) } }, record)], rejects: [] };
  };
  return {
    push(record, at) {
      const refused = reasonAgainst(record);
      if (refused !== undefined) return rejected(at, refused);
      const event = structured(record as JsonRecord);
      const absent = missing(event);
      return absent === undefined ? decode(event, record, at) : rejected(at, absent);
    },
    end: () => payloads.end(),
  };
}

export const cloudevents: Decoder = {
  id: "cloudevents",
  about: "CloudEvents 1.0, structured, batched or binary, around any event that another decoder knows; others by their own names.",
  reads: "json",
  logsources: [{ product: "cloudevents" }],
  mapping: { "every name": "data's own members, then the attributes (id, source, type, subject, ...)", message: "data, when it is a text" },
  settings: {},
  recognises: (record) => isRecord(record) && ((typeof record["specversion"] === "string" && record["type"] !== undefined && record["source"] !== undefined) || (isRecord(record["headers"]) && Object.keys(record["headers"]).some((name) => /^ce-specversion$/i.test(name)))),
  open: session,
  canary: (token, at) => JSON.stringify({ specversion: "1.0", id: `canary-${token}`, source: "/aftwatch/canary", type: "dev.aftwatch.canary", time: toIso(at), datacontenttype: "application/json", data: { message: `Aftwatch canary ${token}` } }),
};
