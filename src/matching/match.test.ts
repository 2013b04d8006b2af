// One evaluation for both directions: verdicts of advisories on a component.
import { describe, expect, it } from "vitest";
import type { AdvisedPart } from "../advisories/advisory-store.ts";
import type { RangeEvent } from "../versions/range.ts";
import { preparePart, verdictsOn } from "./match.ts";

const part = (advisoryId: string, ecosystem: string, events: RangeEvent[], versions: string[] = []): AdvisedPart =>
  ({ advisoryId, packageKey: "npm:a", ecosystem, ranges: events.length > 0 ? [{ type: "ECOSYSTEM", events }] : [], versions, fixState: undefined });
const npm = (packageVersion: string | undefined) => ({ ecosystem: "npm", packageKey: "npm:a", packageVersion });

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

  it("keeps a distribution's releases apart", () => {
    const debian = { ecosystem: "Debian:12", packageKey: "Debian:a", packageVersion: "1.0-1" };
    const verdicts = verdictsOn(debian, [part("OTHER", "Debian:11", [{ introduced: "0" }]), part("SAME", "Debian:12", [{ introduced: "0" }])].map(preparePart));
    expect(verdicts.map(({ advisoryId, verdict, because }) => [advisoryId, verdict, because.kind])).toEqual([["OTHER", "not-affected", "other-scope"], ["SAME", "affected", "range"]]);
  });
});
