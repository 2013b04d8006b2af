// Configurations as NVD writes them: products, platforms, AND, OR, negation, and what is not known.
import { describe, expect, it } from "vitest";
import type { CpeConfiguration, CpeMatch, CpeNode } from "./configuration.ts";
import { matchesConfiguration } from "./matches-configuration.ts";

const cpe = (part: string, product: string, version = "*"): string => `cpe:2.3:${part}:acme:${product}:${version}:*:*:*:*:*:*:*`;
const vulnerable: CpeMatch = { vulnerable: true, criteria: cpe("a", "widget"), versionEndExcluding: "2.0" };
const platform = (part: string, product: string): CpeMatch => ({ vulnerable: false, criteria: cpe(part, product) });
const or = (...matches: readonly CpeMatch[]): CpeNode => ({ operator: "OR", matches });
const and = (...nodes: readonly CpeNode[]): CpeConfiguration => ({ operator: "AND", nodes });
const alone: CpeConfiguration = { operator: "OR", nodes: [or(vulnerable)] };
const onLinux = and(or(vulnerable), or(platform("o", "linux")));
const onPhone = and(or(vulnerable), or(platform("h", "phone")));
const onShop = and(or(vulnerable), or(platform("a", "shop")));
const notOnLinux = and(or(vulnerable), { ...or(platform("o", "linux")), negate: true });

const [old, fixed, linux, windows] = [cpe("a", "widget", "1.0"), cpe("a", "widget", "2.0"), cpe("o", "linux", "6.1"), cpe("o", "windows", "11")];

describe("versions/cpe/matches-configuration", () => {
  it.each<[claim: string, configurations: readonly CpeConfiguration[], cpes: readonly string[], verdict: string]>([
    ["a product in its range", [alone], [old], "affected"], ["above its range", [alone], [fixed], "not-affected"], ["another product", [alone], [cpe("a", "gadget", "1.0")], "not-affected"],
    ["one of several configurations is enough", [{ operator: "OR", nodes: [or({ ...vulnerable, criteria: cpe("a", "gadget") })] }, alone], [old], "affected"],
    ["an unknown one does not make up for a clear one", [onLinux, alone], [old], "affected"], ["one that is unknown keeps it open", [onLinux, { operator: "OR", nodes: [or({ vulnerable: true, criteria: cpe("a", "gadget") })] }], [old], "unknown"],
    ["on its platform", [onLinux], [old, linux], "affected"], ["fixed on its platform", [onLinux], [fixed, linux], "not-affected"], ["a platform nobody told of", [onLinux], [old], "unknown"], ["fixed decides without the platform", [onLinux], [fixed], "not-affected"],
    ["another operating system: there is only one", [onLinux], [old, windows], "not-affected"], ["the hardware is never told whole", [onPhone], [old, linux], "unknown"], ["nor are the applications beside it", [onShop], [old, linux, cpe("a", "cart", "1")], "unknown"],
    ["the platform alone affects nothing", [onLinux], [linux], "not-affected"], ["two platforms without a product affect nothing", [and(or(platform("o", "linux")), or(platform("a", "shop")))], [linux, cpe("a", "shop", "1")], "not-affected"],
    ["negated: not on its platform", [notOnLinux], [old, windows], "affected"], ["negated: on it", [notOnLinux], [old, linux], "not-affected"], ["negated: not known", [notOnLinux], [old], "unknown"],
    ["AND inside a node", [{ operator: "OR", nodes: [{ operator: "AND", matches: [vulnerable, platform("o", "linux")] }] }], [old, linux], "affected"],
    ["two products that must both be there", [and(or(vulnerable), or({ vulnerable: true, criteria: cpe("a", "gadget") }))], [old], "not-affected"],
    ["a version that cannot be compared", [alone], [cpe("a", "widget", "vista")], "unknown"],
    ["no configuration is no opinion", [], [old], "unknown"], ["no name is nothing to go by", [alone], [], "unknown"], ["a name that cannot be read", [alone], ["widget 1.0"], "unknown"], ["beside one that decides, it does not matter", [alone], ["widget 1.0", old], "affected"],
  ])("%s", (_claim, configurations, cpes, verdict) => { expect(matchesConfiguration(configurations, cpes).verdict).toBe(verdict); });

  it.each([["a platform that is not there", [onLinux], "not-affected"], ["hardware that is not there", [onPhone], "not-affected"], ["a platform it must not run on", [notOnLinux], "affected"]])(
    "when the names are everything there is: %s", (_claim, configurations, verdict) => { expect(matchesConfiguration(configurations, [old], { complete: true }).verdict).toBe(verdict); });

  it.each([
    [[alone], [old], "1.0 is < 2.0 (cpe:2.3:a:acme:widget:*:*:*:*:*:*:*:*)."],
    [[alone], [linux, fixed], "2.0 is not < 2.0 (cpe:2.3:a:acme:widget:*:*:*:*:*:*:*:*)."],
    [[onLinux], [old], "it depends on cpe:2.3:o:acme:linux:*:*:*:*:*:*:*:*, and nothing is known of that platform."],
  ])("says why: %#", (configurations, cpes, because) => { expect(matchesConfiguration(configurations, cpes).because).toBe(because); });
});
