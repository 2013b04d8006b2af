// The products a set of configurations makes vulnerable, and for each of them only the configurations that speak of it.
import { criteriaOf } from "./configuration.ts";
import type { CpeConfiguration, CpeMatch, CpeNode } from "./configuration.ts";
import { withoutQuotes } from "./formatted-string.ts";
import type { CpeName } from "./wfn.ts";
import { isLogical, patternOf } from "./wfn.ts";

/**
 * The key under which advisories and components of one product meet: part, vendor and product as a formatted string
 * has them, in lower case. undefined when one of them is not told or has wildcards.
 *
 * @example productKey(parseCpe("cpe:2.3:a:Apache:http_server:2.4.1:*:*:*:*:*:*:*")!) === "a:apache:http_server"
 */
export function productKey(name: CpeName): string | undefined {
  const values = [name.part, name.vendor, name.product];
  if (values.some((value) => isLogical(value) || hasWildcards(value))) return undefined;
  return values.map(withoutQuotes).join(":").toLowerCase();
}

function hasWildcards(value: string): boolean {
  const { before, after } = patternOf(value);
  return before > 0 || after > 0;
}

/** What one product is affected by. */
export interface ProductConfigurations { key: string; configurations: readonly CpeConfiguration[] }

/** unkeyed: criteria of vulnerable products that no key can be made of, so no component can be found by them. */
export function productsOf(configurations: readonly CpeConfiguration[]): { products: readonly ProductConfigurations[]; unkeyed: readonly string[] } {
  const products = new Map<string, CpeConfiguration[]>();
  const unkeyed: string[] = [];
  for (const configuration of configurations) {
    const keys = new Map(configuration.nodes.flatMap(({ matches }) => matches).map((match) => [match, keyOf(match)]));
    unkeyed.push(...[...keys].filter(([match, key]) => match.vulnerable && key === undefined).map(([{ criteria }]) => criteria));
    for (const key of new Set([...keys].flatMap(([{ vulnerable }, own]) => (vulnerable && own !== undefined ? [own] : [])))) {
      const own = narrowed(configuration, (match) => keys.get(match) === key);
      products.set(key, [...products.get(key) ?? [], own]);
    }
  }
  return { products: [...products].map(([key, own]) => ({ key, configurations: own })), unkeyed };
}

function keyOf(match: CpeMatch): string | undefined {
  const name = criteriaOf(match);
  return name && productKey(name);
}

/**
 * The configuration without what cannot matter for one product: alternatives beside it. Hundreds of products would
 * otherwise each carry all the others. Under negation everything matters.
 */
function narrowed(configuration: CpeConfiguration, isOwn: (match: CpeMatch) => boolean): CpeConfiguration {
  const { operator, negate, nodes } = configuration;
  if (negate === true) return configuration;
  const own = nodes.filter((node) => node.matches.some((match) => match.vulnerable && isOwn(match)));
  const isAlternative = operator === "OR" || nodes.length === 1;
  const kept = isAlternative ? own : nodes;
  return { operator, nodes: kept.map((node) => (own.includes(node) && (isAlternative || own.length === 1) ? narrowedNode(node, isOwn) : node)) };
}

function narrowedNode(node: CpeNode, isOwn: (match: CpeMatch) => boolean): CpeNode {
  if (node.operator === "AND" || node.negate === true) return node;
  return { ...node, matches: node.matches.filter((match) => match.vulnerable && isOwn(match)) };
}
