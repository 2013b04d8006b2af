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
}

/** A component that could not be taken, and why. `at`: JSON pointer, XML path, line or file. */
export interface ComponentReject { at: string; name: string | undefined; reason: "no-purl" | "invalid-purl" | "no-version" | "unknown-type" | "too-many" | "malformed"; detail: string }
