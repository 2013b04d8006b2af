// What tools write beside a component's purl that belongs into it: source package, epoch, module; where its files lie; its licences.
import { ownPackage, sourcePackage } from "../versions/source-package.ts";
import type { Purl } from "../versions/purl.ts";
import { purlFrom } from "../versions/purl.ts";

/** A named value of a document (CycloneDX "properties"). */
export interface FoundProperty { name: unknown; value: unknown }

// Trivy: pkg/sbom/core (Modularitylabel is its spelling). Syft: its Go structs, in camel case; SBOMer rewrites only the first word.
const propertyForm = /^(?:aquasecurity:trivy:(Src(?:Name|Version|Release|Epoch)|Modularitylabel|FilePath)|(?:syft|sbomer):(?:metadata:(source|sourceVersion|sourceRpm|originPackage|modularityLabel|epoch)|(location:\d+:path)))$/;

/** Whether anything is learned from properties of this name; a document has ten times as many that tell nothing. */
export const isToldProperty = (name: unknown): boolean => typeof name === "string" && !name.startsWith("syft:cpe") && propertyForm.test(name);

/** source, with version as far as told: a package, or the file name of a source RPM. paths: absolute. */
export interface Told { source: string | undefined; sourceVersion: string | undefined; module: string | undefined; epoch: string | undefined; paths: readonly string[] }

export function toldBy(properties: readonly FoundProperty[], sourceInfo: unknown): Told {
  const told = new Map<string, string>();
  const paths: string[] = [];
  for (const { name, value } of properties) {
    const [, trivy, metadata, location] = propertyForm.exec(typeof name === "string" ? name : "") ?? [];
    if (typeof value !== "string" || value === "" || value === "(none)") continue;
    if (location !== undefined || trivy === "FilePath") paths.push(value);
    else if (trivy ?? metadata) told.set((trivy ?? metadata)!, value);
  }
  const inText = typeof sourceInfo === "string" ? inSourceInfo(sourceInfo) : undefined;
  return {
    source: told.get("SrcName") ?? told.get("sourceRpm") ?? told.get("source") ?? told.get("originPackage") ?? inText?.source,
    sourceVersion: trivyVersion(told) ?? told.get("sourceVersion") ?? inText?.version,
    module: told.get("Modularitylabel") ?? told.get("modularityLabel"), epoch: told.get("epoch"),
    paths: [...paths, ...(inText?.paths ?? [])].map((path) => (path.startsWith("/") ? path : `/${path}`)),
  };
}

/** Trivy takes versions apart as dpkg and rpm do: [epoch:]version[-release]; an epoch of 0 is none. */
function trivyVersion(told: ReadonlyMap<string, string>): string | undefined {
  const [version, release, epoch] = [told.get("SrcVersion"), told.get("SrcRelease"), told.get("SrcEpoch")];
  if (version === undefined) return undefined;
  return `${epoch === undefined || epoch === "0" ? "" : `${epoch}:`}${version}${release === undefined ? "" : `-${release}`}`;
}

/** SPDX 2.3 section 7.12 is free text: Trivy puts the source there, syft the places. */
function inSourceInfo(text: string): { source?: string; version?: string; paths?: string[] } | undefined {
  const [, source, version] = /^built package from: (\S+) (\S+)$/.exec(text.trim()) ?? [];
  if (source !== undefined && version !== undefined) return { source, version };
  const [, places] = /^acquired package info(?:rmation)? from [^:]+: (\/.+)$/.exec(text.trim()) ?? [];
  return places === undefined ? undefined : { paths: places.split(", ") };
}

const distroTypes = new Set(["deb", "rpm", "apk"]);

/**
 * A distribution's package with what was told of it, as far as its purl does not tell: `upstream` (name, and version where it
 * is not the package's own), `rpmmod` and rpm's `epoch`. A purl that names its source is never changed: its tool knew.
 */
export function withTold(purl: Purl, told: Told): Purl {
  if (!distroTypes.has(purl.type)) return purl;
  const { qualifiers } = purl;
  const isRpm = purl.type === "rpm";
  const more: Record<string, string> = {};
  if (isRpm && told.module !== undefined && qualifiers["rpmmod"] === undefined && qualifiers["modularitylabel"] === undefined) more["rpmmod"] = told.module;
  if (isRpm && /^[1-9]\d*$/.test(told.epoch ?? "") && qualifiers["epoch"] === undefined && purl.version?.includes(":") !== true) more["epoch"] = told.epoch!;
  const upstream = sourcePackage(purl) === undefined ? upstreamOf({ ...purl, qualifiers: { ...qualifiers, ...more } }, told) : undefined;
  if (upstream !== undefined) more["upstream"] = upstream;
  return Object.keys(more).length === 0 ? purl : (purlFrom({ ...purl, qualifiers: { ...qualifiers, ...more } }) ?? purl);
}

function upstreamOf(purl: Purl, { source, sourceVersion }: Told): string | undefined {
  if (source === undefined || /[\s@]/.test(source)) return undefined;
  if (source.endsWith(".rpm")) return source;
  const own = ownPackage(purl);
  const isOwnVersion = sourceVersion === undefined || sourceVersion === own.version || sourceVersion === purl.version;
  if (isOwnVersion) return source === purl.name ? undefined : source;
  return `${source}@${sourceVersion}`;
}

/** A licence as a document states it. acknowledgement: CycloneDX 1.6, "declared" by its author or "concluded" from looking. */
export interface FoundLicence { text: unknown; acknowledgement?: unknown }

/** SPDX 2.3 sections 7.13 and 7.15: NOASSERTION and NONE state no licence. What was concluded goes before what was declared. */
export function licencesOf(found: readonly FoundLicence[]): string[] {
  const concluded = found.filter(({ acknowledgement, text }) => acknowledgement === "concluded" && isStated(text));
  const texts = (concluded.length > 0 ? concluded : found).flatMap(({ text }) => (isStated(text) ? [text.trim()] : []));
  return [...new Set(texts)];
}

const isStated = (text: unknown): text is string => typeof text === "string" && !/^\s*(?:NOASSERTION|NONE)?\s*$/.test(text);
