// CycloneDX in XML (ECMA-424), spec versions 1.2 to 1.7.
import { StringDecoder } from "node:string_decoder";
import type { SaxesParser, SaxesTagNS } from "saxes";
import { parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { OverlongText } from "../json-tokens.ts";
import { cyclonedxVersions, maxElements, mustReadVersion } from "../sbom-document.ts";
import type { SbomHead, SbomLimits, SbomPart } from "../sbom-format.ts";
import { defineSbomFormat } from "../sbom-format.ts";
import { createSbomParts, isToldProperty, textOf } from "../sbom-parts.ts";
import type { FoundLicence, FoundProperty, SbomParts } from "../sbom-parts.ts";

export const cyclonedxXml = defineSbomFormat({
  id: "cyclonedx-xml",
  about: "CycloneDX 1.2 to 1.7 in XML.",
  recognise: (start) => /^\s*</.test(start) && /<(?:[\w.-]+:)?bom[\s>]/.test(start),
  read,
});

const namespaceForm = /^https?:\/\/cyclonedx\.org\/schema\/bom\/(\S+)$/;

type Kind = "document" | "bom" | "metadata" | "tools" | "toolList" | "tool" | "list" | "component" | "subject" | "hashes" | "licences" | "licence" | "properties" | "field";

// What is looked at, by the element it stands in; pedigree, formulation and the rest are skipped whole:
// how something was built and what it came from do not run.
const componentChildren: Record<string, Kind> = { name: "field", version: "field", purl: "field", cpe: "field", components: "list", licenses: "licences", properties: "properties" };
const children: Record<Kind, Readonly<Record<string, Kind>>> = {
  document: { bom: "bom" },
  bom: { metadata: "metadata", components: "list" },
  metadata: { timestamp: "field", tools: "tools", component: "subject" },
  tools: { tool: "tool", components: "toolList", services: "toolList" },
  toolList: { component: "tool", service: "tool" },
  tool: { name: "field", version: "field" },
  list: { component: "component" },
  component: componentChildren,
  subject: { ...componentChildren, hashes: "hashes" },
  hashes: { hash: "field" },
  licences: { license: "licence", expression: "field" },
  licence: { id: "field", name: "field" },
  properties: { property: "field" },
  field: {},
};

interface Element { kind: Kind; path: string; line: number; count: number; depth: number; attributes: Readonly<Record<string, string>>; fields: Record<string, unknown>; licences: FoundLicence[]; properties: FoundProperty[] }

async function* read(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits): AsyncGenerator<SbomPart> {
  // Loaded for XML alone: a command that reads JSON does not wait for it.
  const { SaxesParser } = await import("saxes");
  const reading = new XmlReading(limits, new SaxesParser({ xmlns: true }));
  const decoder = new StringDecoder("utf8");
  for await (const chunk of chunks) {
    reading.write(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)));
    yield* reading.takeParts();
  }
  reading.end();
  yield* reading.takeParts();
}

class XmlReading {
  readonly #parser: SaxesParser<{ xmlns: true }>;
  readonly #limits: SbomLimits;
  readonly #sbomParts: SbomParts;
  // undefined: an element nobody looks at, and everything in it.
  readonly #open: (Element | undefined)[] = [];
  readonly #document: Element = { kind: "document", path: "", line: 1, count: 0, depth: 0, attributes: {}, fields: {}, licences: [], properties: [] };
  readonly #head: SbomHead & { tools: string[] } = { format: "cyclonedx-xml", specVersion: "", serial: undefined, createdAt: undefined, tools: [], subject: undefined };
  #namespace = "";
  #parts: SbomPart[] = [];
  #text = "";
  #isEnding = false;

  constructor(limits: SbomLimits, parser: SaxesParser<{ xmlns: true }>) {
    this.#limits = limits;
    this.#parser = parser;
    this.#sbomParts = createSbomParts(limits);
    this.#parser.on("xmldecl", ({ encoding }) => this.#mustBeRead(encoding));
    this.#parser.on("doctype", () => { throw new Fault("sbom.doctype", { places: [{ at: `line ${this.#parser.line}`, rule: "no document type declaration" }] }); });
    this.#parser.on("error", (error) => { throw this.#wrong(error); });
    this.#parser.on("opentag", (tag) => this.#opened(tag));
    this.#parser.on("closetag", () => this.#closed());
  }

  takeParts(): SbomPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  write(text: string): void { this.#parser.write(text); }

  end(): void {
    this.#isEnding = true;
    this.#parser.close();
    this.#parts.push(...this.#sbomParts.finish(), { kind: "head", head: this.#head });
  }

  #opened(tag: SaxesTagNS): void {
    if (this.#open.length >= maxElements(this.#limits)) throw new Fault("sbom.too-deep", { detail: `More than ${maxElements(this.#limits)} elements are open.`, places: [{ at: this.#place(), rule: `at most ${maxElements(this.#limits)} open elements` }] });
    const parent = this.#open.length === 0 ? this.#document : this.#open.at(-1);
    if (parent?.kind === "document") this.#openedRoot(tag);
    const known = parent === undefined || tag.uri !== this.#namespace ? undefined : children[parent.kind];
    const tells = parent?.kind !== "properties" || isToldProperty(tag.attributes["name"]?.value);
    const kind = known !== undefined && tells && Object.hasOwn(known, tag.local) ? known[tag.local] : undefined;
    this.#open.push(parent === undefined || kind === undefined ? undefined : this.#element(tag, kind, parent));
    if (kind === "field") this.#listen();
  }

  #openedRoot(tag: SaxesTagNS): void {
    const version = namespaceForm.exec(tag.uri)?.[1];
    if (tag.local !== "bom" || version === undefined) throw new Fault("sbom.unrecognised", { detail: `Its outermost element is ${JSON.stringify(tag.name)} in the namespace ${JSON.stringify(tag.uri.slice(0, 80))}.`, places: [{ at: "/bom", rule: "bom in a namespace of CycloneDX" }] });
    this.#head.specVersion = mustReadVersion("CycloneDX", version, cyclonedxVersions, "/bom/@xmlns");
    this.#head.serial = textOf(tag.attributes["serialNumber"]?.value);
    this.#namespace = tag.uri;
  }

  #element(tag: SaxesTagNS, kind: Kind, parent: Element): Element {
    const isItem = kind === "component" || kind === "tool";
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([name, attribute]) => [name, attribute.value]));
    return { kind, path: `${parent.path}/${tag.local}${isItem ? `[${++parent.count}]` : ""}`, line: this.#parser.line, count: 0, depth: parent.depth + (isItem ? 1 : 0), attributes, fields: {}, licences: [], properties: [] };
  }

  // Text is only gathered where it is wanted, so that licence texts cost nothing.
  #listen(): void {
    this.#text = "";
    const take = (text: string): void => { this.#text += text; };
    this.#parser.on("text", take);
    this.#parser.on("cdata", take);
  }

  #closed(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const parent = this.#open.at(-1);
    if (element.kind === "field" && parent !== undefined) this.#tookField(element, parent);
    if (element.kind === "tool") this.#head.tools.push([textOf(element.fields["name"]) ?? "(unnamed)", textOf(element.fields["version"])].filter((part) => part !== undefined).join(" "));
    if (parent !== undefined) handUp(element, parent);
    if (element.kind === "component" || element.kind === "subject") this.#tookComponent(element);
  }

  #tookField(element: Element, parent: Element): void {
    this.#parser.off("text");
    this.#parser.off("cdata");
    const name = element.path.slice(element.path.lastIndexOf("/") + 1);
    const value = this.#text.length > this.#limits.maxTextBytes ? new OverlongText(this.#text.length) : this.#text.trim();
    if (parent.kind === "metadata") this.#head.createdAt = parseInstant(this.#text.trim());
    else if (parent.kind === "properties") parent.properties.push({ name: element.attributes["name"], value });
    else if (parent.kind === "licences") parent.licences.push({ text: value, acknowledgement: element.attributes["acknowledgement"] });
    else if (parent.kind !== "hashes") parent.fields[name] = value;
    else if (element.attributes["alg"] === "SHA-256") parent.fields["digest"] = `sha256:${this.#text.trim().toLowerCase()}`;
  }

  #tookComponent(element: Element): void {
    const { name, version, purl, cpe, digest } = element.fields;
    const isSubject = element.kind === "subject";
    if (isSubject) this.#head.subject = { name: textOf(name), version: textOf(version), purl: textOf(purl), digest: textOf(digest) };
    this.#parts.push(...this.#sbomParts.take({ at: `${element.path} (line ${element.line})`, depth: element.depth, isSubject, isOperatingSystem: element.attributes["type"] === "operating-system", name, version, purl, cpes: [cpe], licences: element.licences, properties: element.properties }));
  }

  #mustBeRead(encoding: string | undefined): void {
    if (encoding === undefined || /^(?:utf-?8|us-ascii|utf-16(?:le|be)?)$/i.test(encoding)) return;
    throw new Fault("sbom.encoding", { detail: `The XML declares the encoding ${JSON.stringify(encoding.slice(0, 40))}.`, places: [{ at: "line 1", rule: "UTF-8 or UTF-16" }] });
  }

  #wrong(error: Error): Fault {
    const detail = `At ${this.#place()}: ${error.message.replace(/^[\d:]+ /, "")}`;
    return new Fault(this.#isEnding ? "sbom.truncated" : "sbom.malformed", { detail, places: [{ at: this.#place(), rule: "well-formed XML 1.0" }] }, error);
  }

  #place(): string { return `line ${this.#parser.line}, column ${this.#parser.column}`; }
}

/** What was gathered in an element that only groups becomes its parent's. */
function handUp(element: Element, parent: Element): void {
  if (element.kind === "hashes") parent.fields["digest"] = element.fields["digest"];
  if (element.kind === "properties") parent.properties.push(...element.properties);
  if (element.kind === "licences") parent.licences.push(...element.licences);
  if (element.kind === "licence") parent.licences.push({ text: element.fields["id"] ?? element.fields["name"], acknowledgement: element.attributes["acknowledgement"] });
}
