// What a scan finds, groups, cannot tell and leaves out, over a small world in memory.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourMs } from "../kernel/clock.ts";
import { advisories, advisory, at0, component, components, criticalVector, epss, indexOf, kev, lowVector, part, rated } from "./scan.fixtures/world.ts";
import { scanComponents } from "./scan.ts";
import type { ScanOptions } from "./scan.ts";
import type { VexStatement } from "./vex-document.ts";

const scan = (purls: readonly string[], known: Parameters<typeof indexOf>[0], options: Partial<ScanOptions> = {}, enrichments: Parameters<typeof indexOf>[1] = []) =>
  scanComponents(purls.map((purl) => component(purl)), indexOf(known, enrichments), { at: at0, ...options });
const fixedIn = (id: string, fixed: string, more = {}) => advisory(id, [part("npm", "left", [{ introduced: "0" }, { fixed }])], more);

describe("src/matching/scan.ts: grouping", () => {
  it("advisories that are aliases make one finding, with every verdict kept", () => {
    const { findings } = scan(["pkg:npm/left@2.0.0"], advisories);
    expect(findings.map(({ vulnerability: { id }, packageKey, components: own }) => [id, packageKey, own.flatMap((one) => one.advisories.map(({ advisoryId }) => advisoryId))])).toEqual([
      ["CVE-2026-1", "npm:left", ["GHSA-aaaa-aaaa-aaaa", "CVE-2026-1"]], ["CVE-2026-2", "npm:left", ["GHSA-bbbb-bbbb-bbbb"]],
    ]);
  });

  it("two versions of one package are one finding that the higher fix clears", () => {
    const known = [advisory("CVE-2026-7", [part("npm", "left", [{ introduced: "1.0.0" }, { fixed: "1.9.0" }, { introduced: "2.0.0" }, { fixed: "2.1.0" }])])];
    const { findings } = scan(["pkg:npm/left@2.0.0", "pkg:npm/left@1.0.0"], known);
    expect(findings.map(({ components: own, clearedBy }) => [own.map(({ component: { version }, clearedBy: own }) => `${version} -> ${own}`), clearedBy])).toEqual([[["1.0.0 -> 1.9.0", "2.0.0 -> 2.1.0"], "2.1.0"]]);
  });

  it("an erratum about two CVEs makes a finding for each", () => {
    const { findings } = scan(["pkg:npm/left@1.0.0"], [fixedIn("RHSA-2026:1", "2.0.0", { upstream: ["CVE-2026-5", "CVE-2026-6"] })]);
    expect(findings.map(({ vulnerability: { id } }) => id)).toEqual(["CVE-2026-5", "CVE-2026-6"]);
  });

  it("withdrawn advisories say nothing", () => {
    expect(scan(["pkg:npm/left@1.0.0"], [fixedIn("CVE-2026-7", "2.0.0", { withdrawnAt: at0 })]).findings).toEqual([]);
  });

  it("the most urgent comes first: malware, exploited, then by severity", () => {
    const known = [fixedIn("CVE-2026-11", "9.0.0", rated(criticalVector)), fixedIn("CVE-2026-12", "9.0.0", rated(lowVector)), fixedIn("CVE-2026-13", "9.0.0")];
    const { findings } = scan(["pkg:npm/left@1.0.0"], known, {}, [kev("CVE-2026-12"), epss("CVE-2026-12", 0.9)]);
    expect(findings.map(({ vulnerability: { id, kev: exploited, epss: likely, severity } }) => [id, exploited, likely, severity])).toEqual([["CVE-2026-12", true, 0.9, "low"], ["CVE-2026-11", false, undefined, "critical"], ["CVE-2026-13", false, undefined, "unknown"]]);
  });

  it("the order of the components is of no account", () => {
    const one = JSON.stringify(scanComponents(components, indexOf(advisories), { at: at0 }));
    fc.assert(fc.property(fc.shuffledSubarray([...components], { minLength: components.length }), (shuffled) => JSON.stringify(scanComponents(shuffled, indexOf(advisories), { at: at0 })) === one), { numRuns: 20 });
  });
});

describe("src/matching/scan.ts: fixes and disagreement", () => {
  it("sources that name other fixes differ, and what clears it clears it for both", () => {
    const [finding] = scan(["pkg:npm/left@2.0.0"], advisories).findings;
    expect([finding?.fix.state, finding?.fix.versions, finding?.clearedBy, finding?.disagreements]).toEqual(["fixed", ["2.0.1", "2.0.3"], "2.0.3", ["fix", "severity"]]);
  });

  it("a source that does not see it affected is shown beside one that does", () => {
    const [finding] = scan(["pkg:npm/left@2.0.0"], [fixedIn("GHSA-aaaa-aaaa-aaaa", "3.0.0", { aliases: ["CVE-2026-1"] }), fixedIn("CVE-2026-1", "1.0.0")]).findings;
    expect(finding?.components[0]?.advisories.map(({ advisoryId, verdict }) => `${advisoryId} ${verdict}`)).toEqual(["GHSA-aaaa-aaaa-aaaa affected", "CVE-2026-1 not-affected"]);
    expect(finding?.disagreements).toEqual(["verdict"]);
  });

  it.each<[claim: string, more: Partial<ReturnType<typeof part>>, state: string]>([
    ["a range without end is not fixed", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] }, "not-fixed"],
    ["the source's word stands where no version is named", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }], fixState: "will-not-fix" }, "will-not-fix"],
    ["a fixed version stands above a word", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }], fixState: "deferred" }, "fixed"],
    ["above the last affected one there is a fix that nobody names", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { last_affected: "1.5.0" }] }] }, "unknown"],
    ["a list alone tells of no fix", { ranges: [], versions: ["1.0.0"] }, "unknown"],
    ["what is out of support is told", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }], fixState: "end-of-life" }, "end-of-life"],
  ])("%s", (_claim, more, state) => {
    const [finding] = scan(["pkg:npm/left@1.0.0"], [advisory("CVE-2026-8", [{ ...part("npm", "left", []), ...more }])]).findings;
    expect(finding?.fix.state).toBe(state);
    expect(finding?.fix.statements[0]?.after).toBe(state === "unknown" && more.versions === undefined ? "1.5.0" : undefined);
  });

  it.each<[claim: string, purl: string, fixes: readonly string[], needs: string | undefined]>([
    ["Ubuntu Pro", "pkg:deb/ubuntu/ssl@1.0?distro=ubuntu-22.04", ["Ubuntu:Pro:22.04:LTS"], "Ubuntu Pro"], ["the public archive needs nothing", "pkg:deb/ubuntu/ssl@1.0?distro=ubuntu-22.04", ["Ubuntu:22.04:LTS"], undefined],
    ["one fix of two is public", "pkg:deb/ubuntu/ssl@1.0?distro=ubuntu-22.04", ["Ubuntu:Pro:22.04:LTS", "Ubuntu:22.04:LTS"], undefined], ["a language's package", "pkg:npm/ssl@1.0.0", ["npm"], undefined],
  ])("what a fix needs: %s", (_claim, purl, ecosystems, needs) => {
    const known = ecosystems.map((ecosystem, at) => advisory(`X-${at}`, [part(ecosystem, "ssl", [{ introduced: "0" }, { fixed: "1.0.1" }])], { upstream: ["CVE-2026-4"] }));
    const [finding] = scan([purl], known).findings;
    expect([finding?.fix.state, finding?.fix.needs]).toEqual(["fixed", needs]);
  });

  it("the distribution's own word rates its package; the score that is known stays", () => {
    const known = [advisory("DEBIAN-CVE-2026-4", [part("Debian:12", "ssl", [{ introduced: "0" }], { severities: [{ type: "word", score: "low", source: "" }] })], { upstream: ["CVE-2026-4"] }), advisory("CVE-2026-4", [], rated(criticalVector))];
    const [finding] = scan(["pkg:deb/debian/ssl@3.0.11-1?distro=debian-12"], known).findings;
    expect([finding?.vulnerability.severity, finding?.vulnerability.cvss, finding?.severity.others.length]).toEqual(["low", 9.8, 1]);
  });

  it("one upgrade ends all that can be ended, and tells what it leaves", () => {
    expect(scan(["pkg:npm/left@2.0.0"], advisories).upgrades).toMatchObject([{ packageKey: "npm:left", from: "2.0.0", to: "2.0.3", clears: ["CVE-2026-1"], leaves: ["CVE-2026-2"] }]);
  });

  it("an upgrade never leads into what another advisory says of the later version", () => {
    const known = [fixedIn("CVE-2026-1", "2.0.0"), advisory("CVE-2026-2", [part("npm", "left", [{ introduced: "2.0.0" }, { fixed: "2.5.0" }])])];
    expect(scan(["pkg:npm/left@1.0.0"], known).upgrades.map(({ to }) => to)).toEqual(["2.5.0"]);
  });
});

describe("src/matching/scan.ts: what cannot be told", () => {
  it.each([
    ["a type that no database knows", "pkg:generic/blob@1", "no-ecosystem"],
    ["a distribution without its release", "pkg:deb/debian/ssl@3.0.11-1", "no-release"],
    ["an ecosystem the index was never given", "pkg:cargo/serde@1.0.0", "no-data"],
    ["no version", "pkg:npm/left", "no-version"],
    ["a version that cannot be read", "pkg:npm/left@not%20one", "unreadable-version"],
  ])("%s", (_claim, purl, reason) => {
    const { unknowns, findings, counts } = scan([purl], advisories);
    expect([unknowns.map((one) => one.reason), findings, counts]).toEqual([[reason], [], { components: 1, judged: 0 }]);
  });

  it("a component without a version tells which advisories speak of it", () => {
    expect(scan(["pkg:npm/left"], advisories).unknowns[0]?.advisories).toEqual(["CVE-2026-1", "GHSA-aaaa-aaaa-aaaa", "GHSA-bbbb-bbbb-bbbb"]);
  });

  it("a bound that cannot be read leaves the finding undecided, not absent", () => {
    const { undecided, findings, counts } = scan(["pkg:npm/odd@1.0.0"], advisories);
    expect([undecided.map(({ vulnerability: { id }, verdict }) => [id, verdict]), findings, counts.judged]).toEqual([[["CVE-2026-3", "unknown"]], [], 0]);
  });

  it("an unaffected component is judged", () => {
    expect(scan(["pkg:npm/calm@1.0.0"], advisories)).toMatchObject({ unknowns: [], findings: [], undecided: [], counts: { components: 1, judged: 1 } });
  });

  it("as of: the source that was heard longest ago", () => {
    expect(at0 - (scan([], advisories).data.asOf ?? 0)).toBe(720_000);
  });
});

describe("src/matching/scan.ts: malware and owners", () => {
  it("malware stands in its own section and asks for no upgrade", () => {
    const { malicious, findings, upgrades } = scan(["pkg:npm/evil@1.0.0"], advisories);
    expect([malicious.map(({ vulnerability: { id, severity } }) => [id, severity]), findings, upgrades]).toEqual([[["MAL-2026-9", "critical"]], [], []]);
  });

  it("another version of what was once malicious is not", () => {
    expect(scan(["pkg:npm/evil@1.0.1"], advisories).malicious).toEqual([]);
  });

  it("what a distribution's package owns is left to it, and told", () => {
    const owned = component("pkg:npm/left@2.0.0", { ownedBy: "pkg:deb/debian/node-left@2.0.0-1?distro=debian-12" });
    const result = scanComponents([owned], indexOf(advisories), { at: at0 });
    expect([result.findings, result.owned]).toEqual([[], [{ component: owned, ownedBy: owned.ownedBy, vulnerabilities: ["CVE-2026-1", "CVE-2026-2"] }]]);
  });

  it("an owner that no database speaks for owns nothing here", () => {
    const owned = component("pkg:npm/left@2.0.0", { ownedBy: "pkg:generic/left-bundle@1" });
    expect(scanComponents([owned], indexOf(advisories), { at: at0 }).findings).toHaveLength(2);
  });
});

const statement = (more: Partial<VexStatement>): VexStatement =>
  ({ ids: ["CVE-2026-1"], products: [{ purl: "pkg:npm/left", name: "left", within: [] }], status: "not_affected", justification: "vulnerable_code_not_present", detail: undefined, statedBy: "us", at: at0, document: "v.json", ...more });

describe("src/matching/scan.ts: statements and ignore rules", () => {
  const ids = (options: Partial<ScanOptions>, purls = ["pkg:npm/left@2.0.0"]) => {
    const { findings, suppressed } = scan(purls, advisories, options);
    return { open: findings.map(({ vulnerability: { id } }) => id), covered: suppressed.map(({ vulnerability: { id }, suppression }) => `${id} ${suppression?.status}`) };
  };

  it.each<[claim: string, given: readonly Partial<VexStatement>[], covered: readonly string[]]>([
    ["not affected ends it", [{}], ["CVE-2026-1 not_affected"]],
    ["under any of its names", [{ ids: ["ghsa-aaaa-aaaa-aaaa"] }], ["CVE-2026-1 not_affected"]],
    ["fixed ends it", [{ status: "fixed" }], ["CVE-2026-1 fixed"]],
    ["affected ends nothing", [{ status: "affected" }], []],
    ["for another version it says nothing", [{ products: [{ purl: "pkg:npm/left@1.0.0", name: "", within: [] }] }], []],
    ["the later statement holds", [{}, { status: "affected", at: at0 + 1 }], []],
    ["also when it was read first", [{ at: at0 + 1 }, { status: "affected" }], ["CVE-2026-1 not_affected"]],
    ["of one time, the one that warns", [{}, { status: "under_investigation" }], []],
    ["of one time, the one that names the version", [{ status: "affected" }, { products: [{ purl: "pkg:npm/left@2.0.0", name: "", within: [] }] }], ["CVE-2026-1 not_affected"]],
    ["within another thing it says nothing", [{ products: [{ purl: "pkg:npm/left", name: "", within: [{ purl: "pkg:oci/other" }] }] }], []],
    ["within this thing it holds", [{ products: [{ purl: "pkg:npm/left", name: "", within: [{ purl: "pkg:oci/shop" }] }] }], ["CVE-2026-1 not_affected"]],
    ["of the whole thing it holds for what is in it", [{ products: [{ purl: "pkg:oci/shop", name: "", within: [] }] }], ["CVE-2026-1 not_affected"]],
  ])("%s", (_claim, given, covered) => {
    const result = ids({ statements: given.map(statement), subjects: ["pkg:oci/shop@sha256%3Aabc"] });
    expect(result).toEqual({ open: covered.length > 0 ? ["CVE-2026-2"] : ["CVE-2026-1", "CVE-2026-2"], covered });
  });

  it("a range of versions covers those in it", () => {
    const of = (speaksOf: (version: string) => boolean) => ids({ statements: [statement({ products: [{ purl: "pkg:npm/left", name: "", within: [], speaksOf }] })] }).covered;
    expect([of((version) => version === "2.0.0"), of(() => false)]).toEqual([["CVE-2026-1 not_affected"], []]);
  });

  it("what covers one of two versions leaves the other open", () => {
    const only = statement({ products: [{ purl: "pkg:npm/left@2.0.0", name: "", within: [] }] });
    expect(ids({ statements: [only] }, ["pkg:npm/left@2.0.0", "pkg:npm/left@1.0.0"])).toEqual({ open: ["CVE-2026-1", "CVE-2026-2"], covered: ["CVE-2026-1 not_affected"] });
  });

  it("a rule hides until it ends", () => {
    const rule = { vulnerability: "CVE-2026-1", packageKey: "npm:left", purl: undefined, reason: "replaced in January", by: "ana", until: at0 + hourMs, document: "i.yaml" };
    expect(ids({ ignores: [rule] }).covered).toEqual(["CVE-2026-1 ignored"]);
    expect(ids({ ignores: [{ ...rule, until: at0 }] }).covered).toEqual([]);
    expect(ids({ ignores: [{ ...rule, packageKey: "npm:right" }] }).covered).toEqual([]);
  });
});
