// Red Hat's products as OSV names them, by CPE ("rhel_eus:8.6::baseos"): from a package URL, and which of them an advisory covers.
import { enterpriseTag, majorRelease } from "./distribution-release.ts";
import type { Purl } from "./purl-type.ts";
import { remembered } from "./remembered.ts";

/** variant: the repository or the RHEL below a layered product, "baseos", "el9". */
interface Product { readonly name: string; readonly version: string; readonly variant: string | undefined }

function parseProduct(suffix: string): Product {
  const [identity = "", variant] = suffix.split("::", 2);
  const colon = identity.indexOf(":");
  return { name: colon < 0 ? identity : identity.slice(0, colon), version: colon < 0 ? "" : identity.slice(colon + 1), variant };
}

const mainline = "enterprise_linux";
const extendedLife = "rhel_els";
const majorOf = (version: string): string => version.split(".", 1)[0] ?? "";

/**
 * Does a record for one product cover a package of another?
 * - The mainline is one stream over its minor releases (10.0, 10.1): the major decides.
 * - EUS, AUS, E4S and TUS are branches off it at one minor release. Their versions are not ordered with the mainline's
 *   (1.2-4.el8 < 1.2-4.el8_6.2), so they cover only packages that are told to come from them, and the mainline not these.
 * - ELS continues the last minor release after its maintenance: its records cover the mainline's packages, its fixes
 *   need the subscription.
 * - A layered product covers only itself. A repository that only one side tells is no difference.
 */
export function productCovers(advised: string, installed: string): boolean {
  const [a, b] = [parseProduct(advised), parseProduct(installed)];
  if (a.variant !== undefined && b.variant !== undefined && a.variant !== b.variant) return false;
  const isMainline = b.name === mainline && (a.name === mainline || a.name === extendedLife);
  return isMainline ? majorOf(a.version) === majorOf(b.version) : a.name === b.name && a.version === b.version;
}

const releaseOf = remembered(majorRelease);

/** The product a package URL tells: by its repository, by `distro`, or by the tag of its build. */
export function productOf(purl: Purl, distro: string): string | undefined {
  const repository = purl.qualifiers["repository_id"];
  const product = repository === undefined ? undefined : productOfRepository(repository, distro);
  if (product !== undefined) return product;
  const release = releaseOf(distro) ?? enterpriseTag(purl.version ?? "");
  return release && `${mainline}:${release}`;
}

// "rhel-8-for-x86_64-baseos-rpms", "rhel-8-for-x86_64-appstream-eus-rpms__8_DOT_6", "ubi-9-for-aarch64-baseos-source-rpms".
const baseForm = /^(?:rhel|ubi)-(\d+)-for-[a-z0-9_]+-([a-z-]+?)(?:-(eus|aus|e4s|tus|els))?(?:-(?:source|debug))?-rpms(?:__(\d+)_dot_(\d+))?$/;
const builderForm = /^(?:codeready-builder|crb)-for-(?:rhel|ubi)-(\d+)-/;
// "ocp-tools-4.15-for-rhel-9-x86_64-rpms".
const layeredForm = /^([a-z][a-z-]*)-(\d+(?:\.\d+)*)-for-rhel-(\d+)-/;
const layeredNames: Readonly<Record<string, string>> = { rhocp: "openshift", "jb-eap": "jboss_enterprise_application_platform", rhacm: "acm", openstack: "openstack", rhceph: "ceph_storage" };

function productOfRepository(id: string, distro: string): string | undefined {
  const repository = id.toLowerCase();
  const base = baseForm.exec(repository);
  if (base) return productOfBase(base, distro);
  const [, builderRelease] = builderForm.exec(repository) ?? [];
  if (builderRelease !== undefined) return `${mainline}:${builderRelease}::crb`;
  const [, name, version, release] = layeredForm.exec(repository) ?? [];
  if (name === undefined) return undefined;
  return `${Object.hasOwn(layeredNames, name) ? layeredNames[name] : name.replaceAll("-", "_")}:${version}::el${release}`;
}

/** A branch without its minor release is not told: then only the mainline would be a guess. */
function productOfBase([, release = "", repository = "", stream, pinnedMajor, pinnedMinor]: RegExpExecArray, distro: string): string | undefined {
  const variant = repository.includes("-") ? "" : `::${repository}`;
  if (stream === undefined) return `${mainline}:${release}${variant}`;
  if (stream === "els") return `${extendedLife}:${release}${variant}`;
  const minor = pinnedMinor === undefined ? /\d+\.\d+/.exec(distro)?.[0] : `${pinnedMajor}.${pinnedMinor}`;
  return `rhel_${stream}:${minor ?? release}${variant}`;
}
