// Subjects of an event's fields: worked out once for an event, and never another event's.
import { describe, expect, it } from "vitest";
import { between, slotOf, subjectAt, subjectOfValue } from "./subject.ts";
import { compileTest } from "./test-holds.ts";

describe("runtime/sigma/subject", () => {
  it("tests of the same names share a slot, keywords have their own", () => {
    expect(slotOf(["Image", "exe"])).toBe(slotOf(["Image", "exe"]));
    expect(slotOf(["Image"])).not.toBe(slotOf(["Image", "exe"]));
    expect(slotOf(undefined)).not.toBe(slotOf([]));
  });

  it("an event's fields are worked out once, and again for another event", () => {
    const slot = slotOf(["User"]);
    const [one, other] = [{ User: "Ann" }, { User: "Bob" }];
    const first = subjectAt(slot, one);
    expect(subjectAt(slot, one)).toBe(first);
    expect(subjectAt(slot, other).lower).toEqual(["bob"]);
    expect(subjectAt(slot, one).lower).toEqual(["ann"]);
    expect(subjectAt(slot, {}).value).toBeUndefined();
    // Nothing of an earlier event is held on to.
    subjectAt(slotOf(["Other"]), { Other: "x" });
    expect(slot.ready).toBeUndefined();
  });

  it("the first name that the event has is read; lists are their members, mappings their JSON", () => {
    expect(subjectAt(slotOf(["exe", "Image"]), { Image: "A", exe: undefined }).texts).toEqual(["A"]);
    expect(subjectOfValue(["A", 1, null, { b: true }]).lower).toEqual(["a", "1", '{"b":true}']);
  });

  it("keywords are every text wherever it stands, and all of them as one text", () => {
    const { texts, whole } = subjectAt(slotOf(undefined), { a: "X", b: { c: ["Y", 2, null] }, d: false });
    expect(texts).toEqual(["X", "Y", "2", "false"]);
    expect(whole).toBe(["x", "y", "2", "false"].join(between));
  });

  it.each<[string, boolean]>([["ab", true], ["bc", false], [`b${between}c`, false], ["d\uffff", true]])("a keyword %j is looked for within each text: %j", (text, holds) => {
    const test = compileTest({ kind: "pattern", pattern: [{ wildcard: "any" }, text, { wildcard: "any" }], cased: false });
    expect(test(subjectAt(slotOf(undefined), { one: "AB", two: "CD\uffff" }), undefined)).toBe(holds);
  });
});
