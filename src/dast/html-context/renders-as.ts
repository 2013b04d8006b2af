// What a browser makes of an answer: a page whose scripts run, or something that it only shows or saves.
import { headerOf, mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";

export type Rendering = "html" | "xml";

const htmlTypes = new Set(["text/html", "application/xhtml+xml"]);
// Only these are looked into when no usable type came: https://mimesniff.spec.whatwg.org/ section 7.
const unknownTypes = new Set(["unknown/unknown", "application/unknown", "*/*"]);
const sniffed = /^[\t\n\f\r ]*(?:<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >]|<!--)/i;

/** undefined: the answer is a redirect, a download, or of a type in which no script runs. */
export function rendersAs(reply: Reply): Rendering | undefined {
  if (reply.status === 204 || reply.status === 304 || (reply.status >= 300 && reply.status < 400 && headerOf(reply.headers, "location") !== undefined)) return undefined;
  if (/^\s*attachment/i.test(headerOf(reply.headers, "content-disposition") ?? "")) return undefined;
  const type = mediaTypeOf(reply.headers);
  if (type !== undefined && type !== "" && !unknownTypes.has(type)) return renderingOf(type);
  const mayLook = headerOf(reply.headers, "x-content-type-options")?.trim().toLowerCase() !== "nosniff";
  return mayLook && sniffed.test(reply.text.slice(0, 1_445)) ? "html" : undefined;
}

const renderingOf = (type: string): Rendering | undefined => (htmlTypes.has(type) ? "html" : /^(?:text|application)\/xml$|\+xml$/.test(type) && !/(?:rss|atom)\+xml$/.test(type) ? "xml" : undefined);
