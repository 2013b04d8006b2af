// Remembered answers are the answers, and do not pile up.
import { describe, expect, it } from "vitest";
import { remembered } from "./remembered.ts";

describe("versions/remembered", () => {
  it("asks once for each text, also where the answer is undefined, until it forgets", () => {
    const asked: string[] = [];
    const length = remembered((text) => { asked.push(text); return text === "" ? undefined : text.length; }, 2);
    expect(["a", "a", "", ""].map(length)).toEqual([1, 1, undefined, undefined]);
    expect(asked).toEqual(["a", ""]);
    expect(["bb", "a"].map(length)).toEqual([2, 1]);
    expect(asked).toEqual(["a", "", "bb", "a"]);
  });
});
