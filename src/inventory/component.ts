// Components: what an SBOM or a host says a release is made of.

/**
 * One component as a document or a host names it, already in canonical form.
 * purl: canonical (ECMA-427), with version when known. ecosystem/name: OSV's spelling, with release suffix for
 * distributions ("Debian:12"); undefined when no purl or an ecosystem OSV does not know.
 */
export interface Component {
  purl: string;
  name: string;
  version: string | undefined;
  ecosystem: string | undefined;
  /** The name advisories use: of the source package in distributions that build several binaries from one source. */
  packageName: string | undefined;
  /** The version advisories compare with: the source package's, when it differs from the component's own. */
  packageVersion: string | undefined;
  /** Where in the document or on the host it was found. */
  location: string | undefined;
  /** Further places where the same component was found. */
  locations?: readonly string[];
  /** What it is needed for, where the source tells; told by none is not the same as "runtime". */
  scope?: "runtime" | "development" | "optional";
  /** The project names it itself; false: something it names needs it; undefined: not told. */
  direct?: boolean;
  /** Canonical purl of the distribution's package that owns its files: the distribution's advisories decide. */
  ownedBy?: string;
  /** CPE 2.3 names its source gives for it. */
  cpes?: readonly string[];
  /** Licences its source states for it: SPDX ids or expressions, else names as they stand; several hold together. */
  licences?: readonly string[];
}

/** A component that could not be taken, and why. `at`: JSON pointer, XML path, line or file. */
export interface ComponentReject { at: string; name: string | undefined; reason: "no-purl" | "invalid-purl" | "no-version" | "unknown-type" | "too-many" | "malformed"; detail: string }
