// A reply of what came over the wire: headers as they were spelt, the body decoded, the text made when somebody asks.
import type { Header, Reply } from "../exchange.ts";
import { textOf } from "./charset.ts";

export type ReplyParts = Omit<Reply, "text">;

export function replyOf(parts: ReplyParts): Reply {
  let text: string | undefined;
  return { ...parts, get text() { return (text ??= textOf(parts.body, parts.headers)); } };
}

/** Names and values in turn, as they came. */
export function headersFrom(raw: readonly (Buffer | string)[]): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([headerText(raw[at] ?? ""), headerText(raw[at + 1] ?? "")]);
  return headers;
}

const beyondAscii = /[\u0080-\u00ff]/;
const utf8 = new TextDecoder("utf-8", { fatal: true });

// RFC 9110 section 5.5: bytes beyond ASCII are opaque. Those that make UTF-8 are read so, for addresses in Location often are.
function headerText(bytes: Buffer | string): string {
  if (typeof bytes === "string") return bytes;
  const text = bytes.toString("latin1");
  if (!beyondAscii.test(text)) return text;
  try { return utf8.decode(bytes); } catch { return text; }
}
