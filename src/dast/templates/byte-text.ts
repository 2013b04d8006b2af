// Bytes as text and back without loss: bytes that are no UTF-8 become lone surrogates U+DC80..U+DCFF (as Python's surrogateescape does).
import { isUtf8 } from "node:buffer";

/** The text of bytes: UTF-8, and for each byte that is none a lone surrogate that remembers it. */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  const parts: string[] = [];
  for (let at = 0; at < buffer.length;) {
    const end = soundUntil(buffer, at);
    if (end > at) parts.push(buffer.toString("utf8", at, end));
    if (end < buffer.length) parts.push(String.fromCharCode(0xdc00 + (buffer[end] ?? 0)));
    at = end + 1;
  }
  return parts.join("");
}

/** Where the first byte stands that begins no character. */
function soundUntil(buffer: Buffer, from: number): number {
  let at = from;
  while (at < buffer.length) {
    const lead = buffer[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0 || at + length > buffer.length || (length > 1 && !isUtf8(buffer.subarray(at, at + length)))) return at;
    at += length;
  }
  return at;
}

/** The bytes that a text stands for. A lone surrogate that is no byte becomes U+FFFD. */
export function bytesOf(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts = text.match(/[\udc80-\udcff]|(?:[\ud800-\udbff][\udc00-\udfff]|[^\udc80-\udcff])+?(?=[\udc80-\udcff]|$)|[^]/g) ?? [];
  return Buffer.concat(parts.map((part) => {
    const code = part.charCodeAt(0);
    return part.length === 1 && code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(part, "utf8");
  }));
}

export const byteLength = (text: string): number => (text.isWellFormed() ? Buffer.byteLength(text, "utf8") : bytesOf(text).length);
