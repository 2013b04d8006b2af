// What is typed into the forms of incidents reaches the API as it takes it; nothing is dropped without a word.
import { describe, expect, it } from "vitest";
import { nothingTold, openingOf, readEntities, valuesOf } from "./incident-words.ts";

describe("console/src/forms/incident-words", () => {
  it("entities keep colons in their values", () => expect(readEntities("ip:2001:db8::1, user:ana")).toEqual({ entities: [{ kind: "ip", value: "2001:db8::1" }, { kind: "user", value: "ana" }], wrong: [] }));
  it.each(["planet:mars", "ana", "ip:", ":x"])("%s is no entity, and is named", (text) => expect(readEntities(`${text}, host:a`)).toEqual({ entities: [{ kind: "host", value: "a" }], wrong: [text] }));
  it("what was left empty is left out", () => expect(openingOf({ ...nothingTold, title: " Odd ", services: "a, ,b" }, [])).toEqual({ title: "Odd", severity: "high", kind: "manual", services: ["a", "b"] }));
  it("inputs have their types, and empty ones are left to the playbook", () => {
    const inputs = [{ id: "hours", type: "number" }, { id: "hard", type: "boolean" }, { id: "names", type: "list" }, { id: "why", type: "text" }, { id: "rest", type: "text" }] as const;
    expect(valuesOf(inputs, { hours: "2.5", hard: "false", names: "a, b", why: " so ", rest: "  " })).toEqual({ hours: 2.5, hard: false, names: ["a", "b"], why: "so" });
  });
});
