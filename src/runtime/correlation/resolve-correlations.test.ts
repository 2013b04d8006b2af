// References of correlations: by id, by name, in circles, to strangers; what is refused names its place, and the rest stays.
import { describe, expect, it } from "vitest";
import { correlation, correlatorOf, rule } from "./correlator.fixtures/world.ts";
import { resolveCorrelations } from "./resolve-correlations.ts";

const rules = [rule("a"), rule("b"), { ...rule("5638F7C0-ac70-491d-8465-2a65075e0d86"), name: "failed_login" }];

describe("runtime/correlation/resolve-correlations", () => {
  it.each([
    ["an id, whatever its case", "5638f7c0-AC70-491d-8465-2a65075e0d86"], ["a name", "failed_login"],
  ])("a reference by %s", (_case, reference) => {
    const { correlations: [one], rejects } = resolveCorrelations([correlation("x", { rules: [reference] })], rules);
    expect([one?.refs.map(({ name }) => name), rejects]).toEqual([["failed_login"], []]);
  });

  it("a rule that is listed twice is one rule", () => {
    expect(resolveCorrelations([correlation("x", { rules: ["failed_login", "a", "5638f7c0-ac70-491d-8465-2a65075e0d86"] })], rules).correlations[0]?.refs).toHaveLength(2);
  });

  it("an alias names a rule by id or name", () => {
    const { correlations: [one] } = resolveCorrelations([correlation("x", { rules: ["failed_login", "b"], aliases: { ip: { failed_login: "src", b: "dst" } } })], rules);
    expect(one?.aliases).toEqual([{ ip: "src" }, { ip: "dst" }]);
  });

  it("a correlation comes after those it is built on", () => {
    const chain = [correlation("outer", { rules: ["middle", "a"] }), correlation("middle", { rules: ["inner"] }), correlation("inner", {})];
    expect(resolveCorrelations(chain, rules).correlations.map(({ correlation: { id } }) => id)).toEqual(["inner", "middle", "outer"]);
  });

  it.each([
    ["nobody", [correlation("x", { rules: ["a", "nobody"] })], [["x.yml", 'correlation.rules: no rule that is loaded has the id or name "nobody"; load it beside this correlation or correct the reference']]],
    ["a name of two", [correlation("x", { rules: ["same"] }), correlation("y", { name: "same" }), correlation("z", { name: "same" })], [["x.yml", 'correlation.rules: the name "same" belongs to 2 rules (y.yml:1, z.yml:1); name it by its id']]],
    ["an id twice", [correlation("x", {}), correlation("x", {})], [["x.yml", "another correlation has the id x; give each its own"]]],
    ["itself", [correlation("x", { rules: ["x"] })], [["x.yml", "correlation.rules: it stands in a circle: x (x.yml:1) -> x (x.yml:1); a correlation cannot be built on itself"]]],
    ["a circle, and one that is built on it", [correlation("w", { rules: ["x"] }), correlation("x", { rules: ["y"] }), correlation("y", { rules: ["x", "a"] })], [
      ["y.yml", "correlation.rules: it stands in a circle: x (x.yml:1) -> y (y.yml:1) -> x (x.yml:1); a correlation cannot be built on itself"],
      ["x.yml", "correlation.rules: it stands in a circle: x (x.yml:1) -> y (y.yml:1) -> x (x.yml:1); a correlation cannot be built on itself"],
      ["w.yml", 'correlation.rules: the correlation "x" (x.yml:1) stands in a circle: x (x.yml:1) -> y (y.yml:1) -> x (x.yml:1)'],
    ]],
    ["one that is refused", [correlation("x", { rules: ["y"] }), correlation("y", { rules: ["nobody"] })], [
      ["y.yml", 'correlation.rules: no rule that is loaded has the id or name "nobody"; load it beside this correlation or correct the reference'],
      ["x.yml", 'correlation.rules: the correlation "y" (y.yml:1) is not used itself'],
    ]],
  ])("refuses %s with its place; the others stay", (_case, wrong, told) => {
    const { correlations, rejects } = resolveCorrelations([...wrong, correlation("fine", {})], rules);
    expect(rejects.map(({ file, rule: why }) => [file, why])).toEqual(told);
    expect(correlations.map(({ correlation: { id } }) => id)).toContain("fine");
    expect(rejects.every(({ line, title }) => line === 1 && title !== undefined)).toBe(true);
  });

  it("the rules of a refused correlation are shown", () => {
    const correlator = correlatorOf([correlation("x", { rules: ["a", "nobody"] })]);
    expect([correlator.isShown("a"), correlator.rejects.length]).toEqual([true, 1]);
  });
});
