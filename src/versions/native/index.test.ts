// The registry of native range syntaxes is what stands in the folder, and what holds for each of them.
import fc from "fast-check";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemeFor } from "../scheme-of.ts";
import { rangeSyntaxes } from "./index.ts";

/** Range-like text: mostly what some notation reads. */
const rangeLike = fc.array(fc.oneof(
  fc.constantFrom(">=", "<=", "<", ">", "=", "==", "!=", "~", "^", "~>", "~=", "[", "]", "(", ")", ",", " ", "||", "|", "*", ".x", " - ", "-", "@dev", "-rc.1", ".dev0", "dev-main", "+"),
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join(".")), fc.nat(99).map(String),
), { maxLength: 10 }).map((parts) => parts.join(""));

describe("versions/native", () => {
  it("lists every file of the folder, and the id is the file's name", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(rangeSyntaxes.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });
});

describe.each(rangeSyntaxes.all.map((syntax) => [syntax.id, syntax] as const))("versions/native: %s", (_id, syntax) => {
  const scheme = schemeFor(syntax.ecosystem);

  it("is of an ecosystem with a scheme, and cites its standard", () => {
    expect(scheme).toBeDefined();
    expect(syntax.standard).not.toBe("");
  });
  it("never throws, and answers every range it reads", () => {
    fc.assert(fc.property(fc.oneof(rangeLike, fc.string({ unit: "binary" })), fc.oneof(fc.constantFrom("1.0.0", "2.0.0-rc.1", "0"), fc.string()), fc.boolean(), (text, version, prereleases) => {
      const range = syntax.parse(text, { prereleases });
      if (range === undefined) return;
      syntax.contains(range, version);
      const { alternatives } = syntax.normalForm(range);
      expect(alternatives.every((all) => all.every((comparator) => comparator.version !== ""))).toBe(true);
    }), { numRuns: 500 });
  });
  it("ends on hostile text, quickly", () => {
    for (const unit of ["1.", ">=1 ", "1-", "[1,", "||", "((", "~1", "^1.2.3-a.", ",", " "]) expect(() => syntax.parse(unit.repeat(200_000))).not.toThrow();
    for (const unit of ["1.", ">=1 ", "1-", "[1,", "||", "((", "~1", ",", " "]) expect(() => syntax.parse(unit.repeat(1000))).not.toThrow();
  });
  it("what it writes it reads, and reads as it was meant: from is held, the fix is not", () => {
    const text = syntax.render([{ from: "1.2.0", to: { version: "1.5.0", included: false } }]);
    const range = syntax.parse(text);
    expect([range, range && ["1.1.9", "1.2.0", "1.4.9", "1.5.0"].map((version) => syntax.contains(range, version))]).toEqual([expect.anything(), [false, true, true, false]]);
  });
  it.each([
    [{ from: undefined, to: { version: "2.0.0", included: false } }, "1.0.0", "2.0.0"],
    [{ from: "1.0.0", to: undefined }, "1.0.0", "0.9.0"],
    [{ from: "1.0.0", to: { version: "1.0.0", included: true } }, "1.0.0", "1.0.1"],
    [{ from: undefined, to: { version: "1.4.0", included: true } }, "1.4.0", "1.4.1"],
  ])("the window %j holds %s and not %s", (window, inside, outside) => {
    const range = syntax.parse(syntax.render([window]));
    expect(range && [syntax.contains(range, inside), syntax.contains(range, outside)]).toEqual([true, false]);
  });
});
