// Python's specifiers, rule by rule of PEP 440.
import { describe, expect, it } from "vitest";
import { pypi } from "./pypi.ts";

describe("versions/native/pypi", () => {
  it.each([
    ["~=2.2", "2.9", true], ["~=2.2", "3.0", false], ["~=1.4.5", "1.4.9", true], ["~=1.4.5", "1.5", false], ["~=2.2", "3.0.dev0", false], ["~=2!1.0", "2!1.9", true],
    ["==1.1", "1.1.0", true], ["==1.1", "1.1+local.7", true], ["==1.1+local.7", "1.1", false], ["==1.1", "1.1.post1", false],
    ["==1.1.*", "1.1.post1", true], ["==1.1.*", "1.1a1", true], ["==1.1.*", "1.10", false], ["==2!1.*", "1.5", false],
    ["!=1.1.*", "1.1.4", false], ["!=1.1.*", "1.2", true], ["!=1.1", "1.1+x", false],
    ["<1.0", "1.0rc1", false], ["<1.0rc2", "1.0rc1", true], ["<1.0.post1", "1.0", true], ["<1.0", "0.9+x", true],
    [">1.7", "1.7.0.post1", false], [">1.7", "1.7.1", true], [">1.7.post2", "1.7.post3", true], [">1.7", "1.7+local", false], [">1.7.dev1", "1.7.dev2", true],
    ["<=1.0", "1.0+local", true], [">=1.0", "1.0+local", true], [">=1.0", "1.0rc1", false],
    ["===1.0", "1.0.0", false], ["===1.0", "1.0", true], ["===odd version", "odd version", undefined],
    [">=1.0,<2,!=1.5", "1.5", false], [">=1.0, <2", "1.9", true], ["", "1.0", true],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    const range = pypi.parse(text);
    expect(range && pypi.contains(range, version)).toBe(isHeld);
  });
  it("a version from before PEP 440 is only ever the same text", () => {
    expect(pypi.contains(pypi.parse("===2004d-beta"), "2004D-beta")).toBe(true);
    expect(pypi.contains(pypi.parse(">=1.0"), "2004d-beta")).toBeUndefined();
  });
  it.each(["~=1", ">1.0.*", "==1.0a1.*", "1.0", ">=1.0+local", "=>1.0", "^1.0"])("%j is no specifier", (text) => {
    expect(pypi.parse(text)).toBeUndefined();
  });
});
