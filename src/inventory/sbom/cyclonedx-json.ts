// CycloneDX in JSON (ECMA-424), spec versions 1.2 to 1.7.
import { parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { JsonEvent, JsonPick } from "../json-stream.ts";
import { isObject, itemsOf, membersOf, pickJson, topLevelKeys } from "../json-stream.ts";
import { cyclonedxVersions, jsonLimits, mustReadVersion } from "../sbom-document.ts";
import type { SbomHead, SbomLimits, SbomPart, SbomSubject } from "../sbom-format.ts";
import { defineSbomFormat } from "../sbom-format.ts";
import { createSbomParts, isToldProperty, textOf } from "../sbom-parts.ts";
import type { FoundComponent, FoundLicence, SbomParts } from "../sbom-parts.ts";

export const cyclonedxJson = defineSbomFormat({
  id: "cyclonedx-json",
  about: "CycloneDX 1.2 to 1.7 in JSON.",
  recognise: (start) => topLevelKeys(start).some((key) => ownKeys.has(key)),
  read,
});

// Members of the outermost object (ECMA-424 section 7) that no SPDX document has there; order is free in JSON.
const ownKeys = new Set(["bomFormat", "specVersion", "serialNumber", "metadata", "components", "services", "compositions", "vulnerabilities", "formulation", "declarations", "definitions"]);

const text: JsonPick = {};
// Tools write the name first: values that tell nothing are then not even decoded.
const properties: JsonPick = { items: { members: new Map([["name", text], ["value", { onlyIf: ({ name }) => name === undefined || isToldProperty(name) }]]) } };
const licence: JsonPick = { members: new Map([["id", text], ["name", text], ["acknowledgement", text]]) };
const licences: JsonPick = { items: { members: new Map([["expression", text], ["acknowledgement", text], ["license", licence]]) } };
const componentMembers = new Map<string, JsonPick>([["type", text], ["name", text], ["version", text], ["purl", text], ["cpe", text], ["licenses", licences], ["properties", properties]]);
const component: JsonPick = { emit: "component", members: componentMembers };
componentMembers.set("components", { items: component });
const digests: JsonPick = { items: { members: new Map([["alg", text], ["content", text]]) } };
const subject: JsonPick = { emit: "subject", members: new Map([...componentMembers, ["hashes", digests]]) };
const tool: JsonPick = { emit: "tool", members: new Map([["name", text], ["version", text]]) };
// `tools` was an array of tools up to 1.4 and is an object of components and services since 1.5.
const tools: JsonPick = { items: tool, members: new Map([["components", { items: tool }], ["services", { items: tool }]]) };
const metadata: JsonPick = { members: new Map([["timestamp", { emit: "createdAt" }], ["tools", tools], ["component", subject]]) };
// formulation and pedigree also hold components: how something was built and what it came from do not run.
const root: JsonPick = {
  members: new Map<string, JsonPick>([
    ["bomFormat", { emit: "bomFormat" }], ["specVersion", { emit: "specVersion" }], ["serialNumber", { emit: "serial" }],
    ["metadata", metadata], ["components", { emit: "components", items: component }],
  ]),
};

interface Found { bomFormat?: unknown; specVersion?: string; serial?: string | undefined; createdAt?: number | undefined; tools: string[]; subject?: SbomSubject }

async function* read(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits): AsyncGenerator<SbomPart> {
  const parts = createSbomParts(limits);
  const found: Found = { tools: [] };
  for await (const event of pickJson(chunks, root, jsonLimits(limits))) yield* take(event, found, parts);
  yield* parts.finish();
  yield { kind: "head", head: headOf(found) };
}

function take(event: JsonEvent, found: Found, parts: SbomParts): SbomPart[] {
  const { name, at, value } = event;
  switch (name) {
    case "component": return isObject(value) ? parts.take(toFound(event)) : parts.reject({ at, name: undefined, reason: "malformed", detail: "A component must be an object." });
    case "subject": return takeSubject(event, found, parts);
    case "tool": found.tools.push(named(value)); break;
    case "bomFormat": mustBeCyclonedx(value); found.bomFormat = value; break;
    case "specVersion": found.specVersion = mustReadVersion("CycloneDX", value, cyclonedxVersions, at); break;
    case "serial": found.serial = textOf(value); break;
    case "createdAt": found.createdAt = parseInstant(textOf(value) ?? ""); break;
    case "components": if (!Array.isArray(value)) return parts.reject({ at, name: undefined, reason: "malformed", detail: "components must be an array." });
  }
  return [];
}

function toFound({ at, value }: JsonEvent): FoundComponent {
  const { type, name, version, purl, cpe, licenses, properties: told } = membersOf(value);
  return {
    at, depth: at.split("/components/").length - 1, isOperatingSystem: type === "operating-system", name, version, purl, cpes: [cpe],
    licences: itemsOf(licenses).map(toLicence), properties: itemsOf(told).map(membersOf).filter((one) => "value" in one).map(({ name: key, value: said }) => ({ name: key, value: said })),
  };
}

/** ECMA-424, "licenses": each an SPDX expression, or a licence with an SPDX id or a name. */
function toLicence(choice: unknown): FoundLicence {
  const { expression, license, acknowledgement } = membersOf(choice);
  const { id, name, acknowledgement: own } = membersOf(license);
  return { text: expression ?? id ?? name, acknowledgement: own ?? acknowledgement };
}

function takeSubject(event: JsonEvent, found: Found, parts: SbomParts): SbomPart[] {
  const { name, version, purl, hashes } = membersOf(event.value);
  found.subject = { name: textOf(name), version: textOf(version), purl: textOf(purl), digest: sha256Of(hashes) };
  return parts.take({ ...toFound(event), isSubject: true });
}

function sha256Of(hashes: unknown): string | undefined {
  const content = itemsOf(hashes).map(membersOf).find(({ alg }) => alg === "SHA-256")?.["content"];
  return typeof content === "string" ? `sha256:${content.toLowerCase()}` : undefined;
}

function named(value: unknown): string {
  const { name, version } = membersOf(value);
  return [textOf(name) ?? "(unnamed)", textOf(version)].filter((part) => part !== undefined).join(" ");
}

function headOf(found: Found): SbomHead {
  if (found.bomFormat === undefined) throw new Fault("sbom.unrecognised", { detail: "It has no bomFormat.", places: [{ at: "/bomFormat", rule: 'must be "CycloneDX" (ECMA-424 section 7)' }] });
  if (found.specVersion === undefined) throw new Fault("sbom.unrecognised", { detail: "It has no specVersion.", places: [{ at: "/specVersion", rule: "must name the version of CycloneDX" }] });
  return { format: "cyclonedx-json", specVersion: found.specVersion, serial: found.serial, createdAt: found.createdAt, tools: found.tools, subject: found.subject };
}

function mustBeCyclonedx(value: unknown): void {
  if (value !== "CycloneDX") throw new Fault("sbom.unrecognised", { detail: `Its bomFormat is ${JSON.stringify(value)}.`, places: [{ at: "/bomFormat", rule: 'must be "CycloneDX" (ECMA-424 section 7)' }] });
}
