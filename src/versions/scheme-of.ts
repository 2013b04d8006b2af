// Which scheme orders the versions of an ecosystem.
import { rebuilders, rebuiltScheme } from "./rebuilt.ts";
import type { Scheme } from "./scheme.ts";
import { schemes } from "./schemes/index.ts";

const byEcosystem = new Map(schemes.all.flatMap((scheme) => scheme.ecosystems.map((ecosystem) => [ecosystem, scheme] as const)));

/**
 * The scheme of an OSV ecosystem, with or without release suffix or repository ("Packagist:https://…"); undefined when
 * none is written yet or none can be (`unordered`).
 *
 * @example schemeFor("Debian:12")?.id === "debian"
 */
export function schemeFor(ecosystem: string): Scheme | undefined {
  const colon = ecosystem.indexOf(":");
  if (colon < 0) return byEcosystem.get(ecosystem);
  const base = ecosystem.slice(0, colon);
  return (rebuilders.has(base) ? rebuiltOf(ecosystem.slice(colon + 1)) : undefined) ?? byEcosystem.get(base);
}

/** A vendor's rebuilds of a vendor's rebuilds are malformed, and so without a scheme. */
function rebuiltOf(ecosystem: string): Scheme | undefined {
  const [base = ""] = ecosystem.split(":", 1);
  const inner = byEcosystem.get(base);
  return inner && !rebuilders.has(base) ? rebuiltScheme(inner) : undefined;
}
