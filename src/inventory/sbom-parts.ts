// Judges what a reader found: a component in canonical form, or a reject that names the place and the reason.
import { Fault } from "../kernel/fault.ts";
import { distributionOf } from "../versions/distribution.ts";
import type { Purl } from "../versions/purl.ts";
import { mendPurl, purlFrom } from "../versions/purl.ts";
import { purlOfCpe } from "./component-names.ts";
import type { Component, ComponentReject } from "./component.ts";
import { OverlongText } from "./json-tokens.ts";
import { componentFromPurl } from "./purl-component.ts";
import type { SbomLimits, SbomPart } from "./sbom-format.ts";
import { createSbomOwners } from "./sbom-owners.ts";
import type { SbomOwners } from "./sbom-owners.ts";
import { licencesOf, toldBy, withTold } from "./sbom-told.ts";
import type { FoundLicence, FoundProperty, Told } from "./sbom-told.ts";

export { isToldProperty } from "./sbom-told.ts";
export type { FoundLicence, FoundProperty } from "./sbom-told.ts";

/** A component as a document spells it; anything but text or nothing is malformed. isSubject: it may lack a purl. */
export interface FoundComponent {
  at: string;
  /** Nested components around it, itself included. */
  depth?: number;
  isSubject?: boolean;
  isOperatingSystem?: boolean;
  name: unknown;
  version: unknown;
  purl: unknown;
  /** CPE names; the first that can be read names what has no purl. */
  cpes?: readonly unknown[];
  licences?: readonly FoundLicence[];
  /** Those isToldProperty knows; others may be among them. */
  properties?: readonly FoundProperty[];
  /** SPDX 2.3 section 7.12. */
  sourceInfo?: unknown;
}

export interface SbomParts {
  take(found: FoundComponent): SbomPart[];
  reject(reject: ComponentReject): SbomPart[];
  /** What had to wait for the whole document. */
  finish(): SbomPart[];
}

interface Waiting { purl: Purl; name: string | undefined; at: string; licences: readonly string[]; paths: readonly string[] }
interface OperatingSystem { name: string; version: string; at: string }

// Package types whose advisories are kept per release of a distribution.
const distroTypes = new Set(["deb", "rpm", "apk"]);
// Names of operating systems in SBOMs that are not a namespace of their packages' purls.
const distroNamespaces = new Map([["opensuse-leap", "opensuse"], ["opensuse-tumbleweed", "opensuse"], ["red hat enterprise linux", "redhat"], ["ol", "oracle"], ["amzn", "amazon"]]);
const shownChars = 120;

/** Collects for one document. Throws sbom.too-many and sbom.too-deep; everything else costs only the component. */
export function createSbomParts(limits: SbomLimits): SbomParts {
  const waiting: Waiting[] = [];
  const ownable: Waiting[] = [];
  const owners = createSbomOwners();
  const systems = new Map<string, OperatingSystem>();
  let count = 0;

  const countOne = (at: string): void => {
    if (++count > limits.maxComponents) throw new Fault("sbom.too-many", { detail: `Component ${count} is one more than is read.`, places: [{ at, rule: `at most ${limits.maxComponents} components` }] });
  };
  const take = (found: FoundComponent): SbomPart[] => {
    countOne(found.at);
    mustNotBeDeeper(found, limits.maxDepth);
    if (found.isOperatingSystem === true) rememberSystem(systems, found);
    const judged = judge(found);
    if (judged === undefined) return [];
    if ("reason" in judged) return [{ kind: "reject", reject: judged }];
    if (lacksDistro(judged.purl)) { waiting.push(judged); return []; }
    if (owners.mayBeOwned(judged.purl, judged.paths)) { ownable.push(judged); return []; }
    return [partOf(judged, owners)];
  };
  return {
    take,
    reject(reject) { countOne(reject.at); return [{ kind: "reject", reject }]; },
    finish: () => [...finishWaiting(waiting, [...systems.values()], owners), ...ownable.map((one) => ownedPart(one, owners))],
  };
}

function judge(found: FoundComponent): Waiting | ComponentReject | undefined {
  const name = typeof found.name === "string" && found.name !== "" ? found.name : undefined;
  const reject = (reason: ComponentReject["reason"], detail: string): ComponentReject => ({ at: found.at, name, reason, detail });
  for (const field of ["name", "version", "purl"] as const) {
    const wrong = notText(found[field]);
    if (wrong !== undefined) return reject("malformed", `${field} ${wrong}`);
  }
  const text = textOf(found.purl);
  if (text === undefined) {
    const byCpe = found.isSubject === true || found.isOperatingSystem === true ? undefined : purlByCpe(found);
    if (byCpe) return { purl: byCpe, name, at: found.at, licences: licencesOf(found.licences ?? []), paths: [] };
    return found.isSubject === true ? undefined : reject("no-purl", "It has no purl, so no advisory can be looked up for it; have the tool write one.");
  }
  const purl = mendPurl(text);
  if (purl === undefined) return reject("invalid-purl", `${JSON.stringify(text.slice(0, shownChars))} is not a purl (ECMA-427).`);
  const version = purl.version ?? knownVersion(found.version);
  if (version === undefined) return found.isSubject === true ? undefined : reject("no-version", `${text.slice(0, shownChars)} names no version and the component has none either.`);
  const whole = purl.version === undefined ? purlFrom({ ...purl, version }) : purl;
  return whole === undefined ? reject("invalid-purl", `${JSON.stringify(text.slice(0, shownChars))} is not a purl with the version ${JSON.stringify(version.slice(0, shownChars))} (ECMA-427).`) : completed(whole, name, found);
}

const nothingTold: Told = { source: undefined, sourceVersion: undefined, module: undefined, epoch: undefined, paths: [] };

function completed(purl: Purl, name: string | undefined, { at, properties = [], sourceInfo, licences = [] }: FoundComponent): Waiting {
  const told = properties.length > 0 || sourceInfo !== undefined ? toldBy(properties, sourceInfo) : nothingTold;
  return { purl: withTold(purl, told), name, at, licences: licencesOf(licences), paths: told.paths };
}

const purlByCpe = ({ cpes = [] }: FoundComponent): Purl | undefined =>
  cpes.flatMap((cpe) => purlOfCpe(textOf(cpe) ?? "") ?? [])[0];

function notText(value: unknown): string | undefined {
  if (value instanceof OverlongText) return `is ${value.bytes} bytes long, more than is read.`;
  return value === undefined || value === null || typeof value === "string" ? undefined : `must be text, it is ${Array.isArray(value) ? "an array" : `of type ${typeof value}`}.`;
}

/** Text with something in it; white space around it is not part of a name. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

// SPDX 2.3 section 7.3: a version may be given as "NOASSERTION" or "NONE", which names none.
function knownVersion(value: unknown): string | undefined {
  const text = textOf(value);
  return text === "NOASSERTION" || text === "NONE" ? undefined : text;
}

function mustNotBeDeeper(found: FoundComponent, maxDepth: number): void {
  if ((found.depth ?? 1) > maxDepth) throw new Fault("sbom.too-deep", { detail: `Components are nested ${found.depth} deep.`, places: [{ at: found.at, rule: `at most ${maxDepth} components inside each other` }] });
}

const lacksDistro = (purl: Purl): boolean => distroTypes.has(purl.type) && purl.qualifiers["distro"] === undefined && purl.qualifiers["distro_name"] === undefined;

function partOf(judged: Waiting, owners: SbomOwners): SbomPart {
  owners.see(judged.purl);
  return { kind: "component", component: componentOf(judged) };
}

const componentOf = ({ purl, name, at, licences }: Waiting): Component =>
  ({ ...componentFromPurl(purl, { name, location: at }), ...(licences.length > 0 && { licences }) });

function ownedPart(judged: Waiting, owners: SbomOwners): SbomPart {
  const ownedBy = owners.ownerOf(judged.purl, judged.paths);
  return { kind: "component", component: { ...componentOf(judged), ...(ownedBy !== undefined && { ownedBy }) } };
}

function rememberSystem(systems: Map<string, OperatingSystem>, found: FoundComponent): void {
  const name = textOf(found.name)?.toLowerCase();
  const version = knownVersion(found.version);
  if (name !== undefined && version !== undefined) systems.set(`${name}-${version}`, { name, version, at: found.at });
}

// Advisories of distributions are per release. A package without the qualifier gets it from the one operating system
// of the document; with two, guessing would give verdicts for the wrong release.
function finishWaiting(waiting: readonly Waiting[], systems: readonly OperatingSystem[], owners: SbomOwners): SbomPart[] {
  const [system] = systems;
  const componentPart = (one: Waiting): SbomPart => partOf(one, owners);
  if (system === undefined || waiting.length === 0) return waiting.map(componentPart);
  if (systems.length > 1) return [...waiting.map(componentPart), note(system.at, `The document lists ${systems.length} operating systems, so packages that name no distribution release keep none: ${waiting.length}.`)];
  const distro = `${system.name}-${system.version}`;
  const fitting = new Set(waiting.filter(({ purl }) => isOf(purl, system)));
  const parts = waiting.map((one) => componentPart(fitting.has(one) ? { ...one, purl: { ...one.purl, qualifiers: { ...one.purl.qualifiers, distro } } } : one));
  return fitting.size === 0 ? parts : [...parts, note(system.at, `Packages that name no distribution release, taken to be of ${distro}: ${fitting.size}.`)];
}

function isOf(purl: Purl, system: OperatingSystem): boolean {
  const namespace = distroNamespaces.get(system.name) ?? system.name;
  return purl.namespace === namespace || distributionOf(purl)?.namespaces.includes(namespace) === true;
}

const note = (at: string, text: string): SbomPart => ({ kind: "note", note: { at, text } });
