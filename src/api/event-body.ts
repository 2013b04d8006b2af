// CloudEvents in binary mode: attributes in ce- headers, the data as the body; made one JSON value before it is decoded.
import type { IncomingHttpHeaders } from "node:http";
import { Fault } from "../kernel/fault.ts";

/** Of one event: binary mode carries exactly one. */
const limitBytes = 4 * 1024 * 1024;

/** The body as it came, or, with `ce-id`, the structured form of it (CloudEvents HTTP binding 3.1). */
export async function* binaryCloudEvent(headers: IncomingHttpHeaders, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (headers["ce-id"] === undefined) { yield* chunks; return; }
  const data = await textOf(chunks);
  const attributes = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith("ce-") && typeof value === "string" ? [[name.slice(3), decoded(value)]] : [])));
  const type = headers["content-type"];
  yield Buffer.from(JSON.stringify({ ...attributes, ...(type === undefined ? {} : { datacontenttype: type }), data: parsed(data) ?? data }));
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limitBytes) throw new Fault("request.too-large", { detail: `An event in binary mode has at most ${limitBytes} bytes.` });
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString("utf8");
}

// 3.1.3.2: percent-encoded where it is not printable ASCII.
function decoded(value: string): string { try { return decodeURIComponent(value); } catch { return value; } }
function parsed(text: string): unknown { try { return JSON.parse(text); } catch { return undefined; } }
