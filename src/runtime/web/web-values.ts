// The values that a request brings, one by one and decoded: parameters, path, referer, user agent, cookies and body.
import { requestDecoded } from "./decode.ts";
import type { Fields, FieldValue } from "../event.ts";

/** Where in the request: the detectors that make sense differ. */
export type WebPlace = "path" | "query" | "body" | "cookie" | "referer" | "user-agent" | "header";

/** name: of the parameter, cookie or header; "" for a path or a value without one. text: decoded, at most `longestValue` characters. */
export interface WebValue { place: WebPlace; name: string; text: string }

/** What is longer is judged by its first and its last part; a request with more values by its first ones. Both are far beyond what pages send. */
export const longestValue = 8192;
export const mostValues = 256;

const textOf = (value: FieldValue | undefined): string => (typeof value === "string" && value !== "-" ? value : "");

/** Every value of a web event, in the order path, query, body, cookies, headers. */
export function webValues(fields: Fields): readonly WebValue[] {
  const uri = textOf(fields["cs-uri"]);
  const mark = uri.indexOf("?");
  const stem = textOf(fields["cs-uri-stem"]) || (mark === -1 ? uri : uri.slice(0, mark));
  const query = textOf(fields["cs-uri-query"]) || (mark === -1 ? "" : uri.slice(mark + 1));
  const values = [
    ...pathValue(stem), ...pairs("query", query.replace(/^\?/, ""), "&"), ...bodyValues(textOf(fields["cs-body"])), ...pairs("cookie", textOf(fields["cs-cookie"]), ";"),
    ...refererValues(textOf(fields["cs-referer"])), ...header("user-agent", "", textOf(fields["cs-user-agent"])), ...header("header", "host", textOf(fields["cs-host"])), ...header("header", "x-forwarded-for", textOf(fields["xff"])), ...header("header", "user", textOf(fields["cs-username"])),
  ];
  return values.slice(0, mostValues);
}

const bounded = (text: string): string => (text.length <= longestValue ? text : `${text.slice(0, longestValue - 2048)} ${text.slice(-2047)}`);
/** As a query has it: plus is a blank. */
const decoded = (raw: string): string => bounded(/[%+&\\]/.test(raw) ? requestDecoded(`?${raw}`).slice(1) : raw);

const pathValue = (stem: string): readonly WebValue[] => (stem === "" || stem === "/" ? [] : [{ place: "path", name: "", text: bounded(requestDecoded(stem)) }]);
const header = (place: WebPlace, name: string, text: string): readonly WebValue[] => (text === "" ? [] : [{ place, name, text: bounded(requestDecoded(text)) }]);

/** name=value pairs, split before they are decoded: an escaped "&" belongs to its value. */
function pairs(place: WebPlace, raw: string, separator: string): readonly WebValue[] {
  if (raw === "") return [];
  return raw.split(separator, mostValues).flatMap((pair) => {
    const at = pair.indexOf("=");
    return at === -1 ? valueOf(place, "", pair.trim()) : valueOf(place, decoded(pair.slice(0, at).trim()), pair.slice(at + 1));
  });
}

function valueOf(place: WebPlace, name: string, raw: string): readonly WebValue[] {
  const text = decoded(raw);
  const named: readonly WebValue[] = isPlainName(name) ? [] : [{ place, name: "", text: `${name}=${text}` }];
  if (text === "") return named;
  const leaves = jsonLeaves(place, name, text);
  return leaves === undefined ? [...named, { place, name, text }] : [...named, ...leaves];
}

// "user[name]", "sort.by", "utm-source": anything else in a name is worth a look of its own.
const isPlainName = (name: string): boolean => /^[\w.~-]*(?:\[[\w-]*\])*$/.test(name) && !/classloader|__proto__|\[\s*prototype|^(?:java|javax|org|com)\.\w+\.\w|^(?:document|window)\.\w|^processbuilder\.|^java\.\w/i.test(name);

/** The strings and names within JSON, each a value; undefined when the text is no JSON. */
function jsonLeaves(place: WebPlace, name: string, text: string): readonly WebValue[] | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const leaves: WebValue[] = [];
    collect(JSON.parse(text), name, place, leaves, 0);
    return leaves;
  } catch { return undefined; }
}

function collect(value: unknown, name: string, place: WebPlace, leaves: WebValue[], depth: number): void {
  if (leaves.length >= mostValues || depth > 32) return;
  if (typeof value === "string") { if (value !== "") leaves.push({ place, name, text: bounded(value) }); return; }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    // {"password": {"$ne": ""}} and {"@type": "com.sun..."} are said by name and value together.
    if (/^[$@_]/.test(key)) leaves.push({ place, name, text: `{"${key}": ${typeof member === "string" ? JSON.stringify(member) : ""}` });
    collect(member, Array.isArray(value) ? name : key, place, leaves, depth + 1);
  }
}

/** A form, JSON, or a text of which we see the whole. */
function bodyValues(body: string): readonly WebValue[] {
  if (body === "") return [];
  const leaves = jsonLeaves("body", "", bounded(body));
  if (leaves !== undefined) return leaves;
  if (/^--[^\r\n]{1,100}\r?\n[\s\S]{0,200}content-disposition/i.test(body.slice(0, 400))) return partsOf(body);
  // A form's field without a name: escaped, and without a blank of its own.
  if (/^[^\s<{"=]+$/.test(body)) return pairs("body", body, "&");
  return /^[^\s<{"]{1,200}=/.test(body) ? pairs("body", body, "&") : [{ place: "body", name: "", text: bounded(body) }];
}

/** multipart/form-data (RFC 7578): the name and the file name of each part, and what it holds. */
function partsOf(body: string): readonly WebValue[] {
  const boundary = /^[^\r\n]+/.exec(body)?.[0] ?? "";
  return body.split(boundary, mostValues).flatMap((part): readonly WebValue[] => {
    const [head = "", ...rest] = part.split(/\r?\n\r?\n/, 2);
    const named = (of: string): string => new RegExp(`[;\\s]${of}\\s*=\\s*"?([^"\\r\\n;]{1,300})`, "i").exec(head)?.[1] ?? "";
    const texts = [["", named("name")], ["filename", named("filename")], [named("name"), (rest[0] ?? "").trimEnd()]] as const;
    return texts.filter(([, text]) => text !== "").map(([name, text]) => ({ place: "body", name, text: bounded(text) }));
  });
}

/** A referer is an address: what its parameters hold counts, and an address that is none. */
function refererValues(referer: string): readonly WebValue[] {
  if (referer === "") return [];
  const mark = /^https?:\/\/[^\s"'<>${}]+$/i.test(referer) ? referer.indexOf("?") : -1;
  if (mark !== -1) return pairs("referer", referer.slice(mark + 1).split("#")[0] ?? "", "&");
  return /^https?:\/\/[\w.:/~%+-]*$/i.test(referer) && !/%[0-7]/.test(referer) ? [] : header("referer", "", referer);
}
