// One product of a configuration against one name: ranges, exact versions, and what cannot be told.
import { describe, expect, it } from "vitest";
import type { CpeMatch } from "./configuration.ts";
import { matchCpe } from "./match.ts";
import { parseCpe } from "./name.ts";

const widget = (rest: string): string => `cpe:2.3:a:acme:widget:${rest}`;
const anyVersion = widget("*:*:*:*:*:*:*:*");

const holds = (match: Omit<CpeMatch, "vulnerable">, target: string): string => {
  const name = parseCpe(target);
  return name ? matchCpe({ vulnerable: true, ...match }, name).holds : "no name";
};

describe("versions/cpe/match", () => {
  it.each<[claim: string, range: Omit<CpeMatch, "vulnerable" | "criteria">, version: string, holds: string]>([
    ["a start that is included", { versionStartIncluding: "1.0" }, "1.0", "yes"], ["a start that is not", { versionStartExcluding: "1.0" }, "1.0", "no"],
    ["an end that is included", { versionEndIncluding: "2.0" }, "2.0.0", "yes"], ["an end that is not", { versionEndExcluding: "2.0" }, "2.0", "no"],
    ["between both", { versionStartIncluding: "1.0", versionEndExcluding: "2.0" }, "1.10", "yes"], ["below", { versionStartIncluding: "1.2" }, "1.1.9", "no"],
    ["one bound that fails decides", { versionStartIncluding: "vista", versionEndExcluding: "2.0" }, "3.0", "no"], ["a bound that cannot be compared does not", { versionStartIncluding: "vista", versionEndExcluding: "2.0" }, "1.0", "unknown"],
    ["a component without a version", { versionEndExcluding: "2.0" }, "*", "unknown"], ["a version that does not apply is in no range", { versionEndExcluding: "2.0" }, "-", "unknown"],
  ])("%s: %j on %s is %s", (_claim, range, version, expected) => { expect(holds({ criteria: anyVersion, ...range }, widget(`${version}:*:*:*:*:*:*:*`))).toBe(expected); });

  it.each([
    ["an exact version", "1.5:*:*:*:*:*:*:*", "1.5:*:*:*:*:*:*:*", "yes"], ["another one", "1.5:*:*:*:*:*:*:*", "1.6:*:*:*:*:*:*:*", "no"], ["equal only in value is another text", "1.5:*:*:*:*:*:*:*", "1.5.0:*:*:*:*:*:*:*", "no"],
    ["any version, without a range", "*:*:*:*:*:*:*:*", "7:*:*:*:*:*:*:*", "yes"], ["and one that does not apply", "*:*:*:*:*:*:*:*", "-:*:*:*:*:*:*:*", "yes"],
    ["no version (-) is not every version", "-:*:*:*:*:*:*:*", "1.0:*:*:*:*:*:*:*", "no"], ["but itself", "-:*:*:*:*:*:*:*", "-:*:*:*:*:*:*:*", "yes"], ["and open for a name that tells none", "-:*:*:*:*:*:*:*", "*:*:*:*:*:*:*:*", "unknown"],
    ["an exact version, where none is told", "1.5:*:*:*:*:*:*:*", "*:*:*:*:*:*:*:*", "unknown"], ["an update that differs", "1.5:rc1:*:*:*:*:*:*", "1.5:-:*:*:*:*:*:*", "no"], ["an update that is not told", "1.5:rc1:*:*:*:*:*:*", "1.5:*:*:*:*:*:*:*", "unknown"],
    ["a platform that is not told", "*:*:*:*:*:wordpress:*:*", "1.5:*:*:*:*:*:*:*", "unknown"], ["another platform", "*:*:*:*:*:wordpress:*:*", "1.5:*:*:*:*:joomla:*:*", "no"], ["case", "1.5RC:*:*:*:*:*:*:*", "1.5rc:*:*:*:*:*:*:*", "yes"],
  ])("%s: %s on %s is %s", (_claim, criteria, target, expected) => { expect(holds({ criteria: widget(criteria) }, widget(target))).toBe(expected); });

  it.each([
    [{ versionEndExcluding: "1.0" }, "rc1", "unknown"], [{ versionEndExcluding: "1.0" }, "sp1", "no"], [{ versionEndExcluding: "1.0" }, "-", "no"], [{ versionEndIncluding: "1.0" }, "sp1", "unknown"], [{ versionEndIncluding: "1.0" }, "rc1", "yes"],
    [{ versionStartIncluding: "1.0" }, "rc1", "unknown"], [{ versionStartIncluding: "1.0" }, "sp1", "yes"], [{ versionStartExcluding: "1.0" }, "sp1", "unknown"], [{ versionStartExcluding: "1.0" }, "rc1", "no"], [{ versionEndExcluding: "1.1" }, "rc1", "yes"],
  ])("an update decides at the bound only when it is known to: %j on 1.0 %s is %s", (range, update, expected) => { expect(holds({ criteria: anyVersion, ...range }, widget(`1.0:${update}:*:*:*:*:*:*`))).toBe(expected); });

  it.each([["another vendor", "cpe:2.3:a:other:widget:1.0:*:*:*:*:*:*:*", /another vendor: acme, not other/], ["a version out of range", widget("3.0:*:*:*:*:*:*:*"), /^3\.0 is not < 2\.0/]])("says why not: %s", (_why, target, because) => {
    const name = parseCpe(target);
    expect(name && matchCpe({ vulnerable: true, criteria: anyVersion, versionEndExcluding: "2.0" }, name).because).toMatch(because);
  });

  it("criteria that are no name decide nothing", () => { expect(holds({ criteria: "widget 1.0" }, anyVersion)).toBe("unknown"); });
});
