// The links of one exchange: by the kind of its document, resolved, each once.
import type { Exchange, Reply } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import { cssLinks } from "./css-links.ts";
import { elementsOf, isMarkup, parseElements } from "./elements.ts";
import type { PageElements } from "./elements.ts";
import { headerLinks } from "./header-links.ts";
import { htmlLinks } from "./html-links.ts";
import { jsonLinks } from "./json-links.ts";
import { mostLinks, resolved } from "./link.ts";
import type { PageLink, RawLink } from "./link.ts";
import { robotsLinks } from "./robots-links.ts";
import { scriptLinks } from "./script-links.ts";
import { sourceMapLinks } from "./source-map-links.ts";
import { pathsInText, urlsInText } from "./url-shape.ts";
import { gzippedLinks, lineLinks, xmlLinks } from "./xml-links.ts";

/** truncated: the reply names more than is kept. */
export interface LinksFound { links: readonly PageLink[]; truncated: boolean }

/**
 * Every URL that the reply names, absolute, in the order of the document, headers first; equal ones once, the surest kept.
 * foundOn: the page that included a script: its relative references are the page's.
 */
export function linksOf(exchange: Exchange, foundOn?: string): LinksFound {
  const { reply, request } = exchange;
  if (reply === undefined) return { links: [], truncated: false };
  const base = baseOf(reply, request.url);
  const bases = isScript(reply, request.url) && foundOn !== undefined ? [foundOn, base] : [base];
  const raw = distinct([...headerLinks(reply.headers), ...documentLinks(reply, request.url)]);
  const links = unique(raw.slice(0, mostLinks).flatMap((one) => placed(one, bases)));
  return { links: links.slice(0, mostLinks), truncated: Math.max(raw.length, links.length) > mostLinks || (isMarkup(reply) && elementsOf(reply).truncated) };
}

/** HTML 4.2.3: the first <base href>, relative to the page itself; else Content-Location does not count any more (RFC 9110 B). */
export function baseOf(reply: Reply, url: string): string {
  const href = isMarkup(reply) ? elementsOf(reply).named("base").find(({ attributes }) => attributes["href"] !== undefined)?.attributes["href"] : undefined;
  return (href === undefined ? undefined : resolved(href, url)) ?? url;
}

const scriptType = /(?:java|ecma)script|typescript|^text\/jsx/;
const isScript = (reply: Reply, url: string): boolean => scriptType.test(mediaTypeOf(reply.headers) ?? "") || /\.(?:m?js|jsx|ts)$/i.test(new URL(url).pathname);

function documentLinks(reply: Reply, url: string): RawLink[] {
  const type = mediaTypeOf(reply.headers) ?? "";
  const path = new URL(url).pathname;
  if (path === "/robots.txt" && !isMarkup(reply)) return robotsLinks(reply.text);
  if (isMarkup(reply)) return markupLinks(reply);
  if (type === "text/css") return cssLinks(reply.text);
  if (/\.gz$/i.test(path) || type === "application/gzip" || type === "application/x-gzip") return gzippedLinks(reply.body);
  if (isScript(reply, url)) return scriptLinks(reply.text, (text) => htmlLinks(parseElements(text)));
  return otherLinks(reply, type, path);
}

function otherLinks(reply: Reply, type: string, path: string): RawLink[] {
  const map = sourceMapLinks(reply.text);
  if (map !== undefined) return map;
  if (/[/+]json$|manifest\+json/.test(type) || /\.(?:json|webmanifest|jsonld|har)$/i.test(path) || /^\s*[[{]/.test(reply.text.slice(0, 100))) return jsonLinks(reply.text);
  if (/^(?:image|audio|video|font)\/(?!svg)/.test(type) || type === "application/octet-stream" || type === "application/zip") return [];
  if (type.endsWith('pdf')) return Array.from(reply.text.slice(0, 2_000_000).matchAll(/\/URI\s*\(([^()\\\s]{3,2000})\)/g), ([, ref = ""]) => ({ ref, source: "link" as const, sure: false }));
  return [...(/sitemap|urllist/i.test(path) ? lineLinks(reply.text) : []), ...textLinks(reply.text.slice(0, 1_000_000))];
}

const textLinks = (text: string): RawLink[] => [...urlsInText(text), ...pathsInText(text)].map((ref) => ({ ref, source: "link" as const, sure: false }));

function markupLinks(reply: Reply): RawLink[] {
  const page: PageElements = elementsOf(reply);
  const isXml = (mediaTypeOf(reply.headers) ?? "").endsWith("xml") && page.named("html").length === 0;
  return isXml ? [...xmlLinks(page, reply.text), ...htmlLinks(page)] : htmlLinks(page);
}

function placed(raw: RawLink, bases: readonly string[]): PageLink[] {
  const all = bases.flatMap((base) => resolved(raw.ref, raw.root ? new URL("/", base).href : base) ?? []);
  return [...new Set(all)].map((url) => ({ url, source: raw.source, sure: raw.sure, method: raw.method ?? "GET", body: raw.body }));
}

/** Before URLs are made of them: a page repeats its links, and making URLs is what costs. */
function distinct(raw: readonly RawLink[]): RawLink[] {
  const byKey = new Map<string, RawLink>();
  for (const one of raw) {
    const key = `${one.root === true ? "/" : ""}${one.method ?? ""} ${one.ref} ${one.body?.text ?? ""}`;
    const known = byKey.get(key);
    if (known === undefined || (one.sure && !known.sure)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

function unique(links: readonly PageLink[]): PageLink[] {
  const byKey = new Map<string, PageLink>();
  for (const one of links) {
    const key = `${one.method} ${one.url} ${one.body?.text ?? ""}`;
    const known = byKey.get(key);
    if (known === undefined || (one.sure && !known.sure)) byKey.set(key, one);
  }
  return [...byKey.values()];
}
