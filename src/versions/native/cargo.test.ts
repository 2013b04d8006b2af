// Cargo's requirements, as the Cargo Book has them.
import { describe, expect, it } from "vitest";
import { cargo } from "./cargo.ts";

describe("versions/native/cargo", () => {
  it.each([
    ["1.2.3", "1.9.0", true], ["1.2.3", "2.0.0", false], ["0.2.3", "0.3.0", false], ["0.0.3", "0.0.4", false], ["0.0", "0.0.7", true], ["0", "0.9.9", true],
    ["~1.2.3", "1.2.9", true], ["~1.2.3", "1.3.0", false], ["~1", "1.9.9", true],
    ["1.2.*", "1.2.9", true], ["1.*", "2.0.0", false], ["*", "1.0.0", true], ["*", "1.0.0-rc.1", false],
    ["=1.2", "1.2.7", true], ["=1.2.3", "1.2.4", false], [">1.2", "1.2.9", false], [">1.2", "1.3.0", true], ["<=1.2", "1.2.9", true], ["<1.2", "1.2.0", false],
    [">=1.2.0, <1.5", "1.4.9", true], [">=1.2.0, <1.5", "1.5.0", false],
    [">=1.0.0-rc.1", "1.0.0-rc.2", true], [">=1.0.0-rc.1", "1.0.1-rc.2", false], ["1.2.3+build", "1.2.3", true], [">1.2", "1.3.0-rc.1", false], [">1", "2.0.0-rc.1", false],
  ])("%s holds %s: %s", (text, version, isHeld) => {
    expect(cargo.contains(cargo.parse(text), version)).toBe(isHeld);
  });
  it.each(["", "1.2.3.4", ">=1.0 <2.0", "1.0 || 2.0", "*, 1.0", "1.*.3", Array.from({ length: 33 }, () => "1").join(",")])("%j is no requirement", (text) => {
    expect(cargo.parse(text)).toBeUndefined();
  });
});
