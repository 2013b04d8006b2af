// Module streams of RPM distributions ("nodejs:18"): which of them an advisory's record covers.
import type { Purl } from "./purl-type.ts";

// A package is built for one stream of its module, and versions of two streams are not ordered with each other:
// 16.20.2 of nodejs:16 is below 18.19.1 of nodejs:18 and needs another fix. OSV has no field for it.

/** From a module, and which is not told. */
const anyModule = "*";
/** Between several modules that one advisory names: "mariadb:10.3|mariadb-devel:10.3". */
const between = "|";

// AlmaLinux writes "module_el8", Red Hat and Rocky Linux "module+el8".
const builtForModule = /\.module[+_]/;

/** Does the text of a version say that its build is for a module's stream? */
export const isModular = (version: string): boolean => builtForModule.test(version);

/** "RHSA-2024:4546" has a colon too. */
const advisoryId = /^[A-Z]{2,4}-\d{4}:/;

/** The module of a record whose fix is built for one, from the streams its title names: "Important: nodejs:18 security update". */
export function moduleInTitle(title: string): string {
  const streams = [...title.slice(0, 300).matchAll(/(?<![\w:])[A-Za-z0-9][\w.+-]*:[A-Za-z0-9][\w.+-]*(?![\w:])/g)].map(([text]) => text).filter((text) => !advisoryId.test(text));
  return streams.length === 0 ? anyModule : [...new Set(streams)].join(between);
}

/**
 * The module of a package: its label, as `rpmmod` (syft, the package-url specification) or `modularitylabel` (trivy);
 * without a label "source@version" of a build that is for some stream; undefined for a package of no module.
 */
export function moduleOf(purl: Purl, source: { name: string; version: string | undefined }): string | undefined {
  const label = purl.qualifiers["rpmmod"] ?? purl.qualifiers["modularitylabel"];
  if (label !== undefined) return label;
  if (purl.version === undefined) return anyModule;
  return isModular(purl.version) ? `${source.name}@${source.version ?? purl.version}` : undefined;
}

/**
 * Does a record for one module cover a package of another?
 * - A record of no module covers all: its source may just not tell (as grype does; trivy takes it for "no module").
 * - A package of no module is not covered by a record for one: modular builds never replace it (as both do).
 * - "nodejs:18" covers "nodejs:18:8090020231212:rhel8": the label's parts as far as both tell them.
 * - Where one side only says that it comes from some module, it is covered, unless the package is the module's own
 *   (nodejs of nodejs:18) and its version begins otherwise: 16.20.2.
 */
export function moduleMatches(advised: string | undefined, installed: string | undefined): boolean {
  if (advised === undefined || advised === anyModule) return advised === undefined || installed !== undefined;
  if (installed === undefined || installed === anyModule) return installed !== undefined;
  return advised.split(between).some((stream) => (installed.includes("@") ? mayBeOf(stream, installed) : isPrefix(stream, installed)));
}

function isPrefix(advised: string, installed: string): boolean {
  const [a, b] = [advised.split(":"), installed.split(":")];
  return a.slice(0, b.length).every((part, index) => part === b[index]);
}

// Streams are named by the version they carry, but not all: rhel8, DL1, and javapackages-tools:201801 with its 5.3.
const versionStream = /^\d{1,3}(?:\.\d+)*$/;
// Named by the version they began with and rebased since; RHEL 8's catalogue of modules is closed, RHEL 10 has none.
const rebased: ReadonlySet<string> = new Set(["libselinux-python", "mod_auth_openidc", "pki-core", "pki-deps"]);

function mayBeOf(advised: string, built: string): boolean {
  const at = built.indexOf("@");
  const [name = "", stream = ""] = advised.split(":");
  if (built.slice(0, at) !== name || !versionStream.test(stream) || rebased.has(name)) return true;
  const version = built.slice(at + 1).replace(/^(?:\d+|\*):/, "");
  return version.startsWith(stream) && !/^\d/.test(version.slice(stream.length));
}
