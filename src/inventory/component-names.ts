// Under which names advisories may speak of a component, and what its stored purl tells beside them.
import type { AdvisedPackage } from "../versions/distribution.ts";
import { packageKey, placesOf } from "../versions/ecosystem.ts";
import { bindToFormatted, parseCpe, productKey, unquoted } from "../versions/cpe/index.ts";
import { canonicalPurl, parsePurl, purlFrom } from "../versions/purl.ts";
import type { Purl } from "../versions/purl.ts";
import type { Component } from "./component.ts";

/** packageVersion: the version advisories of this name compare with. module: the stream it was built for, where it tells. cpe: of a name that is compared by CPE. */
export interface ComponentName { ecosystem: string; packageKey: string; packageVersion: string | undefined; module: string | undefined; cpe?: string }

/** What matching needs of a component. The first name is the one findings and lists go by; none when no ecosystem of advisories is behind it. */
export interface NamedComponent { names: readonly ComponentName[]; ownedBy: string | undefined }

/** The others of several names exist where advisories use source and binary names alike. */
export function namesOf(purl: Purl): NamedComponent {
  const places = placesOf(purl);
  return { names: places.length > 0 ? places.map(nameFrom) : nameByCpe(purl), ownedBy: purl.qualifiers[ownerQualifier] };
}

// The last resort: products that no ecosystem of packages knows, by the name NVD gives them. What has a purl of an
// ecosystem is never looked up by its CPE, because its backports and its name-alikes have other versions.
function nameByCpe({ qualifiers: { [cpeQualifier]: cpe } }: Purl): ComponentName[] {
  const name = cpe === undefined ? undefined : parseCpe(cpe);
  const key = name && productKey(name);
  if (!name || cpe === undefined || key === undefined) return [];
  return [{ ecosystem: cpeEcosystem, packageKey: packageKey(cpeEcosystem, key), packageVersion: unquoted(name.version), module: undefined, cpe }];
}

/** The word that stands for an ecosystem where NVD's configurations speak. */
export const cpeEcosystem = "CPE";
const cpeQualifier = "cpe";

/** A component that only a CPE names: the purl under which it is kept; undefined when the CPE names no one product. */
export function purlOfCpe(text: string): Purl | undefined {
  const name = parseCpe(text);
  const [, vendor, product] = (name && productKey(name)?.split(":")) ?? [];
  if (!name || product === undefined || name.version === "*" || name.version === "-") return undefined;
  return purlFrom({ type: "generic", namespace: vendor, name: product, version: unquoted(name.version), qualifiers: { [cpeQualifier]: bindToFormatted(name) } });
}

export const namesOfText = (purl: string): NamedComponent => {
  const parsed = parsePurl(purl);
  return parsed ? namesOf(parsed) : { names: [], ownedBy: undefined };
};

const nameFrom = ({ ecosystem, name, version, module }: AdvisedPackage): ComponentName =>
  ({ ecosystem, packageKey: packageKey(ecosystem, name), packageVersion: version, module });

const ownerQualifier = "owned_by";

/**
 * The purl under which a component is kept. One whose files belong to a distribution's package is another component than
 * the same package installed by its own tool: it has no vulnerabilities of its own to be told of, so its purl says whose it is.
 */
export function keptPurl({ purl, ownedBy }: Pick<Component, "purl" | "ownedBy">): string {
  const parsed = ownedBy === undefined ? undefined : parsePurl(purl);
  return parsed && ownedBy !== undefined ? canonicalPurl({ ...parsed, qualifiers: { ...parsed.qualifiers, [ownerQualifier]: ownedBy } }) : purl;
}
