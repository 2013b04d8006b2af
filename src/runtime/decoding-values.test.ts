// What decoders ask of a stranger's JSON: instants in every spelling, texts, images.
import { describe, expect, it } from "vitest";
import { containerIdOf, imageOf, withTag } from "./decoding-image.ts";
import { isTooDeep, logsourceOf } from "./decoding-session.ts";
import { dotted } from "./decoding-shapes.ts";
import { at, instantOf, lookUp, numberOf, textOf } from "./decoding-values.ts";

const noon = Date.UTC(2026, 10, 22, 12);

describe("runtime/decoding-values", () => {
  it.each<[unknown, number | undefined]>([
    ["2026-11-22T12:00:00Z", noon], ["2026-11-22T14:00:00.000000001+02:00", noon], ["2026-11-22T14:00:00+0200", noon], ["2026-11-22 12:00:00", noon], ["2026-11-22 12:00:00.000000000", noon], ["2026-11-22 12:00:00,000", noon], ["2026/11/22 12:00:00 UTC", noon],
    [noon, noon], [noon / 1000, noon], [noon * 1000, noon], [noon * 1e6, noon], [String(noon * 1e6), noon], [String(noon / 1000), noon], [`${noon / 1000}.5`, noon + 500], [{ seconds: noon / 1000, nanos: 5e8 }, noon + 500], [{ seconds: String(noon / 1000) }, noon], [`/Date(${noon})/`, noon],
    ["", undefined], ["soon", undefined], ["0001-01-01T00:00:00Z", undefined], [0, undefined], ["0", undefined], [Number.NaN, undefined], [1e30, undefined], [null, undefined], [{ seconds: "x" }, undefined], [[noon], undefined], ["2026-13-45T99:00:00Z", undefined],
  ])("%j is %s", (value, expected) => { expect(instantOf(value)).toBe(expected); });

  it("texts, numbers, paths and tables hold what is there, whatever it is called", () => {
    expect([textOf("<NA>"), textOf(""), textOf(0), textOf(false), textOf({})]).toEqual([undefined, undefined, "0", "false", undefined]);
    expect([numberOf("0x1f4"), numberOf("1e5"), numberOf(" 1"), numberOf("-2.5")]).toEqual([500, undefined, undefined, -2.5]);
    expect([at({}, "constructor"), at({ a: { b: 1 } }, "a", "b"), at(null, "a"), lookUp({ a: 1 }, "toString")]).toEqual([undefined, 1, undefined, undefined]);
    expect([dotted({ a: { b: 1 } }, "a.b"), dotted({ "a.b": 2 }, "a.b"), dotted({ "a.b": { c: 3 } }, "a.b.c"), dotted({ a: [{ b: 1 }, { b: 2 }] }, "a.b")]).toEqual([1, 2, 3, [1, 2]]);
  });

  it.each([
    [["nginx:1.27", "docker-pullable://nginx@sha256:".concat("0a".repeat(32))], { image: "nginx:1.27", imageDigest: `sha256:${"0a".repeat(32)}` }],
    [[`registry:5000/a/b@sha256:${"0a".repeat(32)}`], { image: "registry:5000/a/b", imageDigest: `sha256:${"0a".repeat(32)}` }],
    [[undefined, `sha256:${"0a".repeat(32)}`], { imageDigest: `sha256:${"0a".repeat(32)}` }], [["a1b2c3d4e5f6"], {}], [[], {}],
  ])("the image of %j", (names, expected) => { expect(imageOf(...names)).toEqual(expected); });

  it("a tag is put behind a name that has none, and a registry's port is no tag", () => {
    expect([withTag("registry:5000/a", "2"), withTag("a:1", "2"), withTag(undefined, "2"), containerIdOf("docker://e6af"), containerIdOf("host")]).toEqual(["registry:5000/a:2", "a:1", undefined, "e6af", undefined]);
  });

  it("depth is counted without recursion", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect([isTooDeep(nested(64)), isTooDeep(nested(66)), isTooDeep(nested(100_000))]).toEqual([false, true, true]);
    expect([logsourceOf({}), logsourceOf({ "logsource.product": "Linux" })]).toEqual([undefined, { product: "linux" }]);
  });
});
