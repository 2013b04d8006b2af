// Ranges in brackets, where Maven and NuGet mean different things by the same text.
import { describe, expect, it } from "vitest";
import { maven } from "./maven.ts";
import { nuget } from "./nuget.ts";

describe("versions/native: brackets", () => {
  it.each([
    [maven, "[1.0,2.0)", "1.0", true], [maven, "[1.0,2.0)", "2.0", false], [maven, "(,1.0],[1.2,)", "1.1", false], [maven, "(,1.0],[1.2,)", "1.2", true],
    [maven, "[1.5]", "1.5.0", true], [maven, "[1.5]", "1.5.1", false], [maven, "1.0", "9.0", true], [maven, "(,2.0)", "2.0-SNAPSHOT", true], [maven, "[ 1.0 , 2.0 )", "1.5", true],
    [nuget, "1.0", "0.9", false], [nuget, "1.0", "9.0", true], [nuget, "1.0", "1.1-beta", true], [nuget, "[1.0, )", "1.1-beta", false], [nuget, "[1.0-rc, )", "1.1-beta", true],
    [nuget, "(1.0, 2.0]", "1.0", false], [nuget, "(1.0, 2.0]", "2.0", true], [nuget, "[1.5]", "1.5.0", true],
    [nuget, "1.2.*", "1.2.9", true], [nuget, "1.2.*", "1.3.0", false], [nuget, "1.2.*", "1.2.9-beta", false], [nuget, "1.2.*-*", "1.2.9-beta", true], [nuget, "*", "1.0", true], [nuget, "1.0.0-rc.*", "1.0.0-rc.2", true],
  ])("$0.id: %#", (syntax, text, version, isHeld) => {
    const range = syntax.parse(text);
    expect([text, version, range && syntax.contains(range, version)]).toEqual([text, version, isHeld]);
  });
  it.each([[maven, ""], [maven, "[1.0"], [maven, "[1.0,2.0"], [maven, "(1.0)"], [maven, "[1.0,2.0)[3.0,)"], [nuget, ""], [nuget, "(1.0)"], [nuget, "[1.0,2.0"], [nuget, "[,,1]"], [nuget, "latest"]])("$0.id refuses %#", (syntax, text) => {
    expect([text, syntax.parse(text)]).toEqual([text, undefined]);
  });
});
