// SPDX 2.2 and 2.3 in JSON.
import type { JsonEvent, JsonPick } from "../json-stream.ts";
import { isObject, itemsOf, membersOf, pickJson, topLevelKeys } from "../json-stream.ts";
import { jsonLimits } from "../sbom-document.ts";
import type { SbomLimits, SbomPart } from "../sbom-format.ts";
import { defineSbomFormat } from "../sbom-format.ts";
import type { SpdxPackage } from "../spdx-document.ts";
import { isCpeType, SpdxDocument } from "../spdx-document.ts";

export const spdxJson = defineSbomFormat({
  id: "spdx-json",
  about: "SPDX 2.2 and 2.3 in JSON.",
  recognise: (start) => topLevelKeys(start).some((key) => ownKeys.has(key)),
  read,
});

// Members of the outermost object (SPDX 2.3 JSON schema) that no CycloneDX document has there; order is free in JSON.
const ownKeys = new Set(["SPDXID", "spdxVersion", "creationInfo", "dataLicense", "documentNamespace", "documentDescribes", "packages", "files", "snippets", "relationships", "hasExtractedLicensingInfos", "externalDocumentRefs"]);

const text: JsonPick = {};
const members = (...names: string[]): Map<string, JsonPick> => new Map(names.map((name) => [name, text]));
const packagePick: JsonPick = {
  emit: "package",
  members: new Map<string, JsonPick>([
    ...members("SPDXID", "name", "versionInfo", "primaryPackagePurpose", "licenseConcluded", "licenseDeclared", "sourceInfo"),
    ["externalRefs", { items: { members: members("referenceType", "referenceLocator") } }],
    ["checksums", { items: { members: members("algorithm", "checksumValue") } }],
  ]),
};
const root: JsonPick = {
  members: new Map<string, JsonPick>([
    ["spdxVersion", { emit: "version" }], ["documentNamespace", { emit: "serial" }],
    ["creationInfo", { members: new Map<string, JsonPick>([["created", { emit: "created" }], ["creators", { items: { emit: "creator" } }]]) }],
    ["documentDescribes", { items: { emit: "describes" } }],
    ["packages", { emit: "packages", items: packagePick }],
    ["relationships", { items: { emit: "relationship", members: members("spdxElementId", "relationshipType", "relatedSpdxElement") } }],
  ]),
};

async function* read(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits): AsyncGenerator<SbomPart> {
  const document = new SpdxDocument("spdx-json", limits);
  for await (const event of pickJson(chunks, root, jsonLimits(limits))) yield* take(event, document);
  yield* document.finish();
}

function take({ name, at, value }: JsonEvent, document: SpdxDocument): SbomPart[] {
  switch (name) {
    case "package": return isObject(value) ? document.takePackage(toPackage(at, value)) : document.reject(at, "A package must be an object.");
    case "relationship": relate(membersOf(value), document); break;
    case "describes": document.describe(value); break;
    case "version": document.setVersion(value, at); break;
    case "serial": document.setSerial(value); break;
    case "created": document.setCreated(value); break;
    case "creator": document.addCreator(value); break;
    case "packages": if (!Array.isArray(value)) return document.reject(at, "packages must be an array.");
  }
  return [];
}

const relate = ({ spdxElementId, relationshipType, relatedSpdxElement }: Record<string, unknown>, document: SpdxDocument): void =>
  document.relate(spdxElementId, relationshipType, relatedSpdxElement);

function toPackage(at: string, value: Record<string, unknown>): SpdxPackage {
  const { SPDXID, name, versionInfo, primaryPackagePurpose, licenseConcluded, licenseDeclared, sourceInfo, externalRefs, checksums } = value;
  const purls = itemsOf(externalRefs).map((reference, index) => ({ at: `${at}/externalRefs/${index}`, reference: membersOf(reference) }))
    .filter(({ reference }) => reference["referenceType"] === "purl")
    .map(({ at: place, reference }) => ({ at: place, value: reference["referenceLocator"] }));
  const cpes = itemsOf(externalRefs).map(membersOf).filter(({ referenceType }) => isCpeType(referenceType)).map(({ referenceLocator }) => referenceLocator);
  return { at, spdxId: SPDXID, name, version: versionInfo, purpose: primaryPackagePurpose, purls, cpes, sha256: sha256Of(checksums), concluded: licenseConcluded, declared: licenseDeclared, sourceInfo };
}

function sha256Of(checksums: unknown): string | undefined {
  const content = itemsOf(checksums).map(membersOf).find(({ algorithm }) => algorithm === "SHA256")?.["checksumValue"];
  return typeof content === "string" ? `sha256:${content.toLowerCase()}` : undefined;
}
