// A request as the wire takes it: headers in their order and spelling, the body in bytes.
import type { TestRequest } from "../exchange.ts";

const beyondLatin = /[^\u0000-\u00ff]/;

/** Names and values in turn. Content-Length is counted anew, for values at points change it; text beyond Latin-1 goes as UTF-8. */
export function wireHeaders({ headers, body }: TestRequest): string[] {
  const wire: string[] = [];
  for (const [name, value] of headers) {
    if (body !== undefined && name.toLowerCase() === "content-length") continue;
    wire.push(name, beyondLatin.test(value) ? Buffer.from(value, "utf8").toString("latin1") : value);
  }
  return wire;
}

export const bodyOf = ({ body }: TestRequest): Buffer | null => (body === undefined ? null : typeof body === "string" ? Buffer.from(body, "utf8") : Buffer.from(body.buffer, body.byteOffset, body.byteLength));
