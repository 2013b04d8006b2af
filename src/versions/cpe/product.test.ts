// Which products a configuration is about, and that each one's share decides for it as the whole does.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CpeConfiguration, CpeMatch } from "./configuration.ts";
import { matchesConfiguration, parseCpe, productKey, productsOf } from "./index.ts";

const cpe = (part: string, product: string, version = "*"): string => `cpe:2.3:${part}:acme:${product}:${version}:*:*:*:*:*:*:*`;
const match = (product: string, vulnerable = true, part = "a"): CpeMatch => ({ vulnerable, criteria: cpe(part, product), ...(vulnerable ? { versionEndExcluding: "2" } : {}) });

describe("versions/cpe/product", () => {
  it.each([
    [cpe("a", "Widget", "1"), "a:acme:widget"], ["cpe:2.3:a:soap\\:\\:lite:soap\\:\\:lite:1:*:*:*:*:*:*:*", "a:soap\\:\\:lite:soap\\:\\:lite"], ["cpe:/o:acme:os%3a:1", "o:acme:os\\:"],
    [cpe("a", "*"), undefined], [cpe("a", "wid*"), undefined], ["cpe:2.3:a:-:widget:1:*:*:*:*:*:*:*", undefined], ["cpe:2.3:*:acme:widget:1:*:*:*:*:*:*:*", undefined],
  ])("the key of %s is %s", (text, key) => { const name = parseCpe(text); expect(name && productKey(name)).toBe(key); });

  const sides: CpeConfiguration = { operator: "AND", nodes: [{ operator: "OR", matches: [match("one"), match("two")] }, { operator: "OR", matches: [match("linux", false, "o"), match("windows", false, "o")] }] };

  it("each vulnerable product, with its platforms and without the others; a platform is none", () => {
    expect(productsOf([sides]).products.map(({ key, configurations }) => [key, configurations[0]?.nodes.map(({ matches }) => matches.map(({ criteria }) => parseCpe(criteria)?.product))])).toEqual([
      ["a:acme:one", [["one"], ["linux", "windows"]]], ["a:acme:two", [["two"], ["linux", "windows"]]],
    ]);
  });

  it("a configuration that does not speak of a product is not among its own", () => {
    expect(productsOf([sides, { operator: "OR", nodes: [{ operator: "OR", matches: [match("one")] }] }]).products.map(({ configurations }) => configurations.length)).toEqual([2, 1]);
  });

  it("a product without a key is told of", () => {
    expect(productsOf([{ operator: "OR", nodes: [{ operator: "OR", matches: [match("*"), match("linux*", false, "o")] }] }])).toEqual({ products: [], unkeyed: [cpe("a", "*")] });
  });

  const anyMatch = fc.tuple(fc.constantFrom("one", "two", "three"), fc.boolean()).map(([product, vulnerable]) => match(product, vulnerable));
  const anyNode = fc.record({ operator: fc.constantFrom("AND" as const, "OR" as const), negate: fc.constantFrom(false, false, false, true), matches: fc.array(anyMatch, { minLength: 1, maxLength: 4 }) });
  const anyConfiguration = fc.record({ operator: fc.constantFrom("AND" as const, "OR" as const), negate: fc.constantFrom(false, false, false, true), nodes: fc.array(anyNode, { minLength: 1, maxLength: 3 }) });

  it("for a component alone, its product's share gives the verdict of the whole", () => {
    fc.assert(fc.property(fc.array(anyConfiguration, { minLength: 1, maxLength: 3 }), fc.constantFrom("1", "3"), (configurations, version) => {
      for (const { key, configurations: own } of productsOf(configurations).products) {
        const names = [cpe("a", key.split(":")[2] ?? "", version)];
        const whole = matchesConfiguration(configurations.filter(({ nodes }) => nodes.some(({ matches }) => matches.some(({ vulnerable, criteria }) => vulnerable && criteria.includes(key.slice(2))))), names, { complete: true });
        expect(matchesConfiguration(own, names, { complete: true }).verdict).toBe(whole.verdict);
      }
    }));
  });
});
