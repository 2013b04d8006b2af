// Every form of a condition (rules specification, "Condition"), and every slip with its mend.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionHolds, whyRejected } from "./sigma.sample.ts";

const searches = "sel1: {a: 1}\nsel2: {b: 1}\nsel3: {c: 1}\nfilter_main_x: {d: 1}\nfilter-opt: {e: 1}\n_hidden: {f: 1}";
const on = (letters: string): Record<string, number> => Object.fromEntries([...letters].map((letter) => [letter, 1]));

describe("runtime/sigma/condition", () => {
  it.each([
    ["sel1", "a", true], ["sel1", "b", false], ["sel1 or sel2", "b", true], ["sel1 and sel2", "a", false], ["sel1 and sel2", "ab", true], ["not sel1", "", true], ["not not sel1", "a", true],
    ["sel1 or sel2 and sel3", "a", true], ["sel1 or sel2 and sel3", "b", false], ["(sel1 or sel2) and sel3", "a", false], ["(sel1 or sel2) and sel3", "ac", true], ["not sel1 and sel2", "b", true], ["not sel1 and sel2", "ab", false], ["not (sel1 and sel2)", "a", true], ["not sel1 or sel2", "", true], ["sel1 and not 1 of filter*", "a", true], ["sel1 and not 1 of filter*", "ad", false],
    ["1 of sel*", "c", true], ["1 of sel*", "d", false], ["any of sel*", "b", true], ["all of sel*", "abc", true], ["all of sel*", "ab", false], ["2 of sel*", "ac", true], ["2 of sel*", "a", false], ["3 of sel*", "abc", true], ["1 of them", "e", true], ["1 of them", "f", false], ["all of them", "abcde", true], ["all of them", "abcd", false], ["1 of _hid*", "f", true], ["1 of *main*", "d", true], ["1 of *", "f", false], ["filter-opt", "e", true], ["SEL1 OR sel2", "b", undefined], ["sel1 AND NOT sel2", "a", true], ["1 of sel1", "a", true], ["not 1 of sel* and not 1 of filter*", "", true],
  ])("%s with %j is %j", (condition, letters, expected) => {
    if (expected !== undefined) expect(conditionHolds(searches, condition, on(letters))).toBe(expected);
    else expect(() => conditionHolds(searches, condition, on(letters))).toThrow("names the search SEL1, which the detection does not have; did you mean sel1?");
  });

  it("a list of conditions is any of them", () => {
    expect(conditionHolds(searches, "[sel1, sel2 and sel3]", on("bc"))).toBe(true);
    expect(conditionHolds(searches, "[sel1, sel2 and sel3]", on("b"))).toBe(false);
  });

  it.each([
    ["sel1 and", '"sel1 and" has its end where the name of a search should be'], ["sel1 sel2", 'has "sel2" where an operator (and, or) or the end should be'], ["(sel1", 'has its end where a closing ")" should be'], ["sel1)", 'has ")" where'], ["and sel1", 'has "and" where the name of a search'], ["selection", "names the search selection, which the detection does not have"], ["1 of nothing*", '"1 of nothing*" means no search'], ["9 of sel*", "can never hold: there are 3 such searches"], ["0 of sel*", "it is 1, any, all or another number"], ["most of sel*", 'begins with "most"'], ["1 of", 'the name of searches or "them"'], ["''", "condition: is empty"],
    ["'sel1 | count() > 5'", "counts with |, which Sigma has given up; write the rule without it and beside it a correlation"], ["'sel1 | near sel2'", "given up"],
  ])("%s is refused: %s", (condition, expected) => {
    const why = whyRejected(`${searches}\ncondition: ${condition}`);
    expect(why).toContain(expected);
    expect(why).toMatch(/^10: condition: /);
  });

  it("binds as the specification says: or least, then and, then not", () => {
    const words = fc.letrec<{ or: string }>((tie) => ({
      or: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.constantFrom("sel1", "sel2", "sel3"), fc.tuple(tie("or"), fc.constantFrom("and", "or"), tie("or")).map(([one, word, other]) => `${one} ${word} ${other}`), tie("or").map((one) => `(${one})`), fc.constantFrom("not sel1", "not sel2", "not (sel1 or sel3)")),
    })).or;
    fc.assert(fc.property(words, fc.subarray(["a", "b", "c"]), (condition, letters) => {
      const javascript = condition.replaceAll("and", "&&").replaceAll("or", "||").replaceAll("not", "!").replaceAll("sel1", String(letters.includes("a"))).replaceAll("sel2", String(letters.includes("b"))).replaceAll("sel3", String(letters.includes("c")));
      expect(conditionHolds(searches, condition, on(letters.join("")))).toBe(new Function(`return ${javascript}`)());
    }), { numRuns: 1000 });
  });
});
