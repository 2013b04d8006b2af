// Ignore files: each rule has a reason and an end, or the whole file is refused with the places.
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { readIgnores } from "./scan-ignores.ts";

const rule = { vulnerability: "CVE-2026-1", package: "npm:left", reason: "replaced in January", until: "2027-01-31" };
const placesOf = (ignore: unknown): string[] => {
  try { readIgnores({ ignore }, "i.yaml"); } catch (thrown) { if (isFault(thrown, "policy.invalid")) return thrown.places.map(({ at }) => at); throw thrown; }
  return [];
};

describe("src/matching/scan-ignores.ts", () => {
  it("a rule by package key and one by purl", () => {
    expect(readIgnores({ ignore: [rule, { ...rule, package: "pkg:npm/left@2.0.0", by: "ana", until: new Date("2027-01-31") }] }, "i.yaml")).toEqual([
      { vulnerability: "CVE-2026-1", packageKey: "npm:left", purl: undefined, reason: "replaced in January", by: "ignore file", until: Date.UTC(2027, 0, 31), document: "i.yaml" },
      { vulnerability: "CVE-2026-1", packageKey: undefined, purl: "pkg:npm/left@2.0.0", reason: "replaced in January", by: "ana", until: Date.UTC(2027, 0, 31), document: "i.yaml" },
    ]);
  });

  it.each<[claim: string, ignore: unknown, places: readonly string[]]>([
    ["no list", undefined, ["/ignore"]], ["no reason", [{ ...rule, reason: " " }], ["/ignore/0/reason"]], ["no end", [rule, { ...rule, until: "soon" }], ["/ignore/1/until"]],
    ["an unknown member", [{ ...rule, untill: "2027-01-31" }], ["/ignore/0/untill"]], ["a broken purl", [{ ...rule, package: "pkg:" }], ["/ignore/0/package"]], ["no rule", ["CVE-2026-1"], ["/ignore/0/vulnerability", "/ignore/0/reason", "/ignore/0/until"]],
  ])("%s is told at its place", (_claim, ignore, places) => expect(placesOf(ignore)).toEqual(places));
});
