// Links of XML: site maps, feeds, service descriptions, style sheet instructions and whatever looks like a URL.
import { gunzipSync } from "node:zlib";
import { parseElements } from "./elements.ts";
import type { PageElement, PageElements } from "./elements.ts";
import type { RawLink } from "./link.ts";
import { canBeUrl, looksLikeUrl, urlsInText } from "./url-shape.ts";

const addressElements = /(?:^|:)(?:loc|link|url|uri|guid|href|id|docs|comments|icon|logo|uddi:location|location)$/i;
const addressAttributes = /^(?:xlink:href|href|src|url|location|schemaLocation|system|action|resource|rdf:resource|rdf:about|uri)$/i;
const isSitemap = /<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/i;

export function xmlLinks(page: PageElements, text: string): RawLink[] {
  const source = isSitemap.test(text.slice(0, 5000)) ? "sitemap" : "link";
  return [...documentType(text.slice(0, 5000)), ...page.elements.flatMap((element) => elementLinks(element, source))];
}

const documentType = (head: string): RawLink[] => Array.from(head.matchAll(/<!DOCTYPE[^>]*?(?:SYSTEM|PUBLIC\s+"[^"]*")\s+"([^"]+)"/gi), ([, ref = ""]) => ({ ref, source: "link" as const, sure: false }));

function elementLinks({ name, attributes, text }: PageElement, source: "sitemap" | "link"): RawLink[] {
  const own = text.trim();
  const inText = addressElements.test(name) && canBeUrl(own) ? [{ ref: own, source, sure: /(?:^|:)(?:loc|link)$/i.test(name) }] : own.includes("://") ? urlsInText(own).map((ref) => ({ ref, source, sure: false })) : looksLikeUrl(own) ? [{ ref: own, source, sure: false }] : [];
  const inAttributes = Object.entries(attributes).filter(([key, value]) => !/^(?:xmlns|xsi:|targetNamespace$|namespace$|soapAction$|transport$)/i.test(key) && (addressAttributes.test(key) ? canBeUrl(value.trim()) : looksLikeUrl(value.trim()))).map(([key, value]) => ({ ref: value.trim(), source, sure: addressAttributes.test(key) }));
  return [...inText, ...inAttributes];
}

// A site map may be 50 MB unpacked (sitemaps.org); more is a bomb.
const largestUnpacked = 50 * 2 ** 20;

/** A gzipped site map; nothing when it is not gzip, or unpacks to more than the protocol allows. */
export function gzippedLinks(bytes: Uint8Array): RawLink[] {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return [];
  try {
    const text = gunzipSync(bytes, { maxOutputLength: largestUnpacked }).toString("utf8");
    return text.trimStart().startsWith("<") ? xmlLinks(parseElements(text, { xml: true }), text) : lineLinks(text);
  } catch { return []; }
}

/** A site map as plain text: one URL on each line. */
export const lineLinks = (text: string): RawLink[] => text.split(/\r?\n/, 50_000).map((line) => line.trim()).filter(looksLikeUrl).map((ref) => ({ ref, source: "sitemap" as const, sure: false }));
