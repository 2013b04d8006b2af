// Which releases, products and streams of a distribution an advisory covers, from the suffixes of OSV's ecosystems.
import { productCovers } from "./red-hat-product.ts";

/** Names that databases write beside the one of the OSV schema. */
const sameEcosystem: ReadonlyMap<string, string> = new Map([["DHI", "Docker Hardened Images"], ["kubernetes", "Kubernetes"]]);

/** "Debian:12" in its parts, base in the schema's spelling. release: as it is written, undefined without a suffix. */
export function splitEcosystem(ecosystem: string): { base: string; release: string | undefined } {
  const colon = ecosystem.indexOf(":");
  const base = colon < 0 ? ecosystem : ecosystem.slice(0, colon);
  return { base: sameEcosystem.get(base) ?? base, release: colon < 0 ? undefined : ecosystem.slice(colon + 1) };
}

/** Ecosystems whose records must name a release (OSV schema, defined ecosystems): one that does not covers nothing, for it would cover all. */
export const needsRelease: ReadonlySet<string> = new Set(["Alpine"]);

const covers: Readonly<Record<string, (advised: string, installed: string) => boolean>> = {
  Debian: (advised, installed) => withoutZero(advised) === withoutZero(installed),
  "Red Hat": productCovers,
  SUSE: suseCovers,
  Ubuntu: ubuntuCovers,
  openSUSE: (advised, installed) => advised.startsWith(`${installed} `),
};

/** "Packagist:https://packages.drupal.org/8": behind the colon stands where the package comes from. */
const isRepository = (suffix: string): boolean => /^https?:/.test(suffix);

/**
 * Does a record for one release, or for all (undefined), cover a package of another? One whose release is not known is
 * covered by the latter only: all else would be a guess. A repository that only the record names is no release.
 */
export function releaseCovers(base: string, advised: string | undefined, installed: string | undefined): boolean {
  if (advised === undefined) return !needsRelease.has(base);
  if (advised === installed) return true;
  if (installed === undefined) return isRepository(advised);
  if (!Object.hasOwn(covers, base)) return false;
  return covers[base]?.(advised, installed) ?? false;
}

/** The subscription that a fix named in this ecosystem needs; undefined for fixes that are in the public archive. */
export function subscriptionFor(ecosystem: string): string | undefined {
  const { base, release = "" } = splitEcosystem(ecosystem);
  if (base === "Ubuntu") return release.startsWith("Pro:") ? "Ubuntu Pro" : undefined;
  if (base === "SUSE") return /-(?:LTSS|ESPOS|BCL|TERADATA)/.exec(release)?.[0].slice(1);
  return base === "Red Hat" ? /^(?:enterprise_linux|rhel)_(eus|aus|e4s|tus|els)/.exec(release)?.[1]?.toUpperCase() : undefined;
}

/** Debian wrote "6.0" until 7 came. */
const withoutZero = (release: string): string => release.replace(/^([4-9])\.0$/, "$1");

interface UbuntuStream { readonly release: string; readonly stream: string | undefined }

const ubuntuForm = /^(?:Pro:)?(?:([A-Za-z][A-Za-z-]*):)?(\d+\.\d+)(?::LTS)?$/;

/**
 * Canonical files a package of a release under the release, or under its Pro when fixes come from there; where records
 * have both, the fixes are the same version. So "Pro:22.04:LTS" speaks of every 22.04 with the package: without Pro it
 * stays vulnerable, and the fix needs Pro (`subscriptionFor`). To leave such records out would hide every fault that is
 * fixed in Pro only. A package at "+esm" is ordered with both; it would be a false alarm only where one record called the
 * package unfixed in the release and fixed in Pro, and none seen does.
 * FIPS and other named streams are builds of their own, not ordered with these: they cover only themselves.
 */
function ubuntuCovers(advised: string, installed: string): boolean {
  const [a, b] = [parseUbuntu(advised), parseUbuntu(installed)];
  return a !== undefined && b !== undefined && a.release === b.release && a.stream === b.stream;
}

function parseUbuntu(suffix: string): UbuntuStream | undefined {
  const [, stream, release] = ubuntuForm.exec(suffix) ?? [];
  // Which of the FIPS archives a package came from its version does not tell.
  return release === undefined ? undefined : { release, stream: stream?.startsWith("FIPS") ? "FIPS" : stream };
}

interface SuseProduct { readonly family: string; readonly release: string; readonly pack: string | undefined; readonly isAddOn: boolean }

// The last number of a name is its release: "Linux Enterprise Module for Python 3 15 SP4-LTSS".
const suseTail = / (\d+(?:\.\d+)?)(?: SP(\d+))?(?:-[A-Z][A-Z-]*)?$/;

/**
 * SUSE's products of one service pack (Server, Desktop, SAP, HPC, modules, LTSS) are one set of packages in several
 * boxes, and `distro` names only the Server: a record for any of them covers it. Package Hub 12 has no service packs.
 * Other products (Manager, OpenStack Cloud, Storage) cover only themselves.
 */
function suseCovers(advised: string, installed: string): boolean {
  const [a, b] = [parseSuse(advised), parseSuse(installed)];
  if (!a || !b || a.family !== b.family || a.release !== b.release) return false;
  return a.pack === b.pack || (a.isAddOn && a.pack === undefined);
}

function parseSuse(suffix: string): SuseProduct | undefined {
  const tail = suseTail.exec(suffix);
  const release = tail?.[1];
  if (!tail || release === undefined) return undefined;
  const name = suffix.slice(0, tail.index);
  const isAddOn = name.startsWith("Package Hub");
  return { family: suseFamily(name, isAddOn), release, pack: tail[2], isAddOn };
}

function suseFamily(name: string, isAddOn: boolean): string {
  if (name.includes("Micro")) return "Micro";
  return isAddOn || name.startsWith("Linux Enterprise") ? "Linux Enterprise" : name;
}
