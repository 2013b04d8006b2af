// CycloneDX 1.4 and later: the analysis of its vulnerabilities.
import { parseInstant } from "../../kernel/clock.ts";
import { canonicalPurl, parsePurl } from "../../versions/purl.ts";
import { parseVers } from "../../versions/vers/parse-vers.ts";
import { versContains } from "../../versions/vers/vers-contains.ts";
import { defineVexFormat, isObject, objectsIn, textIn } from "../vex-document.ts";
import type { JsonObject, VexProduct, VexRead, VexReject, VexStatement, VexStatus } from "../vex-document.ts";

export const cyclonedx = defineVexFormat({
  id: "cyclonedx",
  about: "CycloneDX in JSON, 1.4 and later (vulnerabilities with an analysis).",
  recognise: (value) => value["bomFormat"] === "CycloneDX",
  read,
});

// ECMA-424, vulnerabilities[].analysis.state.
const statusOf: Readonly<Record<string, VexStatus>> = {
  not_affected: "not_affected", false_positive: "not_affected", resolved: "fixed", resolved_with_pedigree: "fixed", exploitable: "affected", in_triage: "under_investigation",
};
const deepest = 64;

function read(value: JsonObject, document: string): VexRead {
  const rejects: VexReject[] = [];
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  const purls = purlsByRef(value, metadata);
  const time = parseInstant(textIn(metadata["timestamp"]) ?? "");
  const statements = objectsIn(value["vulnerabilities"]).flatMap((one, place): VexStatement[] => {
    // Without an analysis it is a list of what was found, not a statement about it.
    const analysis = isObject(one["analysis"]) ? one["analysis"] : undefined;
    const status = statusOf[textIn(analysis?.["state"]) ?? ""];
    const ids = [textIn(one["id"]), ...objectsIn(one["references"]).map(({ id }) => textIn(id))].filter((id) => id !== undefined);
    if (!analysis) return [];
    if (!status || ids.length === 0) { rejects.push({ at: `/vulnerabilities/${place}`, reason: ids.length === 0 ? "it names no vulnerability" : `its state ${JSON.stringify(analysis["state"])} is none of ${Object.keys(statusOf).join(", ")}` }); return []; }
    const at = parseInstant(textIn(analysis["lastUpdated"]) ?? textIn(analysis["firstIssued"]) ?? "") ?? time;
    const base = { ids, justification: textIn(analysis["justification"]), detail: textIn(analysis["detail"]), statedBy: authorOf(metadata) ?? document, at, document };
    return byStatus(one, status, purls, rejects, place).map(([word, products]) => ({ ...base, status: word, products }));
  });
  return { statements, rejects };
}

/** A product may list versions with a status of their own (affects[].versions[]). */
function byStatus(one: JsonObject, status: VexStatus, purls: ReadonlyMap<string, string>, rejects: VexReject[], place: number): [VexStatus, VexProduct[]][] {
  const pairs = objectsIn(one["affects"]).flatMap((affect, nth): [VexStatus, VexProduct][] => {
    const name = textIn(affect["ref"]) ?? "";
    const purl = purlOf(name, purls);
    const versions = objectsIn(affect["versions"]);
    if (versions.length === 0) return [[status, { purl, name, within: [] }]];
    return versions.flatMap((version, v): [VexStatus, VexProduct][] => {
      const product = productAt(name, purl, version);
      if (typeof product === "string") { rejects.push({ at: `/vulnerabilities/${place}/affects/${nth}/versions/${v}`, reason: product }); return []; }
      const word = { unaffected: "not_affected", unknown: "under_investigation" }[textIn(version["status"]) ?? ""] as VexStatus | undefined;
      return [[word ?? status, product]];
    });
  });
  return [...Map.groupBy(pairs, ([word]) => word)].map(([word, own]) => [word, own.map(([, product]) => product)]);
}

/** `version` is one version, `range` a VERS range (ECMA-424, vulnerabilities[].affects[].versions[]); text says why it is neither. */
function productAt(name: string, purl: string | undefined, { version, range }: JsonObject): VexProduct | string {
  const parsed = purl === undefined ? undefined : parsePurl(purl);
  if (!parsed) return { purl: undefined, name, within: [] };
  const exact = textIn(version);
  if (exact !== undefined) return { purl: canonicalPurl({ ...parsed, version: exact }), name, within: [] };
  const reading = parseVers(textIn(range) ?? "");
  if (reading.kind !== "vers") return `its range ${JSON.stringify(range)} is no VERS range: ${reading.reason}`;
  return { purl: canonicalPurl({ ...parsed, version: undefined }), name, within: [], speaksOf: (one) => versContains(reading.vers, one) === true };
}

/** A reference is one of this document, a purl, or a BOM-Link to another document's reference (urn:cdx:serial/version#ref). */
function purlOf(ref: string, purls: ReadonlyMap<string, string>): string | undefined {
  const [, linked] = /^urn:cdx:[^#]*#(.+)$/.exec(ref) ?? [];
  const local = linked === undefined ? ref : decoded(linked);
  return purls.get(local) ?? (local.startsWith("pkg:") ? local : undefined);
}

function decoded(text: string): string {
  if (text.startsWith("pkg:")) return text;
  try { return decodeURIComponent(text); } catch { return text; }
}

function purlsByRef(value: JsonObject, metadata: JsonObject): Map<string, string> {
  const purls = new Map<string, string>();
  const take = (components: readonly JsonObject[], depth: number): void => {
    for (const one of components) {
      const [ref, purl] = [textIn(one["bom-ref"]), textIn(one["purl"])];
      if (ref !== undefined && purl !== undefined) purls.set(ref, purl);
      if (depth < deepest) take(objectsIn(one["components"]), depth + 1);
    }
  };
  take([...(isObject(metadata["component"]) ? [metadata["component"]] : []), ...objectsIn(value["components"])], 0);
  return purls;
}

function authorOf(metadata: JsonObject): string | undefined {
  const supplier = isObject(metadata["supplier"]) ? metadata["supplier"] : {};
  return textIn(objectsIn(metadata["authors"])[0]?.["name"]) ?? textIn(supplier["name"]);
}
