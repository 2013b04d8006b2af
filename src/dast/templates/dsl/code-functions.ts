// Functions that encode and decode: base64, URL, hex, HTML, JSON, compression, archives.
import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { parseFragment } from "parse5";
import { zipOf } from "../../../kernel/zip-writer.ts";
import { bytesOf, textOf } from "../byte-text.ts";
import { fail, longestText, textFrom } from "./value.ts";
import type { DslFunction, Value } from "./value.ts";

const ofText = (run: (text: string) => Value): DslFunction => ({ least: 1, most: 1, run: ([text]) => run(textFrom(text)) });
const ofBytes = (run: (bytes: Buffer) => Uint8Array): DslFunction => ofText((text) => {
  try { return textOf(run(bytesOf(text))); } catch (cause) { return fail(`the data cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`); }
});
const limit = { maxOutputLength: longestText };

export const codeFunctions: Readonly<Record<string, DslFunction>> = {
  base64: ofText((text) => bytesOf(text).toString("base64")),
  base64_py: ofText((text) => bytesOf(text).toString("base64").replaceAll(/.{1,76}/g, "$&\n")),
  base64_decode: ofText(decodeBase64),
  url_encode: ofText(encodeQuery),
  url_decode: ofText(decodeQuery),
  hex_encode: ofText((text) => bytesOf(text).toString("hex")),
  hex_decode: ofText((text) => (/^(?:[0-9a-f]{2})*$/i.test(text) ? textOf(Buffer.from(text, "hex")) : fail("is no hex"))),
  html_escape: ofText((text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&#34;").replaceAll("'", "&#39;")),
  html_unescape: ofText(unescapeHtml),
  gzip: ofBytes((bytes) => gzipSync(bytes)),
  gzip_decode: ofBytes((bytes) => gunzipSync(bytes, limit)),
  zlib: ofBytes((bytes) => deflateSync(bytes)),
  zlib_decode: ofBytes((bytes) => inflateSync(bytes, limit)),
  deflate: ofBytes((bytes) => deflateRawSync(bytes)),
  inflate: ofBytes((bytes) => inflateRawSync(bytes, limit)),
  zip: { least: 2, most: 200, run: zipFrom },
  json_minify: ofText((text) => JSON.stringify(sortedKeys(jsonFrom(text)))),
  json_prettify: ofText((text) => JSON.stringify(jsonFrom(text), undefined, 4)),
};

function decodeBase64(text: string): string {
  const packed = text.replaceAll(/[\r\n]/g, "");
  return /^[A-Za-z0-9+/]*={0,2}$/.test(packed) && packed.length % 4 === 0 ? textOf(Buffer.from(packed, "base64")) : fail("is no base64");
}

// Go's QueryEscape: everything but letters, digits and -_.~ ; a space is a plus.
function encodeQuery(text: string): string {
  return Array.from(bytesOf(text), (byte) => (/[A-Za-z0-9\-_.~]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : byte === 0x20 ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("");
}

function decodeQuery(text: string): string {
  if (/%(?![0-9a-f]{2})/i.test(text)) return fail("has % without two hex digits");
  const bytes = bytesOf(text.replaceAll("+", " ")).toString("latin1").replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return textOf(Buffer.from(bytes, "latin1"));
}

function unescapeHtml(text: string): string {
  const [area] = parseFragment(`<textarea>\n${text.replaceAll("<", "&lt;")}`).childNodes;
  const [inner] = area && "childNodes" in area ? area.childNodes : [];
  return inner && "value" in inner ? inner.value : "";
}

function zipFrom(args: readonly Value[]): string {
  if (args.length % 2 !== 0) return fail("zip needs pairs of a name and a content");
  const texts = args.map(textFrom);
  return textOf(zipOf(Array.from({ length: texts.length / 2 }, (_, at) => ({ name: texts[at * 2] ?? "", content: bytesOf(texts[at * 2 + 1] ?? "") }))));
}

function jsonFrom(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return fail("is no JSON"); }
}

// Go writes the keys of a map in order.
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sortedKeys(one)]));
}
