// KEV entries, and when the catalogue counts as a complete list.
import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { folderOf, pullAll } from "../feed.suite.ts";
import { kev, readKevEntry } from "./kev.ts";

const entry = { cveID: "CVE-2026-12345", vendorProject: "Acme", product: "Shelf", dateAdded: "2026-01-02", dueDate: "2026-01-23", knownRansomwareCampaignUse: "Unknown" };
let folder: ReturnType<typeof folderOf> | undefined;
afterEach(() => { folder?.remove(); });
const pull = (catalogue: object): ReturnType<typeof pullAll> => {
  folder = folderOf({ "known_exploited_vulnerabilities.json": JSON.stringify(catalogue) });
  return pullAll(kev, { baseUrl: `${folder.url}/` });
};

describe("advisories/feeds/kev", () => {
  it.each([
    ["the members we use", {}, { ransomware: false, forensicTriage: undefined, dueOn: "2026-01-23" }],
    ["members we do not know", { futureMember: { a: 1 } }, { ransomware: false }],
    ["ransomware", { knownRansomwareCampaignUse: "Known" }, { ransomware: true }],
    ["an older entry without it", { knownRansomwareCampaignUse: undefined }, { ransomware: false }],
    ["forensic triage asked for", { forensicTriage: "Yes" }, { forensicTriage: true }],
    ["forensic triage not asked for", { forensicTriage: "No" }, { forensicTriage: false }],
    ["no due date", { dueDate: "" }, { dueOn: undefined }],
  ])("reads %s", (_name, more, expected) => {
    expect(readKevEntry({ ...entry, ...more }, 0)).toMatchObject({ kind: "enrichment", enrichment: { kind: "kev", cve: "CVE-2026-12345", addedAt: Date.UTC(2026, 0, 2), ...expected } });
  });

  it.each([
    ["no object", 3, "is not an object"], ["another id", { ...entry, cveID: "GHSA-1" }, "/cveID"], ["no date", { ...entry, dateAdded: "soon" }, "/dateAdded"],
    ["a due date in words", { ...entry, dueDate: "soon" }, "/dueDate"], ["a due date that is none", { ...entry, dueDate: "2026-13-01" }, "/dueDate"],
    ["another word on ransomware", { ...entry, knownRansomwareCampaignUse: "Maybe" }, "/knownRansomwareCampaignUse"], ["another word on triage", { ...entry, forensicTriage: true }, "/forensicTriage"],
  ])("%s is a reject with its place", (_name, value, reason) => {
    expect(readKevEntry(value, 7)).toMatchObject({ kind: "reject", record: "/vulnerabilities/7", reason: expect.stringContaining(reason) });
  });

  it("a catalogue read whole is a complete list", async () => {
    expect((await pull({ count: 1, vulnerabilities: [entry] })).parts.map(({ kind }) => kind)).toEqual(["enrichment", "complete-list", "checkpoint"]);
  });

  it.each([
    ["announces more than it has", { count: 2, vulnerabilities: [entry] }, ["enrichment", "checkpoint"]],
    ["has an entry that cannot be read", { count: 2, vulnerabilities: [entry, {}] }, ["enrichment", "reject", "checkpoint"]],
  ])("one that %s is not: nothing is retired", async (_name, catalogue, kinds) => {
    expect((await pull(catalogue)).parts.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([["without entries", { count: 0, vulnerabilities: [] }], ["of another shape", { hello: 1 }]])("one %s is not the feed", async (_name, catalogue) => {
    expect((await pull(catalogue)).thrown).toMatchObject({ code: "feed.not-the-feed" });
  });

  const real = new URL("../../../../shared/data/kev/", import.meta.url);
  it.skipIf(!existsSync(real)).each([["known_exploited_vulnerabilities.json", 1404], ["known_exploited_vulnerabilities-2025-06-25.json.gz", 1370]])(
    "%s: all %i entries, nothing rejected (skipped: the shared data are not here)", async (name, count) => {
      const { parts } = await pullAll(kev, { baseUrl: new URL(name, real).href });
      expect(parts.filter(({ kind }) => kind === "enrichment")).toHaveLength(count);
      expect(parts.slice(count).map(({ kind }) => kind)).toEqual(["complete-list", "checkpoint"]);
    });
});
