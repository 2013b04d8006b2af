// The OSV evaluation algorithm, rule by rule.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AffectedVersions, RangeEvent, VersionRange } from "./range.ts";
import { evaluate, evaluatePrepared, prepare, smallestClearing } from "./range.ts";
import { schemeFor } from "./scheme-of.ts";

const npm = schemeFor("npm");
const debian = schemeFor("Debian:12");
const pypi = schemeFor("PyPI");

/** "introduced 0, fixed 1.5.0" as events. */
const eventsOf = (text: string): RangeEvent[] => text.split(", ").map((event) => {
  const [kind = "", version = ""] = event.split(" ");
  return { [kind]: version } as unknown as RangeEvent;
});
const rangeOf = (text: string, type: VersionRange["type"] = "ECOSYSTEM"): VersionRange => ({ type, events: eventsOf(text) });
const affectedBy = (...ranges: string[]): AffectedVersions => ({ versions: [], ranges: ranges.map((text) => rangeOf(text)) });

describe("versions/range", () => {
  describe("one range: the last event at or below the version holds", () => {
    it.each([
      ["introduced 0, fixed 2.0.0", "1.0.0", "affected"],
      ["introduced 0, fixed 2.0.0", "2.0.0", "not-affected"],
      ["introduced 0, fixed 2.0.0", "2.0.0-rc.1", "affected"],
      ["introduced 1.0.0, fixed 2.0.0", "0.9.0", "not-affected"],
      ["introduced 1.0.0, last_affected 1.4.0", "1.4.0", "affected"],
      ["introduced 1.0.0, last_affected 1.4.0", "1.4.1", "not-affected"],
      ["introduced 1.0.0", "99.0.0", "affected"],
      ["introduced 0, fixed 1.0.0, introduced 2.0.0, fixed 2.1.0", "1.5.0", "not-affected"],
      ["introduced 0, fixed 1.0.0, introduced 2.0.0, fixed 2.1.0", "2.0.5", "affected"],
      ["introduced 1.0.0, introduced 2.0.0, fixed 2.1.0", "2.2.0", "not-affected"],
      ["introduced 1.0.0, introduced 2.0.0, fixed 2.1.0", "1.5.0", "affected"],
      ["introduced 0, fixed 1.0.0, fixed 2.0.0", "1.5.0", "not-affected"],
    ])("%s: %s is %s", (events, version, verdict) => { expect(evaluate(npm, version, affectedBy(events)).verdict).toBe(verdict); });
  });

  describe("events may stand in any order, ties are introduced, last_affected, fixed", () => {
    it.each([
      ["fixed 1.2.0, introduced 1.0.0", "1.3.0", "not-affected"],
      ["fixed 1.2.0, introduced 1.0.0", "1.1.0", "affected"],
      ["fixed 1.0.0, introduced 1.0.0", "1.0.0", "not-affected"],
      ["last_affected 1.0.0, introduced 1.0.0", "1.0.0", "affected"],
      ["last_affected 1.0.0, introduced 1.0.0", "1.0.1", "not-affected"],
      ["fixed 0, introduced 0", "1.0.0", "not-affected"],
    ])("%s: %s is %s", (events, version, verdict) => { expect(evaluate(npm, version, affectedBy(events)).verdict).toBe(verdict); });

    it("the order of events never changes the verdict", () => {
      const events = eventsOf("introduced 0, fixed 1.0.0, introduced 1.2.0, last_affected 1.4.0, introduced 2.0.0, fixed 2.0.0, limit 9.0.0");
      fc.assert(fc.property(fc.shuffledSubarray(events, { minLength: events.length }), fc.nat({ max: 2 }), fc.nat({ max: 5 }), (shuffled, major, minor) => {
        const verdictWith = (list: RangeEvent[]) => evaluate(npm, `${major}.${minor}.0`, { versions: [], ranges: [{ type: "SEMVER", events: list }] }).verdict;
        return verdictWith(shuffled) === verdictWith(events);
      }));
    });
  });

  describe("introduced 0 sorts before every version", () => {
    it("also before Debian's 0~1, which sorts before a literal 0", () => {
      expect(evaluate(debian, "0~1-1", affectedBy("introduced 0, fixed 1.0-1")).verdict).toBe("affected");
    });
    it("also before Python's 0.dev0", () => {
      expect(evaluate(pypi, "0.dev0", affectedBy("introduced 0")).verdict).toBe("affected");
    });
    it("fixed 0 stands at the same place: never affected", () => {
      expect(evaluate(debian, "0~1-1", affectedBy("introduced 0, fixed 0")).verdict).toBe("not-affected");
    });
  });

  describe("limits: below any one of them", () => {
    it.each([
      ["introduced 1.0.0, limit 2.0.0", "1.9.9", "affected"],
      ["introduced 1.0.0, limit 2.0.0", "2.0.0", "not-affected"],
      ["introduced 1.0.0, limit 2.0.0, limit 3.0.0", "2.5.0", "affected"],
      ["introduced 1.0.0, limit 2.0.0, limit *", "9.0.0", "affected"],
      ["introduced 1.0.0, fixed 1.5.0, limit *", "1.6.0", "not-affected"],
    ])("%s: %s is %s", (events, version, verdict) => { expect(evaluate(npm, version, affectedBy(events)).verdict).toBe(verdict); });
  });

  describe("the list of versions: by the ecosystem's order, before any range", () => {
    const listed: AffectedVersions = { versions: ["1.0", "snapshot"], ranges: [] };
    it.each([["1.0", "affected"], ["1.0.0", "affected"], ["1.0.1", "not-affected"], ["snapshot", "affected"], ["other", "not-affected"]])("%s is %s", (version, verdict) => {
      expect(evaluate(pypi, version, listed).verdict).toBe(verdict);
    });
    it.each([
      ["PyPI", "1.0a1", "1.0.0alpha01", "affected"], ["PyPI", "1.0", "1.0.post1", "not-affected"], ["PyPI", "1.0", "1.0+cu118", "not-affected"], ["PyPI", "1.0+CU118", "1.0+cu118", "affected"],
      ["npm", "1.0.0", "v1.0.0", "affected"], ["npm", "1.0.0", "1.0.0+vendor.2", "not-affected"], ["npm", "1.0.0+a", "1.0.0+a", "affected"], ["crates.io", "111.25.0+1.1.1s", "111.25.0+1.1.1t", "not-affected"],
      ["Go", "20.10.14", "20.10.14+incompatible", "affected"], ["Go", "1.0.0", "1.0.0+dirty", "not-affected"],
      ["Debian", "1.2-3", "0:1.2-3", "affected"], ["Debian", "1.2-3", "1:1.2-3", "not-affected"], ["Debian", "1.2-3", "1.2-3+b1", "not-affected"], ["Red Hat", "0:1.2-3.el8", "1.2-3.el8", "affected"],
      ["NuGet", "1.0.0", "1.0.0.0", "affected"], ["RubyGems", "1.0", "1.0.0", "affected"], ["Maven", "1.0", "1.0.0.Final", "affected"], ["Packagist", "v1.0", "1.0.0.0", "affected"],
      ["Pub", "1.0.0", "1.0.0+1", "not-affected"], ["Julia", "1.0.0+0", "1.0.0+1", "not-affected"], ["Alpine", "1.10-r0", "1.1-r0", "not-affected"], ["npm", "10.0.0", "1.0.0", "not-affected"],
    ])("%s: where %s is listed, %s is %s", (ecosystem, text, version, verdict) => {
      expect(evaluate(schemeFor(ecosystem), version, { versions: ["0.0.7", text], ranges: [] }).verdict).toBe(verdict);
    });
    it("names the listed spelling, also where ranges end before it", () => {
      expect(evaluate(pypi, "3.0.0", { versions: ["3.0"], ranges: [rangeOf("introduced 0, fixed 2.0")] }).because).toMatchObject({ kind: "listed", version: "3.0" });
    });
    it("a spelling of a listed version clears nothing", () => {
      expect(evaluate(pypi, "1.0", { versions: ["2.0.0"], ranges: [rangeOf("introduced 0, fixed 2.0")] }).because).toMatchObject({ clearedBy: undefined });
    });
    it("decides without any scheme", () => {
      expect(evaluate(undefined, "1.0", listed)).toEqual({ verdict: "affected", because: { kind: "listed", version: "1.0", clearedBy: undefined } });
      expect(evaluate(undefined, "2.0", listed).verdict).toBe("not-affected");
    });
    it("a listed version is affected although a range says fixed", () => {
      expect(evaluate(npm, "1.5.0", { versions: ["1.5.0"], ranges: [rangeOf("introduced 0, fixed 1.2.0")] }).verdict).toBe("affected");
    });
  });

  describe("several ranges: any of them", () => {
    it("a GIT range is passed over and ends nothing", () => {
      const affected: AffectedVersions = { versions: [], ranges: [rangeOf("introduced 0, fixed 8d2a9f0c", "GIT"), rangeOf("introduced 0, fixed 1.5")] };
      expect(evaluate(pypi, "1.2", affected)).toMatchObject({ verdict: "affected", because: { kind: "range", range: 1, clearedBy: "1.5" } });
    });
    it("an unreadable range leaves the verdict to one that can be read", () => {
      expect(evaluate(npm, "1.0.0", affectedBy("introduced 0, fixed tbd", "introduced 0, fixed 2.0.0")).verdict).toBe("affected");
    });
    it("but is unknown, with the text that could not be read, when no other holds the version", () => {
      expect(evaluate(npm, "3.0.0", affectedBy("introduced 0, fixed tbd", "introduced 0, fixed 2.0.0")))
        .toEqual({ verdict: "unknown", because: { kind: "unparseable", text: "tbd", scheme: "semver" } });
    });
    it("a SEMVER range is read as semantic versions in any ecosystem", () => {
      const affected: AffectedVersions = { versions: [], ranges: [rangeOf("introduced 0, fixed 1.0.0-rc.2", "SEMVER")] };
      expect(evaluate(undefined, "1.0.0-rc.1", affected).verdict).toBe("affected");
      expect(evaluate(debian, "1.0.0-rc.10", affected)).toMatchObject({ verdict: "not-affected", because: { scheme: "semver" } });
    });
  });

  describe("unknown is said, never taken for not affected", () => {
    it.each([
      ["no version", npm, undefined, { kind: "no-version" }],
      ["text that is no version", npm, "workspace:*", { kind: "unparseable", text: "workspace:*", scheme: "semver" }],
      ["no scheme for the ecosystem", undefined, "1.0", { kind: "no-scheme", ecosystem: "Haiku" }],
    ])("%s", (_title, scheme, version, because) => {
      expect(evaluate(scheme, version, { ...affectedBy("introduced 0, fixed 2.0.0"), ecosystem: "Haiku" })).toEqual({ verdict: "unknown", because });
    });
  });

  describe("the reason names the events on both sides", () => {
    it("inside a range", () => {
      expect(evaluate(npm, "1.4.0", affectedBy("introduced 1.0.0, fixed 1.5.0")).because)
        .toEqual({ kind: "range", range: 0, scheme: "semver", event: { introduced: "1.0.0" }, next: { fixed: "1.5.0" }, clearedBy: "1.5.0" });
    });
    it("outside: of the nearest range", () => {
      expect(evaluate(npm, "2.9.0", affectedBy("introduced 1.0.0, fixed 1.5.0", "introduced 2.0.0, fixed 2.5.0", "introduced 3.0.0")).because)
        .toEqual({ kind: "outside", scheme: "semver", range: 1, event: { fixed: "2.5.0" }, next: undefined });
    });
    it("outside, below everything: of the first range", () => {
      expect(evaluate(npm, "0.1.0", affectedBy("introduced 1.0.0, fixed 1.5.0", "introduced 2.0.0")).because)
        .toEqual({ kind: "outside", scheme: "semver", range: 0, event: undefined, next: { introduced: "1.0.0" } });
    });
  });

  describe("clearedBy: the smallest fixed version above that the entry does not affect", () => {
    it.each([
      [["introduced 0, fixed 1.5.0"], "1.0.0", "1.5.0"],
      [["introduced 0, fixed 1.5.0, introduced 2.0.0, fixed 2.1.0"], "2.0.3", "2.1.0"],
      [["introduced 0, fixed 1.5.0", "introduced 1.4.0, fixed 1.6.0"], "1.0.0", "1.6.0"],
      [["introduced 0, last_affected 1.5.0"], "1.0.0", undefined],
      [["introduced 0"], "1.0.0", undefined],
      [["introduced 0, fixed 1.5.0", "introduced 1.5.0"], "1.0.0", undefined],
      [["introduced 0, fixed 1.5.0", "introduced 0, fixed tbd"], "1.0.0", undefined],
    ])("%s: %s is cleared by %s", (ranges, version, clearedBy) => {
      expect(evaluate(npm, version, affectedBy(...ranges)).because).toMatchObject({ kind: "range", clearedBy });
    });
    it("a listed fixed version does not clear", () => {
      expect(evaluate(npm, "1.0.0", { versions: ["1.5.0"], ranges: [rangeOf("introduced 0, fixed 1.5.0")] }).because).toMatchObject({ clearedBy: undefined });
    });
    it("is never affected itself, whatever the ranges", () => {
      const version = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(([major, minor]) => `${major}.${minor}.0`);
      const event = fc.tuple(fc.constantFrom("introduced", "fixed", "last_affected"), version).map(([kind, text]) => `${kind} ${text}`);
      const range = fc.array(event, { minLength: 1, maxLength: 5 }).map((events) => events.join(", "));
      fc.assert(fc.property(fc.array(range, { minLength: 1, maxLength: 3 }), version, (ranges, text) => {
        const { because } = evaluate(npm, text, affectedBy(...ranges));
        if (because.kind !== "range" || because.clearedBy === undefined) return true;
        return evaluate(npm, because.clearedBy, affectedBy(...ranges)).verdict === "not-affected" && Number(npm?.compare(npm.parse(because.clearedBy), npm.parse(text))) > 0;
      }), { numRuns: 500 });
    });
  });

  describe("smallestClearing: one upgrade for several advisories", () => {
    const clearing = (version: string, ...entries: string[][]): string | undefined =>
      smallestClearing(entries.map((ranges) => prepare(npm, affectedBy(...ranges))), npm?.parse(version));
    it.each([
      ["the greater of two fixes", [["introduced 0, fixed 1.2.0"], ["introduced 0, fixed 1.4.0"]], "1.4.0"],
      ["a fix the other advisory affects again is passed over", [["introduced 0, fixed 1.2.0"], ["introduced 0, fixed 1.1.0, introduced 1.2.0, fixed 1.3.0"]], "1.3.0"],
      ["none when one advisory has no fix", [["introduced 0, fixed 1.2.0"], ["introduced 0"]], undefined],
    ])("%s", (_title, entries, expected) => { expect(clearing("1.0.0", ...entries)).toBe(expected); });
    it("none without advisories or without a version", () => {
      expect(smallestClearing([], npm?.parse("1.0.0"))).toBeUndefined();
      expect(smallestClearing([prepare(npm, affectedBy("introduced 0, fixed 1.0.0"))], undefined)).toBeUndefined();
    });
  });

  it("prepared once or each time, the answer is the same", () => {
    const prepared = prepare(npm, affectedBy("introduced 1.0.0, fixed 1.5.0"));
    for (const version of ["0.9.0", "1.0.0", "1.5.0", "nothing"]) {
      expect(evaluatePrepared(prepared, npm?.parse(version), version)).toEqual(evaluate(npm, version, prepared.affected));
    }
  });
});
