// What holds for every version scheme: a total order over whatever it reads, and no throw over what it does not.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Scheme } from "./scheme.ts";

/** Version-like text: mostly what a scheme reads, so that the laws are tried on parsed versions. */
const versionLike = fc.array(fc.oneof(
  fc.nat({ max: 30 }).map(String),
  fc.constantFrom(".", ".", "-", "~", "+", ":", "!", "_", "rc", "a", "b", "dev", "post", "alpha", "final", "deb12u", "z", "0", "00", "v"),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
), { minLength: 1, maxLength: 8 }).map((parts) => `${parts.length}${parts.join("")}`);

/** samples: versions of the scheme, for laws that random text alone would seldom reach. */
export function schemeSuite(scheme: Scheme, samples: readonly string[]): void {
  const sampled = fc.oneof(versionLike, fc.constantFrom(...samples));
  const read = sampled.map((text) => scheme.parse(text)).filter((version) => version !== undefined);

  it("reads every sample", () => {
    expect(samples.filter((text) => scheme.parse(text) === undefined)).toEqual([]);
  });
  it("is reflexive: the same text read twice is equal", () => {
    fc.assert(fc.property(sampled, (text) => {
      const [a, b] = [scheme.parse(text), scheme.parse(text)];
      return a === undefined ? b === undefined : scheme.compare(a, b) === 0;
    }));
  });
  it("is antisymmetric: turning the question round turns the answer", () => {
    fc.assert(fc.property(read, read, (a, b) => Math.sign(scheme.compare(a, b)) === 0 - Math.sign(scheme.compare(b, a))));
  });
  it("is transitive: of three, the ends agree with the steps", () => {
    fc.assert(fc.property(read, read, read, (...three) => {
      const [a, b, c] = three.toSorted((x, y) => scheme.compare(x, y));
      return scheme.compare(a, b) <= 0 && scheme.compare(b, c) <= 0 && scheme.compare(a, c) <= 0;
    }), { numRuns: 500 });
  });
  it("never throws on noise", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (noise) => {
      const version = scheme.parse(noise);
      return version === undefined || scheme.compare(version, version) === 0;
    }), { numRuns: 500 });
  });
  it.each(["", " ", "latest", "unknown", "<end-of-life>", "*", "${version}"])("%j is no version", (text) => {
    expect(scheme.parse(text)).toBeUndefined();
  });
  it("text beyond the length limit is no version", () => {
    expect(scheme.parse(`1.${"0".repeat(2000)}`)).toBeUndefined();
  });
  it("cites its standard and names its ecosystems", () => {
    expect(scheme.standard).not.toBe("");
    expect(scheme.ecosystems.length).toBeGreaterThan(0);
  });
}

/** "a < b" as the title, and the check both ways round. */
export function expectOrder(scheme: Scheme, claim: string): void {
  const [left = "", sign, right = ""] = claim.split(" ");
  const [a, b] = [scheme.parse(left), scheme.parse(right)];
  expect([a, b], "both sides are versions").not.toContain(undefined);
  const expected = sign === "<" ? -1 : sign === ">" ? 1 : 0;
  expect([Math.sign(scheme.compare(a, b)), Math.sign(scheme.compare(b, a))]).toEqual([expected, 0 - expected]);
}
