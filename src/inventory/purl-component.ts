// Turns a purl into a component in canonical form: the one place where readers and extractors agree on identity.
import { canonicalPurl, identify } from "../versions/purl.ts";
import type { Purl } from "../versions/purl.ts";
import { namesOf } from "./component-names.ts";
import type { Component } from "./component.ts";

/** name and version: as the source spells them; the purl's own when it gives none. */
export function componentFromPurl(purl: Purl, source: { name?: string | undefined; location: string | undefined }): Component {
  const [byCpe] = purl.qualifiers["cpe"] === undefined ? [] : namesOf(purl).names;
  const { ecosystem, packageName, packageVersion } = byCpe ? { ...byCpe, packageName: byCpe.packageKey.slice(byCpe.ecosystem.length + 1) } : identify(purl);
  return {
    purl: canonicalPurl(purl),
    name: source.name ?? purl.name,
    version: purl.version,
    ecosystem, packageName, packageVersion,
    location: source.location,
  };
}
