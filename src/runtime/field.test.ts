// The value of a field: by its name, by the path its dots spell, through lists, and never out of the prototype.
import { describe, expect, it } from "vitest";
import type { Fields, FieldValue } from "./event.ts";
import { textsOf, valueOf } from "./field.ts";

const fields: Fields = {
  "a.b": "flat", a: { b: "nested", c: { d: 1, "e.f": "dotted" } }, list: [{ name: "x" }, { name: "y", more: [{ deep: 1 }, { deep: 2 }] }, "text"], labels: { "app.kubernetes.io/name": "web" }, nothing: null, empty: "", zero: 0, no: false, __proto__x: 1,
};

describe("runtime/field", () => {
  it.each<[string, FieldValue | undefined]>([
    ["a.b", "flat"], ["a.c.d", 1], ["a.c.e.f", "dotted"], ["list.name", ["x", "y"]], ["list.more.deep", [1, 2]], ["labels.app.kubernetes.io/name", "web"], ["nothing", null], ["empty", ""], ["zero", 0], ["no", false],
    ["absent", undefined], ["a.absent", undefined], ["nothing.below", undefined], ["empty.below", undefined], ["list.absent", undefined], ["constructor", undefined], ["__proto__", undefined], ["a.constructor", undefined], ["a.__proto__.x", undefined], ["toString.name", undefined], ["", undefined], [".", undefined],
  ])("%s", (name, value) => { expect(valueOf(fields, name)).toEqual(value); });

  it("every text of an event is told, of lists and objects too", () => {
    expect([...textsOf({ a: "x", b: [1, { c: "y" }, null], d: { e: true }, f: undefined })]).toEqual(["x", "1", "y", "true"]);
  });
});
