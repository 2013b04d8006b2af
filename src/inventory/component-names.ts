// Under which names advisories may speak of a component, and what its stored purl tells beside them.
import { packageKey } from "../versions/ecosystem.ts";
import { canonicalPurl, identities, parsePurl } from "../versions/purl.ts";
import type { Purl } from "../versions/purl.ts";
import type { Component } from "./component.ts";

/** packageVersion: the version advisories of this name compare with. module: the stream it was built for, where it tells. */
export interface ComponentName { ecosystem: string; packageKey: string; packageVersion: string | undefined; module: string | undefined }

/** What matching needs of a component. The first name is the one findings and lists go by; none when no ecosystem of advisories is behind it. */
export interface NamedComponent { names: readonly ComponentName[]; ownedBy: string | undefined }

/** The others of several names exist where advisories use source and binary names alike. */
export const namesOf = (purl: Purl): NamedComponent => ({ names: identities(purl).flatMap(nameFrom), ownedBy: purl.qualifiers[ownerQualifier] });

export const namesOfText = (purl: string): NamedComponent => {
  const parsed = parsePurl(purl);
  return parsed ? namesOf(parsed) : { names: [], ownedBy: undefined };
};

function nameFrom({ ecosystem, packageName, packageVersion, module }: ReturnType<typeof identities>[number]): ComponentName[] {
  return ecosystem === undefined || packageName === undefined ? [] : [{ ecosystem, packageKey: packageKey(ecosystem, packageName), packageVersion, module }];
}

const ownerQualifier = "owned_by";

/**
 * The purl under which a component is kept. One whose files belong to a distribution's package is another component than
 * the same package installed by its own tool: it has no vulnerabilities of its own to be told of, so its purl says whose it is.
 */
export function keptPurl({ purl, ownedBy }: Pick<Component, "purl" | "ownedBy">): string {
  const parsed = ownedBy === undefined ? undefined : parsePurl(purl);
  return parsed && ownedBy !== undefined ? canonicalPurl({ ...parsed, qualifiers: { ...parsed.qualifiers, [ownerQualifier]: ownedBy } }) : purl;
}
