// One evaluation for both directions: verdicts of advisories on a component.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import type { RangeEvent } from "../versions/range.ts";
import type { NamedComponent } from "../inventory/component-names.ts";
import { sentenceOf } from "./reason-text.ts";
import { concerns, preparePart, verdictsOn } from "./match.ts";

const part = (advisoryId: string, ecosystem: string, events: RangeEvent[], versions: string[] = []): AdvisedPart =>
  ({ advisoryId, packageKey: "npm:a", ecosystem, ranges: events.length > 0 ? [{ type: "ECOSYSTEM", events }] : [], versions, fixState: undefined });
const named = (ecosystem: string, packageKey: string, packageVersion: string | undefined, more: { module?: string; ownedBy?: string } = {}): NamedComponent =>
  ({ names: [{ ecosystem, packageKey, packageVersion, module: more.module }], ownedBy: more.ownedBy });
const npm = (packageVersion: string | undefined): NamedComponent => named("npm", "npm:a", packageVersion);

describe("src/matching/match.ts", () => {
  it.each<[claim: string, version: string | undefined, parts: AdvisedPart[], expected: string]>([
    ["below the fix is affected", "1.0.0", [part("A", "npm", [{ introduced: "0" }, { fixed: "1.2.0" }])], "A affected 1.2.0"],
    ["at the fix is not", "1.2.0", [part("A", "npm", [{ introduced: "0" }, { fixed: "1.2.0" }])], "A not-affected"],
    ["without a version nobody can tell", undefined, [part("A", "npm", [{ introduced: "0" }])], "A unknown"],
    ["of two parts of one advisory, affected decides", "2.0.0", [part("A", "npm", [{ introduced: "0" }, { fixed: "1.2.0" }]), part("A", "npm", [{ introduced: "2.0.0" }, { fixed: "2.1.0" }])], "A affected 2.1.0"],
    ["each advisory has its own verdict", "1.0.0", [part("A", "npm", [{ introduced: "0" }, { fixed: "1.2.0" }]), part("B", "npm", [{ introduced: "1.1.0" }])], "A affected 1.2.0, B not-affected"],
    ["another ecosystem's record does not speak of it", "1.0.0", [part("A", "Debian:12", [{ introduced: "0" }])], "A not-affected"],
  ])("%s", (_claim, version, parts, expected) => {
    const shown = verdictsOn(npm(version), parts.map(preparePart)).map(({ advisoryId, verdict, clearedBy }) => `${advisoryId} ${verdict}${clearedBy ? ` ${clearedBy}` : ""}`).join(", ");
    expect(shown).toBe(expected);
  });

  it.each<[claim: string, component: NamedComponent, more: Partial<AdvisedPart>, expected: string]>([
    ["a record for another module stream does not cover it", named("npm", "npm:a", "1.0.0", { module: "nodejs:16" }), { module: "nodejs:18" }, "not-affected other-module"],
    ["a record for its own stream does", named("npm", "npm:a", "1.0.0", { module: "nodejs:18:80900:rhel8" }), { module: "nodejs:18" }, "affected range"],
    ["what a source states not to be affected is not", npm("1.0.0"), { fixState: "not-affected" }, "not-affected stated"],
    ["what will not be fixed is affected", npm("1.0.0"), { fixState: "will-not-fix" }, "affected range"],
    ["what a distribution's package owns is left to that package", named("npm", "npm:a", "1.0.0", { ownedBy: "pkg:deb/debian/node-a@1" }), {}, "not-affected owned"],
  ])("%s", (_claim, component, more, expected) => {
    const [verdict] = verdictsOn(component, [preparePart({ ...part("A", "npm", [{ introduced: "0" }]), ...more })]);
    expect(`${verdict?.verdict} ${verdict?.because.kind}`).toBe(expected);
  });

  it.each<[claim: string, version: string, expected: string]>([
    ["below NVD's bound is affected", "1.1.1k", "affected configuration"],
    ["at the bound is not", "1.1.1l", "not-affected configuration"],
  ])("a product that only a CPE names: %s", (_claim, version, expected) => {
    const product: NamedComponent = { names: [{ ecosystem: "CPE", packageKey: "CPE:a:openssl:openssl", packageVersion: version, module: undefined, cpe: `cpe:2.3:a:openssl:openssl:${version}:*:*:*:*:*:*:*` }], ownedBy: undefined };
    const configurations = [{ operator: "OR" as const, nodes: [{ operator: "OR" as const, matches: [{ vulnerable: true, criteria: "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", versionEndExcluding: "1.1.1l" }] }] }];
    const [verdict] = verdictsOn(product, [preparePart({ ...part("NVD-CVE-2099-1", "CPE", []), packageKey: "CPE:a:openssl:openssl", configurations })]);
    expect(`${verdict?.verdict} ${verdict?.because.kind}`).toBe(expected);
  });

  it("a component of several names is judged under each, by the version of that name", () => {
    const both: NamedComponent = { names: [...npm("2.0.0").names, { ecosystem: "npm", packageKey: "npm:b", packageVersion: "1.0.0", module: undefined }], ownedBy: undefined };
    const parts = [part("A", "npm", [{ introduced: "0" }, { fixed: "1.5.0" }]), { ...part("B", "npm", [{ introduced: "0" }, { fixed: "1.5.0" }]), packageKey: "npm:b" }];
    expect(verdictsOn(both, parts.map(preparePart)).map(({ advisoryId, verdict }) => `${advisoryId} ${verdict}`)).toEqual(["A not-affected", "B affected"]);
  });

  it("concerns says in short whether any verdict is other than not affected", () => {
    const versions = ["1.0.0", "1.5.0", "2.0.0", "main"];
    const events = fc.uniqueArray(fc.constantFrom<RangeEvent>({ introduced: "0" }, { introduced: "1.5.0" }, { fixed: "1.5.0" }, { fixed: "2.0.0" }, { last_affected: "1.0.0" }), { minLength: 1 });
    const parts = fc.array(fc.tuple(events, fc.subarray(versions), fc.constantFrom("npm", "PyPI")).map(([all, listed, ecosystem], ) => part("A", ecosystem, all, listed)), { maxLength: 3 });
    fc.assert(fc.property(parts, fc.constantFrom(...versions, undefined), (all, version) => {
      const prepared = all.map(preparePart);
      expect(concerns(npm(version), prepared)).toBe(verdictsOn(npm(version), prepared).some(({ verdict }) => verdict !== "not-affected"));
    }));
  });

  it("what a source last knew is told where no fix is known, and is no bound", () => {
    const [verdict] = verdictsOn(npm("9.0.0"), [preparePart({ ...part("A", "npm", [{ introduced: "0" }]), lastKnownAffected: "<= 8.0.0" })]);
    expect(verdict && sentenceOf(verdict)).toBe("Affected: 9.0.0 is at or after introduced 0 in npm, range 1, by semver order; no version is known to clear it; its source last knew <= 8.0.0 to be affected.");
  });

  it("keeps a distribution's releases apart", () => {
    const debian = named("Debian:12", "npm:a", "1.0-1");
    const verdicts = verdictsOn(debian, [part("OTHER", "Debian:11", [{ introduced: "0" }]), part("SAME", "Debian:12", [{ introduced: "0" }])].map(preparePart));
    expect(verdicts.map(({ advisoryId, verdict, because }) => [advisoryId, verdict, because.kind])).toEqual([["OTHER", "not-affected", "other-scope"], ["SAME", "affected", "range"]]);
  });
});
