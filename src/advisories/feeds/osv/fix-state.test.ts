// What records state of fixes: their own words, and version 0 for "never affected".
import { describe, expect, it } from "vitest";
import type { VersionRange } from "../../../versions/range.ts";
import { fixStateOf } from "./fix-state.ts";

const from0 = (...events: VersionRange["events"]): VersionRange => ({ type: "ECOSYSTEM", events: [{ introduced: "0" }, ...events] });

describe("advisories/feeds/osv/fix-state", () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["Debian's urgency", { ecosystem_specific: { urgency: "end-of-life" } }, "end-of-life"], ["an urgency that is a rating", { ecosystem_specific: { urgency: "unimportant" } }, undefined],
    ["Debian's tracker", { ecosystem_specific: { nodsa_reason: "postponed" } }, "deferred"], ["its ignored", { ecosystem_specific: { nodsa_reason: "ignored" } }, "will-not-fix"], ["its undetermined", { database_specific: { status: "undetermined" } }, "under-investigation"],
    ["Ubuntu's tracker", { ecosystem_specific: { status: "needs-triage" } }, "under-investigation"], ["its deferred", { ecosystem_specific: { status: "deferred" } }, "deferred"],
    ["Red Hat's words", { database_specific: { fix_state: "Will not fix" } }, "will-not-fix"], ["its other words", { database_specific: { fix_state: "Out of support scope" } }, "end-of-life"], ["and", { database_specific: { fix_state: "Fix deferred" } }, "deferred"],
    ["grype's", { database_specific: { fix_state: "wont-fix" } }, "will-not-fix"], ["trivy's", { database_specific: { status: "end_of_life" } }, "end-of-life"], ["VEX's", { database_specific: { vex_status: "not_affected" } }, "not-affected"],
    ["a state that says nothing of a fix", { database_specific: { status: "affected" } }, undefined], ["a review's status", { database_specific: { review_status: "REVIEWED", status: "reviewed" } }, undefined], ["no text", { database_specific: { status: 3 }, ecosystem_specific: null }, undefined], ["nothing", {}, undefined],
  ])("%s", (_title, entry, expected) => { expect(fixStateOf(entry, [from0({ fixed: "1.0" })], [])).toBe(expected); });

  it.each<[string, VersionRange[], string[], string | undefined]>([
    ["fixed in 0 was never affected", [from0({ fixed: "0" })], [], "not-affected"], ["a fix alone is left to the range", [from0({ fixed: "1.0-r0" })], [], undefined], ["without a fix too", [from0()], [], undefined],
    ["one of two ranges", [from0({ fixed: "0" }), from0({ fixed: "1" })], [], undefined], ["listed versions are affected", [from0({ fixed: "0" })], ["1.0"], undefined], ["no range", [], [], undefined],
    ["commits have no 0", [{ type: "GIT", repo: "https://acme.example/r", events: [{ introduced: "0" }, { fixed: "0" }] }], [], undefined],
  ])("%s", (_title, ranges, versions, expected) => { expect(fixStateOf({}, ranges, versions)).toBe(expected); });
});
