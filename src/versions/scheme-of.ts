// Which scheme orders the versions of an ecosystem.
import type { Scheme } from "./scheme.ts";
import { schemes } from "./schemes/index.ts";

const byEcosystem = new Map(schemes.all.flatMap((scheme) => scheme.ecosystems.map((ecosystem) => [ecosystem, scheme] as const)));

/**
 * The scheme of an OSV ecosystem, with or without release suffix; undefined when none is written yet.
 *
 * @example schemeFor("Debian:12")?.id === "debian"
 */
export function schemeFor(ecosystem: string): Scheme | undefined {
  const colon = ecosystem.indexOf(":");
  return byEcosystem.get(colon < 0 ? ecosystem : ecosystem.slice(0, colon));
}
