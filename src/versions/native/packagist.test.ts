// Composer's constraints, as its documentation and its parser have them.
import { describe, expect, it } from "vitest";
import { packagist } from "./packagist.ts";

describe("versions/native/packagist", () => {
  it.each([
    ["^1.2.3", "1.9", true], ["^1.2.3", "2.0", false], ["^0.3", "0.4", false], ["^0.0.3", "0.0.4", false], ["^1", "2.0-dev", false],
    ["~1.2", "1.9.9", true], ["~1.2", "2.0", false], ["~1.2.3", "1.3", false], ["~1", "2.0", false],
    ["1.0.*", "1.0.9", true], ["1.0.*", "1.1", false], ["1.0 - 2.0", "2.0.9", true], ["1.0.0 - 2.1.0", "2.1.1", false],
    [">=1.0 <1.1 || >=1.2", "1.1", false], [">=1.0,<1.1 | >=1.2", "1.2", true], [">=1.0", "1.0-beta", true], [">=1.0@beta", "1.0-alpha", false],
    ["<2.0", "2.0-alpha", false], ["!=1.5", "1.5.0.0", false], ["<>1.5", "1.6", true], ["1.5", "v1.5.0", true], ["1.0.0+build", "1.0", true],
    ["dev-main", "dev-main", true], ["dev-main", "1.0", false], ["!=dev-main", "1.0", true], ["main-dev", "dev-main", true], ["dev-main#0a1b2c", "dev-main", true],
    ["*", "1.0", true], ["1.0 as 2.0", "1.0", true],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    const range = packagist.parse(text);
    expect(range && packagist.contains(range, version)).toBe(isHeld);
  });
  it.each(["", "~>1.0", ">=", "not a version at all", "^dev-main"])("%j is no constraint", (text) => {
    expect(packagist.parse(text)).toBeUndefined();
  });
});
