// Which rules an event's log source leaves, and the index over them, built when the first such event comes.
import type { LogSource } from "../event.ts";
import { appliesTo } from "./field-mapping.ts";
import type { RuleIndex } from "./index/rule-index.ts";

export interface Route { index: RuleIndex; /** How many the index chooses from. */ size: number }

/** Names in the order they are first seen, from 1; 0 for a name that no rule has. */
type Numbers = ReadonlyMap<string, number>;

const parts = ["category", "product", "service"] as const;

/** logsources: of the rules, by number. build: the index over the rules of these numbers. Finding a route allocates nothing once it was found. */
export function createRoutes(logsources: readonly LogSource[], build: (rules: readonly number[]) => RuleIndex): { routeOf(logsource: LogSource): Route; whole(): Route } {
  const [categories, products, services] = parts.map((part) => numbersOf(logsources.map((logsource) => logsource[part]))) as [Numbers, Numbers, Numbers];
  const byKey = new Map<number, Route>();
  const byRules = new Map<string, Route>();
  const every = logsources.map((_, rule) => rule);

  // Two sources that leave the same rules share an index.
  const routeFor = (rules: readonly number[]): Route => {
    const name = rules.length === every.length ? "all" : rules.join();
    const route = byRules.get(name) ?? { index: build(rules), size: rules.length };
    byRules.set(name, route);
    return route;
  };
  const whole = (): Route => byRules.get("all") ?? routeFor(every);

  return {
    whole,
    routeOf(logsource) {
      const { category, product, service } = logsource;
      // Who does not know where an event comes from asks everything.
      if (category === undefined && product === undefined && service === undefined) return whole();
      const key = (numberOf(categories, category) * (products.size + 1) + numberOf(products, product)) * (services.size + 1) + numberOf(services, service);
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const route = routeFor(every.filter((rule) => appliesTo(logsources[rule] ?? {}, logsource)));
      byKey.set(key, route);
      return route;
    },
  };
}

const numbersOf = (names: readonly (string | undefined)[]): Numbers => new Map([...new Set(names)].filter((name) => name !== undefined).map((name, at) => [name, at + 1]));

const numberOf = (numbers: Numbers, name: string | undefined): number => (name === undefined ? 0 : numbers.get(name) ?? 0);
