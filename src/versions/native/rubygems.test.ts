// RubyGems requirements and Conan's ranges: lists of terms that must all hold.
import { describe, expect, it } from "vitest";
import { conan } from "./conan.ts";
import { rubygems } from "./rubygems.ts";

describe("versions/native/rubygems", () => {
  it.each([
    ["~> 2.2", "2.9", true], ["~> 2.2", "3.0", false], ["~> 2.2.0", "2.3", false], ["~> 2.2", "3.0.a", false], ["~> 2", "2.9", true], ["~> 2", "3.0", false],
    ["~> 1.0.rc1", "1.0.rc2", true], [">= 1.0, < 2.0, != 1.5", "1.5.0", false], ["1.0", "1.0.0", true], ["= 1.0", "1.1", false], ["> 1.0", "1.0.1", true], ["< 2", "2.a", true],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    expect(rubygems.contains(rubygems.parse(text), version)).toBe(isHeld);
  });
  it.each(["", ">= 1.0 < 2.0", "=> 1.0", "~1.0", ">= junk!"])("%j is no requirement", (text) => { expect(rubygems.parse(text)).toBeUndefined(); });
});

describe("versions/native/conan", () => {
  it.each([
    [">=1.0 <2.0", "1.5", true], ["~2.5.1", "2.5.9", true], ["~2.5.1", "2.6", false], ["~2.5", "2.6-rc1", false], ["^1.2", "1.9", true], ["^1.2", "2.0", false], ["^0.1.2", "0.1.9", true], ["^0.1.2", "0.2", false],
    ["1.0 || 2.0", "2.0", true], [">=1.0", "1.5-beta", false], [">=1.0-", "1.5-beta", true], [">=1.0, include_prerelease", "1.5-beta", true], ["*", "3.1", true],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    expect(conan.contains(conan.parse(text), version)).toBe(isHeld);
  });
});
