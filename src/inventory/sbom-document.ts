// What the readers of one standard share: the versions that are read, and the limits of the JSON beneath.
import { Fault } from "../kernel/fault.ts";
import type { JsonPickLimits } from "./json-stream.ts";
import type { SbomLimits } from "./sbom-format.ts";

export const cyclonedxVersions = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"] as const;
export const spdxVersions = ["SPDX-2.2", "SPDX-2.3"] as const;

/** Gives the version back, or throws sbom.unsupported with the one that was seen and those that are read. */
export function mustReadVersion(standard: string, seen: unknown, read: readonly string[], at: string): string {
  if (typeof seen === "string" && read.includes(seen)) return seen;
  const shown = typeof seen === "string" ? seen.slice(0, 80) : JSON.stringify(seen);
  throw new Fault("sbom.unsupported", {
    detail: `${standard} version ${shown} was seen; read are ${read.join(", ")}.`,
    places: [{ at, rule: `one of ${read.join(", ")}`, mend: `Have the tool write ${standard} ${read.at(-1)?.replace(`${standard}-`, "")}, or convert the document to it.` }],
  });
}

// A component in components opens two brackets, and what a component holds besides a few more.
const bracketsPerComponent = 4;
// Texts that are kept of one component: ids, purls, references, digests.
const textsPerComponent = 64;

export const jsonLimits = (limits: SbomLimits): JsonPickLimits => ({
  maxBrackets: limits.maxDepth * bracketsPerComponent,
  maxTextBytes: limits.maxTextBytes,
  maxHeldBytes: limits.maxTextBytes * textsPerComponent,
});

/** XML elements that may be open at once: as brackets, one for the list and one for the component, and what it holds. */
export const maxElements = (limits: SbomLimits): number => limits.maxDepth * bracketsPerComponent;
