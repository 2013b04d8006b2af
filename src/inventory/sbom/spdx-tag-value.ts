// SPDX 2.2 and 2.3 as tag-value: one "Tag: value" a line, long texts between <text> and </text>.
import { StringDecoder } from "node:string_decoder";
import { Fault } from "../../kernel/fault.ts";
import type { SbomLimits, SbomPart } from "../sbom-format.ts";
import { defineSbomFormat } from "../sbom-format.ts";
import { OverlongText } from "../json-tokens.ts";
import type { SpdxPackage } from "../spdx-document.ts";
import { isCpeType, SpdxDocument } from "../spdx-document.ts";

export const spdxTagValue = defineSbomFormat({
  id: "spdx-tag-value",
  about: "SPDX 2.2 and 2.3 as tag-value text.",
  recognise: (start) => /^\s*[^{<\s]/.test(start) && /^[ \t]*SPDXVersion[ \t]*:/m.test(start),
  read,
});

interface Line { number: number; tag: string; value: string | OverlongText }
interface Ending { isOpen: boolean; line: number }
type OpenPackage = SpdxPackage & { purls: { at: string; value: unknown }[]; cpes: unknown[] };

// Tags that begin something that is not a package (SPDX 2.3 sections 8 to 12); what follows belongs to it.
const otherSections = new Set(["FileName", "SnippetSPDXID", "LicenseID", "Annotator", "Reviewer"]);

async function* read(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits): AsyncGenerator<SbomPart> {
  const document = new SpdxDocument("spdx-tag-value", limits);
  const state: { open: OpenPackage | undefined; inPackage: boolean } = { open: undefined, inPackage: false };
  const close = (): SbomPart[] => {
    const found = state.open;
    state.open = undefined;
    state.inPackage = false;
    return found === undefined ? [] : document.takePackage(found);
  };
  const ending: Ending = { isOpen: false, line: 0 };
  for await (const line of readTags(chunks, limits, ending)) {
    const at = `line ${line.number}`;
    if (line.tag === "") yield* document.reject(at, `${JSON.stringify(shown(line.value))} is not of the form "Tag: value".`, textValue(state.open?.name));
    else if (line.tag === "PackageName") {
      yield* close();
      state.open = { at, spdxId: undefined, name: line.value, version: undefined, purpose: undefined, purls: [], cpes: [], sha256: undefined, concluded: undefined, declared: undefined, sourceInfo: undefined };
      state.inPackage = true;
    } else if (otherSections.has(line.tag)) yield* close();
    else if (state.open !== undefined && state.inPackage) takePackageTag(line, at, state.open, document);
    else takeDocumentTag(line, at, document);
  }
  yield* close();
  // Nothing marks the end of this notation; a line without one is the only sign of a cut outside <text>.
  if (ending.isOpen) yield { kind: "note", note: { at: `line ${ending.line}`, text: "The last line has no line end: the document may have been cut there." } };
  yield* document.finish();
}

function takePackageTag({ tag, value }: Line, at: string, open: OpenPackage, document: SpdxDocument): void {
  switch (tag) {
    case "SPDXID": open.spdxId = value; break;
    case "PackageVersion": open.version = value; break;
    case "PrimaryPackagePurpose": open.purpose = value; break;
    case "PackageChecksum": open.sha256 ??= sha256Of(value); break;
    case "PackageLicenseConcluded": open.concluded = value; break;
    case "PackageLicenseDeclared": open.declared = value; break;
    case "PackageSourceInfo": open.sourceInfo = value; break;
    case "ExternalRef": takeReference(value, at, open); break;
    default: takeDocumentTag({ number: 0, tag, value }, at, document);
  }
}

// SPDX 2.3 section 7.21: category, type and locator, parted by spaces; older documents write PACKAGE_MANAGER.
function takeReference(value: string | OverlongText, at: string, open: OpenPackage): void {
  if (value instanceof OverlongText) open.purls.push({ at, value });
  else {
    const [, type, locator] = value.split(/\s+/);
    if (type === "purl") open.purls.push({ at, value: locator });
    else if (isCpeType(type)) open.cpes.push(locator);
  }
}

// Relationships and creation information may stand anywhere, also between the tags of a package.
function takeDocumentTag({ tag, value }: Line, at: string, document: SpdxDocument): void {
  switch (tag) {
    case "SPDXVersion": document.setVersion(value, at); break;
    case "DocumentNamespace": document.setSerial(value); break;
    case "Created": document.setCreated(value); break;
    case "Creator": document.addCreator(value); break;
    case "Relationship": relate(value, document);
  }
}

function relate(value: string | OverlongText, document: SpdxDocument): void {
  const [from, type, to] = shown(value).split(/\s+/);
  document.relate(from, type, to);
}

function sha256Of(value: string | OverlongText): string | undefined {
  const hex = /^SHA256:\s*([0-9a-fA-F]{64})$/.exec(shown(value))?.[1];
  return hex === undefined ? undefined : `sha256:${hex.toLowerCase()}`;
}

const textValue = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const shown = (value: string | OverlongText): string => (value instanceof OverlongText ? "" : value.slice(0, 4096));

const tagForm = /^\s*([A-Za-z][A-Za-z0-9]*)\s*:\s*(.*)$/s;

/** The tags in order. A line that has none comes with an empty tag; comments and empty lines do not come. */
async function* readTags(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits, ending: Ending): AsyncGenerator<Line> {
  let long: { number: number; tag: string; parts: string[]; bytes: number } | undefined;
  for await (const { number, text } of readLines(chunks, limits, ending)) {
    if (long !== undefined) {
      const end = text.indexOf("</text>");
      keepLong(long, end < 0 ? text : text.slice(0, end), limits);
      if (end >= 0) { yield { number: long.number, tag: long.tag, value: longValue(long, limits) }; long = undefined; }
      continue;
    }
    if (/^\s*(?:#|$)/.test(text)) continue;
    const [, tag = "", value = text] = tagForm.exec(text) ?? [];
    const begin = /^<text>(.*)$/s.exec(value)?.[1];
    if (tag === "" || begin === undefined) yield { number, tag, value: bounded(value.trim(), limits) };
    else if (begin.includes("</text>")) yield { number, tag, value: bounded(begin.slice(0, begin.indexOf("</text>")), limits) };
    else { long = { number, tag, parts: [], bytes: 0 }; keepLong(long, begin, limits); }
  }
  if (long !== undefined) throw new Fault("sbom.truncated", { detail: `The text that begins on line ${long.number} is not closed.`, places: [{ at: `line ${long.number}`, rule: "<text> is closed by </text>" }] });
}

function keepLong(long: { parts: string[]; bytes: number }, text: string, limits: SbomLimits): void {
  long.bytes += text.length + 1;
  if (long.bytes <= limits.maxTextBytes) long.parts.push(text);
}

const longValue = (long: { parts: string[]; bytes: number }, limits: SbomLimits): string | OverlongText => (long.bytes > limits.maxTextBytes ? new OverlongText(long.bytes) : long.parts.join("\n"));
const bounded = (value: string, limits: SbomLimits): string | OverlongText => (value.length > limits.maxTextBytes ? new OverlongText(value.length) : value);

// A line longer than this is not a line of an SBOM, and would have to be held whole.
const maxLineTexts = 16;

async function* readLines(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits, ending: Ending): AsyncGenerator<{ number: number; text: string }> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield { number: ++number, text: line.replace(/\r$/, "") };
    if (rest.length > maxLineTexts * limits.maxTextBytes) throw new Fault("sbom.too-large", { detail: `Line ${number + 1} is too long.`, places: [{ at: `line ${number + 1}`, rule: `at most ${maxLineTexts * limits.maxTextBytes} characters` }] });
  }
  ending.isOpen = rest !== "";
  ending.line = number + 1;
  if (ending.isOpen) yield { number: ending.line, text: rest.replace(/\r$/, "") };
}
