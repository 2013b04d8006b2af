// The committed SBOMs of the demo's fleet, by service and version (content/demo/SOURCE.md).
import { readdirSync } from "node:fs";
import { serviceSets } from "../../content/demo/package-sets.ts";

const folder = new URL("../../content/demo/sboms/", import.meta.url);
const names = readdirSync(folder);

/** Throws when there is none: the demo would otherwise tell of a release nobody can look into. */
export function sbomFile(service: string, version: string): URL {
  const name = names.find((candidate) => candidate.startsWith(`${service}@${version}.`) && /^\.(?:cdx|spdx)\./.test(candidate.slice(`${service}@${version}`.length)));
  if (name === undefined) throw new Error(`content/demo/sboms has no SBOM of ${service} ${version}; make it with: node content/demo/make.ts ${service}`);
  return new URL(encodeURIComponent(name), folder);
}

/** Versions of a service that have an SBOM, oldest first. */
export const versionsOf = (service: string): readonly string[] => serviceSets.find((set) => set.service === service)?.releases.map(({ version }) => version) ?? [];
