// How attributes and names stand to each other: NISTIR 7696 table 6-2, by the attribute and by the name.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareAttribute, compareNames } from "./compare.ts";
import type { Relation } from "./compare.ts";
import { parseCpe } from "./name.ts";
import { any, notApplicable, quoted } from "./wfn.ts";

describe("versions/cpe/compare", () => {
  it.each<[source: string, target: string, relation: Relation, row: string]>([
    [any, any, "equal", "1"], [any, notApplicable, "superset", "2"], [any, "foo", "superset", "3"], [any, "fo*", "undefined", "4"],
    [notApplicable, any, "subset", "5"], [notApplicable, notApplicable, "equal", "6"], [notApplicable, "foo", "disjoint", "7"], [notApplicable, "fo*", "undefined", "8"],
    ["foo", "foo", "equal", "9"], ["foo", "bar", "disjoint", "10"], ["foo", "fo*", "undefined", "11"], ["foo", notApplicable, "disjoint", "12"], ["foo", any, "subset", "13"],
    ["fo*", "foo", "superset", "14"], ["fo*", "bar", "disjoint", "14"], ["fo*", any, "subset", "15"], ["fo*", notApplicable, "disjoint", "16"], ["fo*", "f*", "undefined", "17"],
  ])("table 6-2: %s to %s is %s (row %s)", (source, target, relation) => { expect(compareAttribute(source, target)).toBe(relation); });

  it.each<[source: string, target: string, relation: Relation, why: string]>([
    ["sp?", "sp", "superset", "a question mark is at most one character"], ["sp?", "sp10", "disjoint", "and no more"], ["??et", "widget", "disjoint", "also in front"], ["*get", "widget", "superset", "an asterisk is any number"],
    ["*idg*", "widget", "superset", "on both sides"], ["?idge?", "widget", "superset", "one on each side"], ["*a", "banana", "superset", "the last place counts"], ["?ana", "banana", "disjoint", "not any place"],
    ["8\\.\\*", "8\\.1", "disjoint", "a quoted asterisk is a character"], ["??x", "\\!\\#x", "superset", "a quoted character is one"], ["Widget", "wiDGet", "equal", "case does not matter"], ["wid\\_get", "wid_get", "equal", "nor a quote that need not be"],
  ])("%s to %s is %s: %s", (source, target, relation) => { expect(compareAttribute(source, target)).toBe(relation); });

  const relate = (source: string, target: string): string[] => {
    const [from, to] = [source, target].map((rest) => parseCpe(`cpe:2.3:a:acme:${rest}`));
    return from && to ? Object.entries(compareNames(from, to)).filter(([, holds]) => holds).map(([kind]) => kind) : [];
  };

  it.each([
    ["widget:1:*:*:*:*:*:*:*", "widget:1:*:*:*:*:*:*:*", ["equal", "subset", "superset"]],
    ["widget:1:*:*:*:*:*:*:*", "widget:*:*:*:*:*:*:*:*", ["subset"]],
    ["widget:*:*:*:*:*:*:*:*", "widget:1:-:*:*:*:*:*:*", ["superset"]],
    ["widget:1:*:*:*:*:*:*:*", "widget:*:rc1:*:*:*:*:*:*", []],
    ["widget:1:rc1:*:*:*:*:*:*", "widget:*:-:*:*:*:*:*:*", ["disjoint"]],
  ])("%s to %s is %j", (source, target, kinds) => { expect(relate(source, target)).toEqual(kinds); });

  it("a name turned round turns its relation round", () => {
    const value = fc.constantFrom(any, notApplicable, "foo", "bar", quoted("1.0"));
    const turned: Partial<Record<Relation, Relation>> = { superset: "subset", subset: "superset" };
    fc.assert(fc.property(value, value, (a, b) => { const relation = compareAttribute(a, b); expect(compareAttribute(b, a)).toBe(turned[relation] ?? relation); }));
  });
});
