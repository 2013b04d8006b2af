// OSV events as the people of each ecosystem write ranges.
import { describe, expect, it } from "vitest";
import { nativeText } from "./native-text.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

const rangeOf = (text: string, type: VersionRange["type"] = "ECOSYSTEM"): VersionRange => ({
  type, events: text.split(", ").map((event) => { const [kind = "", version = ""] = event.split(" "); return { [kind]: version } as unknown as RangeEvent; }),
});
const two = "introduced 0, fixed 1.2.0, introduced 2.0.0, last_affected 2.4.0";

describe("versions/native-text", () => {
  it.each([
    ["npm", two, "<1.2.0 || >=2.0.0 <=2.4.0"], ["crates.io", two, "<1.2.0 or >=2.0.0, <=2.4.0"], ["Maven", two, "(,1.2.0),[2.0.0,2.4.0]"], ["NuGet", two, "(, 1.2.0) || [2.0.0, 2.4.0]"],
    ["Packagist", two, "<1.2.0|>=2.0.0,<=2.4.0"], ["PyPI", two, "<1.2.0 or >=2.0.0,<=2.4.0"], ["RubyGems", two, "< 1.2.0 or >= 2.0.0, <= 2.4.0"], ["Debian:12", two, "<1.2.0 || >=2.0.0 <=2.4.0"],
    ["npm", "introduced 0", "*"], ["Maven", "introduced 0", "(,)"], ["RubyGems", "introduced 0", ">= 0"], ["npm", "introduced 1.0.0, last_affected 1.0.0", "1.0.0"], ["Maven", "introduced 1.0, last_affected 1.0", "[1.0]"],
    ["npm", "introduced 0, fixed 0", ""], ["npm", "fixed 1.2.0, introduced 1.0.0", ">=1.0.0 <1.2.0"], ["npm", "introduced 1.0.0, introduced 1.5.0, fixed 2.0.0", ">=1.0.0 <2.0.0"], ["npm", "introduced 1.0.0, limit 2.0.0", ">=1.0.0 <2.0.0"],
    ["npm", "introduced 1.0.0, limit 2.0.0, limit 3.0.0", ">=1.0.0 <3.0.0"], ["npm", "introduced 1.0.0, fixed 1.5.0, introduced 2.0.0, limit 2.0.0", ">=1.0.0 <1.5.0"],
  ])("%s: %s is %j", (ecosystem, events, expected) => { expect(nativeText(ecosystem, rangeOf(events))).toBe(expected); });
  it.each([["npm", rangeOf("introduced 0", "GIT")], ["Haiku", rangeOf("introduced 0")], ["npm", rangeOf("introduced nonsense")]])("%s has no text for %j", (ecosystem, range) => { expect(nativeText(ecosystem, range)).toBeUndefined(); });
});
