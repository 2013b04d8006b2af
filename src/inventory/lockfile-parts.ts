// From what a lock file says of a package to the component, or to the reason why it is none.
import { purlFrom } from "../versions/purl.ts";
import type { PurlParts } from "../versions/purl.ts";
import type { Component, ComponentReject } from "./component.ts";
import type { LockfilePart } from "./lockfile.ts";
import { componentFromPurl } from "./purl-component.ts";

/** One package as a lock file names it. at: its place. label: the name as written there, when the purl writes it otherwise. */
export interface FoundPackage extends PurlParts {
  at: string;
  label?: string | undefined;
  scope?: Component["scope"] | undefined;
  direct?: boolean | undefined;
}

/** A component; a reject when no version is told or the parts make no purl. */
export function packagePart(found: FoundPackage): LockfilePart {
  const label = found.label ?? (found.namespace ? `${found.namespace}/${found.name ?? ""}` : (found.name ?? ""));
  if (typeof found.name !== "string" || found.name === "") return rejectPart(found.at, "malformed", "The entry names no package.");
  if (typeof found.version !== "string" || found.version === "") return rejectPart(found.at, "no-version", "The entry tells no version.", label);
  const purl = label.length > maxNameChars || found.version.length > maxNameChars ? undefined : purlFrom(found);
  if (purl === undefined) return rejectPart(found.at, "invalid-purl", `Name and version cannot be written as a purl of the type ${found.type ?? ""} (ECMA-427).`, label);
  const component = componentFromPurl(purl, { name: label, location: found.at });
  if (found.scope !== undefined) component.scope = found.scope;
  if (found.direct !== undefined) component.direct = found.direct;
  return { kind: "component", component };
}

// No registry takes longer ones; npm stops at 214 characters, NuGet at 100, Maven Central near 300.
const maxNameChars = 1024;
const shownChars = 200;

export const rejectPart = (at: string, reason: ComponentReject["reason"], detail: string, name?: string): LockfilePart =>
  ({ kind: "reject", reject: { at, name: name === undefined ? undefined : shown(name), reason, detail } });

export const notePart = (at: string, text: string): LockfilePart => ({ kind: "note", note: { at, text } });

export const localPart = (at: string, name: string | undefined, detail: string): LockfilePart => ({ kind: "local", local: { at, name: name === undefined ? undefined : shown(name), detail } });

/** Text of a file in a message: one line, and not more of it than a person reads. */
export const shown = (text: string): string => {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  return line.length > shownChars ? `${line.slice(0, shownChars)}...` : line;
};

/**
 * Code taken from a repository at a commit. With a version it keeps its package's name, because forks carry the flaws
 * of what they were forked from, and says where it came from. Without one there is nothing that advisories could be
 * compared with: it is listed as a generic package at that commit, so that no scheme reads a commit as a version.
 */
export function fromRepository(found: FoundPackage, source: { url: string; commit: string | undefined }): LockfilePart {
  // "git@host:owner/name" is scp's way to write an address of ssh.
  const address = source.url.replace(/^[\w.-]+@([^:/]+):(?!\/\/)/, "ssh://$1/");
  const url = /^[a-z]+\+/.test(address) ? address : `git+${address}`;
  const qualifiers = { ...found.qualifiers, vcs_url: withoutUser(source.commit ? `${url}@${source.commit}` : url) };
  if (found.version) return packagePart({ ...found, qualifiers });
  if (source.commit === undefined) return rejectPart(found.at, "no-version", `It comes from ${shown(withoutUser(url))}, at no fixed commit and with no version.`, found.label ?? found.name ?? undefined);
  return packagePart({ ...found, type: "generic", version: source.commit, qualifiers });
}

/** "https://user:token@host/path" without what identifies a person; "git@" is no secret but no part of the place either. */
const withoutUser = (url: string): string => url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");

/** Code taken from an archive by its address, and not from a registry. */
export const fromArchive = (found: FoundPackage, url: string): LockfilePart => packagePart({ ...found, qualifiers: { ...found.qualifiers, download_url: withoutUser(url).replace(/#.*$/, "") } });
