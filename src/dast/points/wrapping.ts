// Wrappings: values inside values, as base64 of JSON in a parameter; taken off, and put back around a value of ours.
import type { Wrapping } from "../point.ts";
import { jsonSpansOf, tokenFor, withToken } from "./json-spans.ts";

/** A value found within another. inside: one JSON pointer for each "json" and "jwt" of wrappings. */
export interface Wrapped { wrappings: readonly Wrapping[]; inside: readonly string[]; value: string }

const deepest = 3;
const mostLeaves = 12;

/** Every value within this one, at most three layers down; not the value itself. */
export function wrappedIn(text: string, depth = 0): Wrapped[] {
  if (depth >= deepest || text.length < 4 || text.length > 20_000) return [];
  const json = jsonLeaves(text).map((leaf): Wrapped => ({ wrappings: ["json"], inside: [leaf.pointer], value: leaf.value }));
  const jwt = jwtLeaves(text).map((leaf): Wrapped => ({ wrappings: ["jwt"], inside: [leaf.pointer], value: leaf.value }));
  const coded = jwt.length > 0 ? [] : decoders.flatMap(({ wrapping, decode }): Wrapped[] => { const value = decode(text); return value === undefined ? [] : [{ wrappings: [wrapping], inside: [], value }]; }).slice(0, 1);
  return [...json, ...jwt, ...coded].flatMap((layer) => withInner(layer, depth));
}

// What is inside a coded document stands for it: the JSON of a base64 value is probed leaf by leaf, not as a whole.
function withInner(layer: Wrapped, depth: number): Wrapped[] {
  const inner = wrappedIn(layer.value, depth + 1).map((one): Wrapped => ({ wrappings: [...layer.wrappings, ...one.wrappings], inside: [...layer.inside, ...one.inside], value: one.value }));
  return inner.length > 0 && inner.every(({ wrappings }) => wrappings[layer.wrappings.length] === "json") ? inner : [layer, ...inner];
}

const jsonLeaves = (text: string): { pointer: string; value: string }[] => (/^\s*[{[]/.test(text) ? (jsonSpansOf(text) ?? []).filter(({ of }) => of === "value").slice(0, mostLeaves) : []);

// RFC 7519: the claims are the second part; the signature no longer fits, which is for the application to notice.
function jwtLeaves(text: string): { pointer: string; value: string }[] {
  const [head, claims] = /^([\w-]{8,})\.([\w-]{4,})\.[\w-]*$/.exec(text)?.slice(1) ?? [];
  return head === undefined || claims === undefined || !fromBase64(head).startsWith("{") ? [] : jsonLeaves(fromBase64(claims));
}

const fromBase64 = (text: string): string => Buffer.from(text, "base64").toString("utf8");
// Text as people and programs write it: an arbitrary word that happens to be base64 decodes to something else.
const isText = (text: string): boolean => text.length >= 3 && /^[\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufffc]*$/.test(text) && (/^[\t\n\r\x20-\x7e]*$/.test(text) || text.length >= 12);

const decoders: readonly { wrapping: Wrapping; decode(text: string): string | undefined }[] = [
  { wrapping: "url", decode: (text) => { try { const plain = decodeURIComponent(text); return plain !== text && /%[0-9a-f]{2}/i.test(text) ? plain : undefined; } catch { return undefined; } } },
  { wrapping: "hex", decode: (text) => (/^(?:[0-9a-f]{2}){4,}$|^(?:[0-9A-F]{2}){4,}$/.test(text) ? ifText(Buffer.from(text, "hex").toString("utf8"), /[A-Za-z]/) : undefined) },
  { wrapping: "base64", decode: (text) => (/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/.test(text) && Buffer.from(fromBase64(text), "utf8").toString("base64") === text ? ifText(fromBase64(text)) : undefined) },
  { wrapping: "base64url", decode: (text) => (/^[\w-]{6,}$/.test(text) && Buffer.from(fromBase64(text), "utf8").toString("base64url") === text ? ifText(fromBase64(text)) : undefined) },
];

const ifText = (text: string, must = /(?:)/): string | undefined => (isText(text) && must.test(text) ? text : undefined);

/** The text with a value of ours where wrappings and inside lead; the text itself when they lead nowhere. */
export function rewrapped(text: string, wrappings: readonly Wrapping[], inside: readonly string[], value: string): string {
  const [outer, ...rest] = wrappings;
  if (outer === undefined) return value;
  if (outer === "json" || outer === "jwt") {
    const [pointer = "", ...deeper] = inside;
    const put = (json: string): string => withToken(json, { pointer }, (span) => tokenFor(span, rewrapped(span.value, rest, deeper, value))) ?? json;
    return outer === "json" ? put(text) : text.split(".").map((part, at) => (at === 1 ? Buffer.from(put(fromBase64(part)), "utf8").toString("base64url") : part)).join(".");
  }
  const within = rewrapped(decoders.find(({ wrapping }) => wrapping === outer)?.decode(text) ?? "", rest, inside, value);
  if (outer === "url") return encodeURIComponent(within.toWellFormed());
  const hex = (): string => { const made = Buffer.from(within, "utf8").toString("hex"); return /[A-F]/.test(text) ? made.toUpperCase() : made; };
  return outer === "hex" ? hex() : Buffer.from(within, "utf8").toString(outer);
}
