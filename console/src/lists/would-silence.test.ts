// Which silences hold a set of labels.
import { describe, expect, it } from "vitest";
import type { Matcher, Silence } from "../api/alert-shapes.ts";
import { silencesOf } from "./would-silence.ts";

const silence = (matchers: Matcher[], state: Silence["state"] = "active"): Silence => ({ id: "s1", state, matchers, matchersText: "", startsAt: "", endsAt: "", createdBy: "ana", comment: "upgrade", updatedAt: "", remindAt: null, lastHeldAt: null });
const holds = (matchers: Matcher[], labels: Record<string, string>, state?: Silence["state"]): boolean => silencesOf([silence(matchers, state)], labels).length > 0;

describe("console/src/lists/would-silence", () => {
  it.each([
    ["an equal value", [{ name: "a", op: "=", value: "1" }], { a: "1" }, true],
    ["another value", [{ name: "a", op: "=", value: "1" }], { a: "2" }, false],
    ["an absent label is empty", [{ name: "a", op: "!=", value: "1" }], {}, true],
    ["a pattern takes the whole value", [{ name: "a", op: "=~", value: "db" }], { a: "db-1" }, false],
    ["a pattern with an or", [{ name: "a", op: "=~", value: "x|db-.*" }], { a: "db-1" }, true],
    ["all must hold", [{ name: "a", op: "=", value: "1" }, { name: "b", op: "!~", value: ".+" }], { a: "1", b: "2" }, false],
    ["a pattern that cannot be read holds nothing", [{ name: "a", op: "=~", value: "(" }], { a: "(" }, false],
  ] as const)("%s", (_, matchers, labels, expected) => { expect(holds([...matchers], labels)).toBe(expected); });
  it("one that is over or does not run yet holds nothing", () => {
    expect([holds([], {}, "expired"), holds([], {}, "pending"), holds([], {}, "active")]).toEqual([false, false, true]);
  });
});
