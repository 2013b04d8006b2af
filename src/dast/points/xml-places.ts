// Places in XML bodies: the text of elements and the values of attributes, named by an XPath.
import { mediaTypeOf } from "../exchange.ts";
import { bodyText, numbered, withBody } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

export const xmlPlaces: PlaceReader = {
  kinds: ["xml"],
  find: ({ request }) => {
    const type = mediaTypeOf(request.headers);
    if (request.body === undefined || !(type === undefined || type === "text/plain" ? /^\s*<[?!A-Za-z]/.test(bodyText(request)) : /[/+]xml$/.test(type))) return [];
    return numbered(xmlSpansOf(bodyText(request)).map(({ path, text }): Place => ({ kind: "xml", name: path, text })));
  },
  put: (request, { name, nth = 0 }, text) => {
    const body = bodyText(request);
    const span = xmlSpansOf(body).filter(({ path }) => path === name)[nth];
    return span === undefined ? request : withBody(request, `${body.slice(0, span.start)}${escaped(text)}${body.slice(span.end)}`);
  },
};

interface XmlSpan { path: string; start: number; end: number; text: string }
interface OpenElement { path: string; children: Map<string, number>; textFrom: number; hasElements: boolean }

// Tags, comments, CDATA, processing instructions, a document type with or without internal subset (XML 1.0 2.1-2.8).
const tokens = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>|<\/[^>]*>|<([A-Za-z_:][\w:.\-\u00b7-\uffff]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;

/** In the order of the document; an element with elements inside has no text of its own here. Not well-formed text gives what can be read. */
function xmlSpansOf(xml: string): XmlSpan[] {
  const spans: XmlSpan[] = [];
  const root: OpenElement = { path: "", children: new Map(), textFrom: 0, hasElements: true };
  const open: OpenElement[] = [root];
  for (const match of xml.matchAll(tokens)) {
    const [token, name, attributes = ""] = match;
    const parent = open.at(-1) ?? root;
    if (name !== undefined) {
      const element = childOf(parent, name, match.index + token.length);
      spans.push(...attributesOf(element.path, attributes, match.index + 1 + name.length));
      if (!attributes.endsWith("/")) open.push(element);
    } else if (token.startsWith("</") && open.length > 1) {
      open.pop();
      if (!parent.hasElements) spans.push({ path: parent.path, start: parent.textFrom, end: match.index, text: unescaped(xml.slice(parent.textFrom, match.index)) });
    }
  }
  return spans;
}

function childOf(parent: OpenElement, name: string, textFrom: number): OpenElement {
  const number = (parent.children.get(name) ?? 0) + 1;
  parent.children.set(name, number);
  parent.hasElements = true;
  return { path: `${parent.path}/${name}${number === 1 ? "" : `[${number}]`}`, children: new Map(), textFrom, hasElements: false };
}

const attributesOf = (path: string, text: string, at: number): XmlSpan[] =>
  [...text.matchAll(/([^\s=/"']+)\s*=\s*("[^"]*"|'[^']*')/g)].filter(([, name = ""]) => !/^xmlns(?::|$)/.test(name)).map((match) => {
    const [whole, name = "", quoted = ""] = match;
    const start = at + match.index + whole.length - quoted.length + 1;
    return { path: `${path}/@${name}`, start, end: start + quoted.length - 2, text: unescaped(quoted.slice(1, -1)) };
  });

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const unescaped = (text: string): string => text.replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, cdata: string | undefined, entity: string | undefined) => cdata ?? (entity === undefined ? "" : characterOf(entity) ?? whole));
function characterOf(entity: string): string | undefined {
  if (!entity.startsWith("#")) return entities[entity];
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return code > 0x10_ffff ? undefined : String.fromCodePoint(code);
}
// A carriage return would be read as a line feed, and white space in attributes as blanks (XML 1.0 2.11, 3.3.3): as references they stay.
// What XML cannot hold at all (2.2: most control characters, U+FFFE, U+FFFF) becomes U+FFFD.
const escaped = (text: string): string => text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;").replaceAll("\r", "&#13;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
