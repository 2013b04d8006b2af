// One OSV record: what is read, what is left out aloud, what is refused; and that nothing makes it throw.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOsv } from "./read.ts";
import type { OsvOrigin } from "./read.ts";

const affected = [{ package: { ecosystem: "npm", name: "left-shelf" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.2.0" }] }] }];
const record = (more: object = {}): Record<string, unknown> => ({ id: "GHSA-aaaa-bbbb-cccc", modified: "2026-01-02T03:04:05Z", affected, ...more });
const read = (value: unknown, origin: Partial<OsvOrigin> = {}): ReturnType<typeof readOsv> => readOsv(typeof value === "string" ? value : JSON.stringify(value), { source: "osv", label: "here", ...origin });

function advisoryOf(value: unknown, origin: Partial<OsvOrigin> = {}): Extract<ReturnType<typeof readOsv>, { kind: "advisory" }> {
  const reading = read(value, origin);
  if (reading.kind === "reject") throw new Error(reading.reason);
  return reading;
}
const entryOf = (entry: object) => advisoryOf(record({ affected: [{ ...affected[0], ...entry }] })).advisory.affected[0]!;

describe("advisories/feeds/osv/read", () => {
  it("reads the fields we use and ignores the rest", () => {
    const { advisory, left } = advisoryOf(record({
      schema_version: "9.9.9", credits: [], future: { x: 1 }, summary: "S", details: "D", published: "2026-01-01T00:00:00.5+01:00", withdrawn: "2026-01-03T00:00:00Z",
      aliases: ["CVE-2026-1"], upstream: ["CVE-2026-2"], related: ["USN-1-1"], severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N" }], references: [{ type: "FIX", url: "https://a.example/" }],
    }));
    expect(left).toEqual([]);
    expect(advisory).toEqual({
      id: "GHSA-aaaa-bbbb-cccc", source: "osv", modifiedAt: Date.UTC(2026, 0, 2, 3, 4, 5), publishedAt: Date.UTC(2025, 11, 31, 23, 0, 0, 500), withdrawnAt: Date.UTC(2026, 0, 3),
      summary: "S", details: "D", aliases: ["CVE-2026-1"], upstream: ["CVE-2026-2"], related: ["USN-1-1"],
      severities: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N", source: "GHSA" }], references: [{ type: "FIX", url: "https://a.example/" }],
      affected: [{ ecosystem: "npm", name: "left-shelf", versions: [], severities: [], fixState: undefined, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.2.0" }] }] }],
    });
  });

  it("null stands for absent, as the schema allows", () => {
    expect(advisoryOf(record({ aliases: null, severity: null, references: null, withdrawn: null, summary: null })).left).toEqual([]);
  });

  it("a record without affected packages is an advisory (withdrawn ones have none)", () => {
    expect(advisoryOf({ id: "OSV-1", modified: "2026-01-01T00:00:00Z" }).advisory.affected).toEqual([]);
  });

  it.each([
    ["not JSON", "<html>", "not JSON"],
    ["a list", "[]", "not a JSON object"],
    ["no id", record({ id: undefined }), "/id null is not an OSV id"],
    ["an id that climbs", record({ id: "CVE-2024/../../x-0001" }), "is not an OSV id"],
    ["an id of dots", record({ id: "a..b" }), "is not an OSV id"],
    ["an id with a control character", record({ id: "CVE-1\u0000" }), "is not an OSV id"],
    ["no modified", record({ modified: undefined }), "/modified null is not an RFC 3339 instant"],
    ["a modified in words", record({ modified: "<RFC3339 date with the year 2026>" }), "is not an RFC 3339 instant"],
    ["a zero modified that nothing stands in for", record({ modified: "0001-01-01T00:00:00Z" }), "neither the listing nor /published"],
    ["a withdrawal without a time", record({ withdrawn: "yes" }), "/withdrawn \"yes\" is not an RFC 3339 instant"],
    ["only affected entries that cannot be used", record({ affected: [{ package: {}, versions: ["1"] }] }), "/affected/0 names neither a package"],
    ["affected that is no list", record({ affected: {} }), "/affected is not a list"],
    ["a range without introduced and nothing else", record({ affected: [{ ...affected[0], ranges: [{ type: "SEMVER", events: [{ fixed: "1" }] }] }] }), "has no introduced event"],
  ])("%s is a reject", (_name, value, reason) => { expect(read(value)).toMatchObject({ kind: "reject", reason: expect.stringContaining(reason) }); });

  it("a record under another id's name is a reject", () => {
    expect(read(record(), { expectedId: "GHSA-other" })).toMatchObject({ kind: "reject", record: "here", reason: "/id is GHSA-aaaa-bbbb-cccc where GHSA-other was promised" });
  });

  it.each<[string, object, Partial<OsvOrigin>, number, string]>([
    ["the listing's time", { published: "2020-01-01T00:00:00Z" }, { listedAt: 5000 }, 5000, "the listing"],
    ["published", { published: "2020-01-01T00:00:00Z" }, {}, Date.UTC(2020, 0), "/published"],
  ])("for a zero modified %s stands in, aloud", (_name, more, origin, at, source) => {
    const { advisory, left } = advisoryOf(record({ modified: "0001-01-01T00:00:00Z", ...more }), origin);
    expect(advisory.modifiedAt).toBe(at);
    expect(left).toEqual([{ at: "/modified", reason: expect.stringContaining(`from ${source} stands in`) }]);
  });

  it.each<[string, object, string, string]>([
    ["a severity of an unknown type", { severity: [{ type: "CVSS_V9", score: "x" }] }, "/severity/0", "known type"],
    ["an alias that is a URL", { aliases: ["https://x.example/1"] }, "/aliases/0", "is not an OSV id"],
    ["a published in words", { published: "soon" }, "/published", "RFC 3339"],
    ["a reference without url", { references: [{ type: "WEB" }] }, "/references/0", "has no url"],
    ["an event with two members", { affected: [...affected, { ...affected[0], ranges: [{ type: "SEMVER", events: [{ introduced: "0", fixed: "1" }] }] }] }, "/affected/1/ranges/0/events/0", "exactly one of"],
    ["an event with a number", { affected: [...affected, { ...affected[0], ranges: [{ type: "SEMVER", events: [{ introduced: 0 }] }] }] }, "/affected/1/ranges/0/events/0", "exactly one of"],
    ["a range of an unknown type", { affected: [...affected, { ...affected[0], ranges: [{ type: "PATCH", events: [] }] }] }, "/affected/1/ranges/0", "\"PATCH\""],
    ["a GIT range without repo", { affected: [...affected, { ...affected[0], ranges: [{ type: "GIT", events: [{ introduced: "0" }] }] }] }, "/affected/1/ranges/0", "without a repo"],
    ["versions that are a number", { affected: [{ ...affected[0], versions: 2 }] }, "/affected/0/versions", "is not a list"],
    ["a version that is a number", { affected: [{ ...affected[0], versions: ["1", 2] }] }, "/affected/0/versions/1", "is not text"],
  ])("%s costs only itself and is named", (_name, more, at, reason) => {
    const { advisory, left } = advisoryOf(record(more));
    expect(left).toEqual([{ at, reason: expect.stringContaining(reason) }]);
    expect(advisory.affected).toHaveLength(1);
  });

  it("an id is freed of the spaces around it", () => { expect(advisoryOf(record({ aliases: [" CVE-2026-1 "] })).advisory.aliases).toEqual(["CVE-2026-1"]); });

  it.each([["PyPI", "Zope.Interface", "zope-interface"], ["Debian:12", "Acme", "acme"], ["AlmaLinux:9", "Acme", "Acme"], ["NuGet", "Acme.Json", "acme.json"]])("%s keeps its suffix and names %s as %s", (ecosystem, name, stored) => {
    expect(entryOf({ package: { ecosystem, name } })).toMatchObject({ ecosystem, name: stored });
  });

  it.each<[string, object, string | undefined]>([
    ["of the fix's build, named by the title", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "1:18.19.1-1.module+el8.9.0+1+a" }] }] }, "nodejs:18"],
    ["AlmaLinux's spelling", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "18.19.1-1.module_el8.9.0+1+a" }] }] }, "nodejs:18"],
    ["told by the entry itself", { ecosystem_specific: { rpm_modularity: "nodejs:20" } }, "nodejs:20"],
    ["none for other builds", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "18.19.1-1.el8" }] }] }, undefined],
  ])("the module stream: %s", (_name, entry, module) => {
    const { advisory } = advisoryOf(record({ summary: "Important: nodejs:18 security update", affected: [{ ...affected[0], ...entry }] }));
    expect(advisory.affected[0]?.module).toBe(module);
  });

  it("Ubuntu's priority as a member is a severity of its type; untriaged is no rating", () => {
    expect(entryOf({ ecosystem_specific: { ubuntu_priority: "low" } }).severities).toEqual([{ type: "Ubuntu", score: "low", source: "GHSA" }]);
    expect(advisoryOf(record({ database_specific: { ubuntu_priority: "untriaged" } })).advisory.severities).toEqual([]);
  });

  it("severities of a package stay with it; words are in lower case, and 'unknown' is no rating", () => {
    expect(entryOf({ severity: [{ type: "Ubuntu", score: "medium" }], ecosystem_specific: { severity: "HIGH" }, database_specific: { severity: "Unknown" } }).severities)
      .toEqual([{ type: "Ubuntu", score: "medium", source: "GHSA" }, { type: "word", score: "high", source: "GHSA" }]);
    expect(advisoryOf(record({ database_specific: { severity: "MODERATE" } })).advisory.severities).toEqual([{ type: "word", score: "moderate", source: "GHSA" }]);
  });

  it.each([["end-of-life", "end-of-life", []], ["not yet assigned", undefined, []], ["unimportant", undefined, [{ type: "word", score: "unimportant", source: "GHSA" }]]])("Debian's urgency %j", (urgency, fixState, severities) => {
    expect(entryOf({ ecosystem_specific: { urgency } })).toMatchObject({ fixState, severities });
  });

  it("each repository of an entry without a package is a package of the ecosystem GIT, with the tags", () => {
    const git = (repo: string): object => ({ type: "GIT", repo, events: [{ introduced: "0" }] });
    const entries = advisoryOf(record({ affected: [{ ranges: [git("https://a.example/x.git"), git("https://a.example/y/")], versions: ["v1"] }] })).advisory.affected;
    expect(entries.map(({ ecosystem, name, versions, ranges }) => [ecosystem, name, versions, ranges.length])).toEqual([["GIT", "https://a.example/x", ["v1"], 1], ["GIT", "https://a.example/y", ["v1"], 1]]);
  });

  it("never throws, whatever the JSON", () => {
    const odd = fc.jsonValue({ maxDepth: 3 });
    const shaped = fc.record({ id: fc.constantFrom("A-1", 1), modified: fc.constantFrom("2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 3), affected: fc.oneof(odd, fc.array(fc.record({ package: odd, ranges: odd, versions: odd, severity: odd, ecosystem_specific: odd }, { requiredKeys: [] }))), aliases: odd, severity: odd, references: odd, withdrawn: odd, database_specific: odd }, { requiredKeys: [] });
    fc.assert(fc.property(fc.oneof(odd, shaped), (value) => { expect(["advisory", "reject"]).toContain(read(value).kind); }), { numRuns: 500 });
  });

  it("never throws, whatever the text", () => { fc.assert(fc.property(fc.string(), (text) => { expect(read(text).kind).toBe("reject"); })); });
});
