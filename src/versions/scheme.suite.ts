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

/** Text made to make a reader work: long, nested, repetitive, outside ASCII. */
const hostile: readonly (readonly [string, string])[] = [
  ["a megabyte of digits", "1".repeat(1_000_000)], ["a megabyte of zeros", "0".repeat(1_000_000)], ["dots", "1.".repeat(100_000)], ["hyphens", "1-".repeat(100_000)],
  ["letters and digits in turn", "1a".repeat(100_000)], ["words between hyphens", "1-a".repeat(100_000)], ["separators only", "1.-_+~".repeat(50_000)], ["a prerelease without end", `1.0.0-${"a.1.".repeat(50_000)}`],
  ["underscores", "1_".repeat(100_000)], ["plus signs", "1+".repeat(100_000)], ["blanks", `1${" ".repeat(100_000)}1`], ["NUL", "1.0\u0000".repeat(1000)], ["half a surrogate pair", "1.0\ud83d".repeat(1000)], ["astral digits", "1.\u{1d7d9}".repeat(1000)],
];

/**
 * samples: versions of the scheme, for laws that random text alone would seldom reach.
 * isOutOfOrder: texts for which the standard itself is no transitive order; only a standard that is followed to the
 * letter has any, and its test says which.
 */
export function schemeSuite(scheme: Scheme, samples: readonly string[], { isOutOfOrder = () => false }: { isOutOfOrder?: (text: string) => boolean } = {}): void {
  const sampled = fc.oneof(versionLike, fc.constantFrom(...samples));
  const readFrom = (texts: fc.Arbitrary<string>) => texts.map((text) => scheme.parse(text)).filter((version) => version !== undefined);
  const read = readFrom(sampled);
  const ordered = readFrom(sampled.filter((text) => !isOutOfOrder(text)));

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
    fc.assert(fc.property(ordered, ordered, ordered, (...three) => {
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
  it.each(hostile)("answers hostile text in bounded time: %s", (_case, text) => {
    const started = performance.now();
    for (const cut of [text, text.slice(0, 1000), `${text.slice(0, 1000)}!`]) {
      const version = scheme.parse(cut);
      if (version !== undefined) expect(scheme.compare(version, version)).toBe(0);
    }
    // Linear work on a thousand units takes microseconds; what backtracks takes minutes.
    expect(performance.now() - started).toBeLessThan(250);
  });
  it("cites its standard", () => {
    expect(scheme.standard).not.toBe("");
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
