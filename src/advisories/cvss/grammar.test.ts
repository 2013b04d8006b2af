// What is a CVSS vector, what is one by the letter, and how it is written again.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVector, writeVector } from "./grammar.ts";
import { isValidVector, score } from "./score.ts";

const three = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
const two = "AV:N/AC:L/Au:N/C:P/I:P/A:P";

describe("advisories/cvss/grammar", () => {
  it.each([
    ["every version", three], ["every version", four], ["every version", two], ["every version", three.replace("3.1", "3.0")],
    ["3.1: any order (section 6)", "CVSS:3.1/S:U/AV:N/AC:L/PR:H/UI:N/C:L/I:L/A:N/E:F/RL:X"],
    ["4.0: supplemental metrics, colours written out", `${four}/S:N/AU:Y/R:I/V:C/RE:H/U:Green`],
    ["2.0: whole groups", `${two}/E:U/RL:OF/RC:C/CDP:MH/TD:H/CR:M/IR:M/AR:M`],
  ])("%s: %s is valid", (_rule, vector) => { expect(isValidVector(vector)).toBe(true); });

  it.each([
    ["a metric is missing", three.replace("/A:H", "")], ["a metric stands twice", three.replace("/AC:L", "/AV:N/AC:L")], ["a value is unknown", three.replace("S:U", "S:Z")],
    ["a metric is unknown", `${three}/XX:N`], ["of another version", `${three}/AT:N`], ["the case is wrong", three.replace("UI:N", "ui:N")], ["a value is empty", three.replace("S:U", "S:")],
    ["a slash ends it", `${three}/`], ["a slash is doubled", three.replace("/AC", "//AC")], ["spaces stand around it", ` ${three}`], ["the prefix is missing", three.slice("CVSS:3.1/".length)],
    ["the prefix is in lower case", three.toLowerCase()], ["the version is unknown", three.replace("3.1", "3.2")], ["the version is alone", "CVSS:3.1/"], ["there is nothing", ""], ["there is a slash", "/"],
    ["a word with a meaning for objects stands in it", `${three}/constructor:X`], ["it is endless", `${three}${"/E:X".repeat(500)}`],
  ])("no vector and no score when %s", (_why, vector) => { expect([isValidVector(vector), score(vector)]).toEqual([false, undefined]); });

  it.each([
    ["4.0 out of order (section 7)", "CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3],
    ["2.0 with a part of a group (section 2.4)", "AV:N/AC:L/Au:N/C:P/I:P/A:P/E:U/RC:C", 6.4], ["2.0 in parentheses, as NVD once wrote it", `(${two})`, 7.5],
  ])("not strict, but scored: %s", (_what, vector, overall) => { expect([isValidVector(vector), score(vector)?.overall]).toEqual([false, overall]); });

  it("metrics are written where the specification lists them", () => {
    const read = readVector("CVSS:3.1/S:U/AV:N/AC:L/PR:H/UI:N/C:L/I:L/A:N");
    expect(read && writeVector(read, { CR: "H", MAV: "A" })).toBe("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N/CR:H/MAV:A");
  });

  it("noise is no vector and never throws", () => {
    const noise = fc.array(fc.oneof(fc.constantFrom("CVSS:3.1", "CVSS:4.0", "AV:N", "AC:L", "Au:N", "C:P", "__proto__:x", ":", ""), fc.string())).map((parts) => parts.join("/"));
    fc.assert(fc.property(noise, (text) => { expect(() => score(text)).not.toThrow(); }));
  });
});
