// The text of a body: by its byte order mark, its charset parameter, its meta tag, and else as UTF-8 or Windows-1252.
import { headerOf } from "../exchange.ts";
import type { Header } from "../exchange.ts";

/** WHATWG HTML "determining the character encoding": mark, then transport, then the first 1024 bytes. */
export function textOf(body: Uint8Array, headers: readonly Header[]): string {
  const type = headerOf(headers, "content-type") ?? "";
  const label = markOf(body) ?? charsetIn(type) ?? (/html|xml|^$/i.test(type) ? declaredIn(body) : undefined);
  return (label === undefined ? undefined : decodedAs(label, body)) ?? asUtf8(body) ?? new TextDecoder("windows-1252").decode(body);
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : undefined;
}

const charsetIn = (type: string): string | undefined => /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1];

// <meta charset=x>, <meta http-equiv content="...; charset=x">, <?xml encoding="x"?>
function declaredIn(body: Uint8Array): string | undefined {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(1024, body.byteLength)).toString("latin1");
  const label = /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1] ?? /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(start)?.[1];
  // A document that can be read so far is not in UTF-16, whatever it says.
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

// A body that was cut may end in the middle of a character: that is no sign of another charset.
function asUtf8(body: Uint8Array): string | undefined {
  try { return new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true }); } catch { return undefined; }
}

function decodedAs(label: string, body: Uint8Array): string | undefined {
  try { return new TextDecoder(label).decode(body); } catch { return undefined; }
}
