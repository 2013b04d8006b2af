// Which releases, products and streams an advisory covers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scopeMatches } from "./ecosystem.ts";
import { subscriptionFor } from "./release-scope.ts";

const claims = (base: string, rows: readonly (readonly [string, string, boolean])[]): void => {
  it.each(rows)(`${base}: %s speaks of %s: %s`, (advised, installed, expected) => { expect(scopeMatches(`${base}${advised}`, `${base}${installed}`)).toBe(expected); });
};

describe("versions/release-scope: advisory, component", () => {
  claims("Debian", [[":6.0", ":6", true], [":4.0", ":4", true], [":3.0", ":3.1", false], [":10", ":1", false], ["", ":12", true], [":12", "", false]]);
  claims("Alpine", [[":v3.19", ":v3.19", true], [":v3.19", ":v3.20", false], [":edge", ":v3.20", false], [":v3.20", ":edge", false], [":v3.19", "", false], ["", ":v3.19", false], ["", "", false]]);
  claims("Packagist", [[":https://packages.acme.example/8", "", true], [":https://packages.acme.example/8", ":https://other.example", false], ["", ":https://other.example", true]]);
  claims("Wolfi", [["", "", true]]);
  claims("Ubuntu", [
    [":Pro:22.04:LTS", ":22.04:LTS", true], [":22.04:LTS", ":Pro:22.04:LTS", true], [":Pro:18.04:LTS", ":22.04:LTS", false], [":22.04", ":22.04:LTS", true], [":Pro:22.04:LTS", "", false],
    [":Pro:FIPS:18.04:LTS", ":18.04:LTS", false], [":18.04:LTS", ":Pro:FIPS-updates:18.04:LTS", false], [":Pro:FIPS:18.04:LTS", ":Pro:FIPS-updates:18.04:LTS", true], [":Pro:Realtime:22.04:LTS", ":22.04:LTS", false], [":Nvidia:22.04:LTS", ":Nvidia:22.04:LTS", true],
    [":acme", ":22.04:LTS", false],
  ]);
  claims("Red Hat:", [
    ["enterprise_linux:8::baseos", "enterprise_linux:8", true], ["enterprise_linux:8::baseos", "enterprise_linux:8::baseos", true], ["enterprise_linux:8::baseos", "enterprise_linux:8::appstream", false], ["enterprise_linux:8", "enterprise_linux:8::appstream", true],
    ["enterprise_linux:9::baseos", "enterprise_linux:8", false], ["enterprise_linux:10.1", "enterprise_linux:10", true], ["enterprise_linux:10.0::baseos", "enterprise_linux:10.1", true], ["enterprise_linux:1", "enterprise_linux:10", false],
    ["rhel_eus:8.6::baseos", "enterprise_linux:8", false], ["enterprise_linux:8::baseos", "rhel_eus:8.6::baseos", false], ["rhel_eus:8.6::baseos", "rhel_eus:8.6::baseos", true], ["rhel_eus:8.8::baseos", "rhel_eus:8.6::baseos", false], ["rhel_aus:8.6::appstream", "rhel_tus:8.6::appstream", false],
    ["rhel_els:7", "enterprise_linux:7", true], ["rhel_els:7", "enterprise_linux:8", false], ["ocp_tools:4.15::el9", "enterprise_linux:9", false], ["ocp_tools:4.15::el9", "ocp_tools:4.15::el9", true], ["ocp_tools:4.15::el8", "ocp_tools:4.15::el9", false],
  ]);
  claims("SUSE:", [
    ["Linux Enterprise Module for Basesystem 15 SP5", "Linux Enterprise Server 15 SP5", true], ["Linux Enterprise Server 15 SP5-LTSS", "Linux Enterprise Server 15 SP5", true], ["Linux Enterprise Server 15 SP4", "Linux Enterprise Server 15 SP5", false], ["Linux Enterprise Server 12 SP5", "Linux Enterprise Server 15 SP5", false],
    ["Linux Enterprise Server 15", "Linux Enterprise Server 15 SP5", false], ["Linux Enterprise Module for Python 3 15 SP4", "Linux Enterprise Server 15 SP4", true], ["Package Hub 12", "Linux Enterprise Server 12 SP5", true], ["Package Hub 15 SP5", "Linux Enterprise Server 15 SP5", true], ["Package Hub 15 SP4", "Linux Enterprise Server 15 SP5", false],
    ["Linux Enterprise Micro 5.5", "Linux Enterprise Server 15 SP5", false], ["Linux Micro 6.0", "Linux Micro 6.0", true], ["Manager Server 4.3", "Linux Enterprise Server 15 SP4", false], ["Manager Server", "Linux Enterprise Server 15 SP4", false],
  ]);
  claims("openSUSE:", [["Leap 15.5", "Leap 15.5", true], ["Leap 15.5", "Leap 15.4", false], ["Leap 15.5 NonFree", "Leap 15.5", true], ["Tumbleweed", "Leap 15.5", false]]);
  it("a database's own spelling of an ecosystem is the schema's", () => {
    expect([scopeMatches("DHI", "Docker Hardened Images"), scopeMatches("kubernetes", "Kubernetes"), scopeMatches("Ubuntu", "Debian")]).toEqual([true, true, false]);
  });

  it.each([
    ["Ubuntu:Pro:22.04:LTS", "Ubuntu Pro"], ["Ubuntu:22.04:LTS", undefined], ["Ubuntu:Pro:FIPS:18.04:LTS", "Ubuntu Pro"], ["SUSE:Linux Enterprise Server 15 SP3-LTSS", "LTSS"], ["SUSE:Linux Enterprise Server 15 SP5", undefined],
    ["Red Hat:rhel_eus:8.6::baseos", "EUS"], ["Red Hat:enterprise_linux_eus:10.0", "EUS"], ["Red Hat:rhel_els:7", "ELS"], ["Red Hat:enterprise_linux:8::baseos", undefined], ["npm", undefined],
  ])("a fix in %s needs %s", (ecosystem, expected) => { expect(subscriptionFor(ecosystem)).toBe(expected); });

  it("never throws, and an ecosystem speaks of itself", () => {
    const ecosystem = fc.tuple(fc.constantFrom("Ubuntu", "SUSE", "Red Hat", "Debian", "openSUSE", "x"), fc.string()).map(([base, release]) => `${base}:${release}`);
    fc.assert(fc.property(ecosystem, ecosystem, (a, b) => typeof scopeMatches(a, b) === "boolean" && scopeMatches(a, a)));
  });
});
