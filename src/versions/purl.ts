// Package URLs (ECMA-427): text to parts and back to the one canonical text, which is what we use as a key.
import { placesOf } from "./ecosystem.ts";
import { readPlain } from "./plain-purl.ts";
import type { Purl } from "./purl-type.ts";
import { inTypeForm } from "./purl-type.ts";

export type { Purl } from "./purl-type.ts";

/** Longer text is no package URL for us: a limit on the work one hostile document can cause. */
export const purlLengthLimit = 4096;

const typeForm = /^[a-z][a-z0-9.-]*$/;
const qualifierKeyForm = /^[a-z][a-z0-9._-]*$/;
// Qualifiers that say which package it is; all others (arch, distro, epoch, checksum, ...) follow the build or the version.
const packageQualifiers = new Set(["repository_url", "uuid", "tag_id", "type", "classifier", "channel", "user"]);

/**
 * Reads a package URL; undefined when it is not one by ECMA-427 or by the rules of its type. Never throws.
 *
 * @example parsePurl("pkg:npm/%40acme/router@1.0.0")?.namespace === "@acme"
 */
export function parsePurl(text: string): Purl | undefined {
  if (text.length > purlLengthLimit) return undefined;
  const plain = readPlain(text);
  return plain ? inTypeForm(plain) : readAny(text);
}

/**
 * The package URL that was meant: qualifier keys in capitals ("mediaType"), which tools write and ECMA-427 does not allow, are
 * taken in lower case. For doors; what comes out is canonical.
 *
 * @example mendPurl("pkg:oci/app@sha256%3A12?mediaType=x")?.qualifiers["mediatype"] === "x"
 */
export function mendPurl(text: string): Purl | undefined {
  const strict = parsePurl(text);
  if (strict || text.length > purlLengthLimit || !text.includes("?")) return strict;
  return parsePurl(text.replace(/([?&])([A-Za-z][A-Za-z0-9._-]*)(?==)/g, (_, mark: string, key: string) => mark + key.toLowerCase()));
}

/** The full reader: every text that ECMA-427 allows, in whatever way it is written. */
export function readAny(text: string): Purl | undefined {
  if (isNameless(text)) return undefined;
  const parts = split(text.trim());
  return parts && purlFrom(parts);
}

/** A package URL from decoded parts, in canonical form; undefined when the parts break a rule of ECMA-427 or of the type. */
export function purlFrom(parts: PurlParts): Purl | undefined {
  const type = (parts.type ?? "").toLowerCase();
  const name = trimSlashes(parts.name ?? "");
  const qualifiers = sortedQualifiers(parts.qualifiers ?? {});
  if (!typeForm.test(type) || name === "" || !qualifiers) return undefined;
  return inTypeForm({
    type, name, qualifiers,
    namespace: joinSegments(parts.namespace, (segment) => segment !== ""),
    version: parts.version || undefined,
    subpath: joinSegments(parts.subpath, (segment) => segment !== "" && segment !== "." && segment !== ".."),
  });
}

export interface PurlParts {
  type?: string | null | undefined;
  namespace?: string | null | undefined;
  name?: string | null | undefined;
  version?: string | null | undefined;
  qualifiers?: Readonly<Record<string, string>> | null | undefined;
  subpath?: string | null | undefined;
}

/** The one text of a package URL: equal packages give equal text. */
export function canonicalPurl(purl: Purl): string {
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  const keys = Object.keys(qualifiers);
  const query = (keys.length > 1 ? keys.toSorted() : keys).map((key) => `${key}=${encode(qualifiers[key] ?? "")}`).join("&");
  // A git repository's path is a name of several segments; in any other name a slash is a character of it.
  const path = `${type}/${namespace ? `${encodePath(namespace)}/` : ""}${type === "git" ? encodePath(name) : encode(name)}`;
  return `pkg:${path}${version ? `@${encode(version)}` : ""}${query ? `?${query}` : ""}${subpath ? `#${encodePath(subpath)}` : ""}`;
}

/** The package of a component: no version, no subpath, and no qualifier that changes with a version or a build. */
export const withoutVersion = (purl: Purl): Purl => ({
  ...purl,
  version: undefined,
  subpath: undefined,
  qualifiers: Object.fromEntries(Object.entries(purl.qualifiers).filter(([key]) => packageQualifiers.has(key))),
});

/** What a component is called where advisories speak of it; all undefined when OSV has no word for its kind of package. */
export interface PackageIdentity {
  /** OSV's name, with release suffix for distributions whose release the package URL tells: "Debian:12". */
  ecosystem: string | undefined;
  /** The advisory's name: with npm scope, Maven group, Go module path; of the source package where the distribution uses that. */
  packageName: string | undefined;
  /** The version advisories compare with: the source package's when the package URL tells it, with epoch ("*:" for one that is not told). */
  packageVersion: string | undefined;
  /** The stream of an RPM module it was built for ("nodejs:16:8090…"), in the words of module-stream.ts; absent for packages of no module. */
  module?: string;
}

/**
 * The identity that findings and lists go by.
 *
 * @example identify(parsePurl("pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl")!).packageName === "openssl"
 */
export const identify = (purl: Purl): PackageIdentity => identities(purl)[0] ?? nowhere;

const nowhere: PackageIdentity = { ecosystem: undefined, packageName: undefined, packageVersion: undefined };

/**
 * Every name advisories may use for this package, each with the version that name compares with; `identify`'s first.
 * More than one where the records of a distribution name source and binary packages; never empty.
 */
export function identities(purl: Purl): readonly PackageIdentity[] {
  const places = placesOf(purl);
  return places.length === 0 ? [nowhere] : places.map(({ ecosystem, name, version, module }) =>
    ({ ecosystem, packageName: name, packageVersion: version, ...(module === undefined ? {} : { module }) }));
}

/** ECMA-427, "How to parse": from the right subpath, qualifiers and version, from the left scheme and type; the rest is namespace and name. */
function split(text: string): PurlParts | undefined {
  const [beforeSubpath, subpath] = cutLast(text, "#");
  const [beforeQuery, query] = cutLast(beforeSubpath, "?");
  const [, type, rest] = /^pkg:\/*([^/]*)\/(.*)$/is.exec(beforeQuery) ?? [];
  if (type === undefined || rest === undefined) return undefined;
  const [path, version] = cutVersion(rest);
  const [namespace, name] = cutName(trimSlashes(path));
  // The one throw inside is decodeURIComponent's, for a broken escape.
  try {
    const qualifiers = decodedQualifiers(query);
    const [decodedNamespace, decodedName, decodedVersion, decodedSubpath] = [namespace, name, version, subpath].map(decode);
    return qualifiers && { type, namespace: decodedNamespace, name: decodedName, version: decodedVersion, qualifiers, subpath: decodedSubpath };
  } catch {
    return undefined;
  }
}

// Most parts hold no escape, and the decoder is slow to find that out.
const decode = (text: string): string => (text.includes("%") ? decodeURIComponent(text) : text);

function cutLast(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** An at sign that starts a segment is an npm scope that should have been escaped, not a version. */
function cutVersion(path: string): [string, string] {
  const at = path.lastIndexOf("@");
  return at === 0 || path[at - 1] === "/" ? [path, ""] : cutLast(path, "@");
}

function cutName(path: string): [string, string] {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Undefined when a key stands twice. A "+" is a plus here: a query of a package URL is no web form. */
function decodedQualifiers(query: string): Record<string, string> | undefined {
  const pairs = query.split("&").filter((pair) => pair !== "").map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return equals < 0 ? [pair, ""] : [pair.slice(0, equals), decode(pair.slice(equals + 1))];
  });
  return new Set(pairs.map(([key]) => key)).size < pairs.length ? undefined : Object.fromEntries(pairs);
}

/** "pkg:cran/@0.9.1" has a version and no name, and nothing that could be its name. */
function isNameless(text: string): boolean {
  const path = text.slice(0, text.search(/[?#]|$/));
  return path.startsWith("@", path.lastIndexOf("/") + 1);
}

/** Sorted by key; undefined when a key is not allowed (a capital letter is not). An empty value is the same as no qualifier. */
function sortedQualifiers(raw: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(raw);
  if (!entries.every(([key]) => qualifierKeyForm.test(key))) return undefined;
  return Object.fromEntries(entries.filter(([, value]) => value !== "").toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const trimSlashes = (text: string): string => text.replace(/^\/+|\/+$/g, "");

const joinSegments = (path: string | null | undefined, isKept: (segment: string) => boolean): string | undefined =>
  (path ?? "").split("/").filter(isKept).join("/") || undefined;

// ECMA-427, "Character encoding": everything but letters, digits, ".", "-", "_", "~" is escaped, the colon is not.
const encode = (text: string): string => (needsNoEscape.test(text) ? text : escaped(text));
const needsNoEscape = /^[A-Za-z0-9._~:-]*$/;

const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%3A", ":");

const encodePath = (path: string): string => (path.includes("/") ? path.split("/").map(encode).join("/") : encode(path));
