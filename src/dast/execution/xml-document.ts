// XML documents of ours for a point: the body that is there, or one that stands in the value, with a document type of our own.
import type { Tools } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { withValue } from "../points/points.ts";

/** How the documents of a point are made and sent. subset: the internal subset of the document type; text: markup for the element's content. */
export interface XmlPlace { document(subset: string, text: string): string; send(document: string): Promise<Exchange> }

export const holdsXml = ({ kind, value }: Point): boolean => kind === "xml" || /^\s*<[?!A-Za-z]/.test(value);

export function xmlPlaceOf(point: Point, tools: Tools): XmlPlace {
  if (point.kind !== "xml") return { document: (subset, text) => withType(/^\s*<[?!A-Za-z]/.test(point.value) ? withText(point.value, text) : `<w>${text}</w>`, subset), send: (document) => tools.at(point, document) };
  const mark = tools.seed.word("xml-place", 12);
  const request = withValue(point, mark);
  const body = typeof request.body === "string" ? request.body : Buffer.from(request.body ?? []).toString("utf8");
  return { document: (subset, text) => withType(body.replace(mark, () => text), subset), send: (document) => tools.send({ ...request, body: document }) };
}

// The first text between two tags; a document without any gets one in its root.
const withText = (xml: string, text: string): string => (/>[^<>]*[^<>\s][^<>]*<\//.test(xml) ? xml.replace(/>[^<>]*[^<>\s][^<>]*<\//, () => `>${text}</`) : xml.replace(/(<[A-Za-z][^>]*?)\/?>(?:\s*<\/[^>]+>)?\s*$/, (_all, open: string) => `${open}>${text}</${/<([^\s/>]+)/.exec(open)?.[1] ?? "w"}>`));

// XML 1.0 2.8: the document type stands after the declaration and before the root, and names it. One that was there gives way.
function withType(xml: string, subset: string): string {
  const [, declaration = "", rest = ""] = /^(\s*<\?xml[^>]*\?>)?([\s\S]*)$/.exec(xml) ?? [];
  const plain = rest.replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/, "");
  const root = /<([A-Za-z_][\w:.-]*)/.exec(plain)?.[1] ?? "w";
  return `${declaration.trim() === "" ? '<?xml version="1.0"?>' : declaration.trim()}${subset === "" ? "" : `<!DOCTYPE ${root} [${subset}]>`}${plain.trimStart()}`;
}
