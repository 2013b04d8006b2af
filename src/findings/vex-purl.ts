// Does a VEX statement about one package URL speak of another: the one that was scanned.
import type { Purl } from "../versions/purl.ts";
import { parsePurl } from "../versions/purl.ts";

/**
 * OpenVEX 0.2.0 ("Software Identifiers") and CycloneDX 1.6 (`affects`) name products by package URL; what a statement
 * leaves out it says of all: no version is every version, no subpath the whole package, and each qualifier it gives must
 * stand in the scanned package URL with the same value. A statement with a version does not cover a package whose
 * version is not known. Both are compared in canonical form; text that is no package URL covers nothing.
 *
 * @example purlCovers("pkg:apk/wolfi/curl@8.1.2-r0", "pkg:apk/wolfi/curl@8.1.2-r0?arch=x86_64") === true
 */
export function purlCovers(statementPurl: string, scannedPurl: string): boolean {
  const statement = parsePurl(statementPurl);
  const scanned = parsePurl(scannedPurl);
  return statement !== undefined && scanned !== undefined && covers(statement, scanned);
}

function covers(statement: Purl, scanned: Purl): boolean {
  return statement.type === scanned.type && statement.namespace === scanned.namespace && statement.name === scanned.name
    && (statement.version === undefined || statement.version === scanned.version)
    && (statement.subpath === undefined || statement.subpath === scanned.subpath)
    && Object.entries(statement.qualifiers).every(([key, value]) => scanned.qualifiers[key] === value);
}
