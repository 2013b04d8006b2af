// One evaluation for both directions: verdicts of advisories on a component.
import { describe, expect, it } from "vitest";
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import type { RangeEvent } from "../versions/range.ts";
import type { NamedComponent } from "../inventory/component-names.ts";
import { preparePart, verdictsOn } from "./match.ts";

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

  it("a component of several names is judged under each, by the version of that name", () => {
    const both: NamedComponent = { names: [...npm("2.0.0").names, { ecosystem: "npm", packageKey: "npm:b", packageVersion: "1.0.0", module: undefined }], ownedBy: undefined };
    const parts = [part("A", "npm", [{ introduced: "0" }, { fixed: "1.5.0" }]), { ...part("B", "npm", [{ introduced: "0" }, { fixed: "1.5.0" }]), packageKey: "npm:b" }];
    expect(verdictsOn(both, parts.map(preparePart)).map(({ advisoryId, verdict }) => `${advisoryId} ${verdict}`)).toEqual(["A not-affected", "B affected"]);
  });

  it("keeps a distribution's releases apart", () => {
    const debian = named("Debian:12", "npm:a", "1.0-1");
    const verdicts = verdictsOn(debian, [part("OTHER", "Debian:11", [{ introduced: "0" }]), part("SAME", "Debian:12", [{ introduced: "0" }])].map(preparePart));
    expect(verdicts.map(({ advisoryId, verdict, because }) => [advisoryId, verdict, because.kind])).toEqual([["OTHER", "not-affected", "other-scope"], ["SAME", "affected", "range"]]);
  });
});
