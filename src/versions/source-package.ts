// From a binary package to the source it was built from: what package URLs tell of it, and which epoch counts.
import type { Purl } from "./purl-type.ts";

/** version: undefined when the source is told without one, which means that it is the binary's. */
interface SourcePackage { readonly name: string; readonly version: string | undefined }

/** The package's own name and version, with the epoch where its scheme has it. */
export const ownPackage = (purl: Purl): SourcePackage => ({ name: purl.name, version: withEpoch(purl.version, purl.qualifiers["epoch"]) });

/**
 * The source package of a binary one, undefined when the package URL tells none (tools leave it out when both names
 * are the same).
 *
 * @example sourcePackage(parsePurl("pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl%403.0.11-1")!)?.name === "openssl"
 */
export function sourcePackage(purl: Purl): SourcePackage | undefined {
  const told = toldSource(purl.qualifiers);
  if (!told) return undefined;
  const own = ownPackage(purl).version;
  if (told.version === undefined || told.version === "") return { name: told.name, version: own };
  return { name: told.name, version: purl.type === "rpm" ? withSharedEpoch(told.version, purl) : told.version };
}

/** `upstream` (syft, dpkg readers), `sourcerpm`, `source` with `sourceversion` and `origin` (osv-scalibr). */
function toldSource(qualifiers: Purl["qualifiers"]): SourcePackage | undefined {
  const told = qualifiers["upstream"] ?? qualifiers["sourcerpm"] ?? qualifiers["source"] ?? qualifiers["origin"];
  const source = told === undefined ? undefined : sourceOf(told);
  return source && { ...source, version: source.version ?? qualifiers["sourceversion"] };
}

/** rpm keeps the epoch in a qualifier (ECMA-427, rpm); some tools do so for deb, where it belongs into the version. */
function withEpoch(version: string | undefined, epoch: string | undefined): string | undefined {
  if (version === undefined || epoch === undefined || version.includes(":") || !/^\d+$/.test(epoch)) return version;
  return `${epoch}:${version}`;
}

/**
 * The file name of a source RPM has no epoch. A package with the version of its source has its epoch too; one that
 * sets its own version (perl-IO from perl) may have dropped it, so the source's is unknown and compared without
 * ("*:", schemes/rpm.ts): taken as 0 it would be below every fix of a source with an epoch, for ever.
 */
function withSharedEpoch(version: string, purl: Purl): string {
  if (version.includes(":")) return version;
  const isShared = purl.version === undefined || purl.version.replace(/^\d+:/, "") === version;
  return isShared ? (withEpoch(version, purl.qualifiers["epoch"] ?? /^(\d+):/.exec(purl.version ?? "")?.[1]) ?? version) : `*:${version}`;
}

const textForm = /^([^\s@(]+)(?:@(\S+)|\s*\(([^\s)]+)\))?$/;

/** "name", "name@version", "name (version)" as in a Debian Source field, or the file name of a source RPM. */
function sourceOf(told: string): SourcePackage | undefined {
  const file = told.endsWith(".rpm") ? sourceOfFile(told) : undefined;
  if (file) return file;
  const [, name, version, inBrackets] = textForm.exec(told.trim()) ?? [];
  return name === undefined ? undefined : { name, version: version ?? inBrackets };
}

/** "name-version-release.src.rpm"; a name may have hyphens, version and release have none. */
function sourceOfFile(file: string): SourcePackage | undefined {
  const ending = [".src.rpm", ".nosrc.rpm"].find((one) => file.endsWith(one));
  if (ending === undefined) return undefined;
  const stem = file.slice(0, -ending.length);
  const version = stem.lastIndexOf("-", stem.lastIndexOf("-") - 1);
  return version <= 0 ? undefined : { name: stem.slice(0, version), version: stem.slice(version + 1) };
}
