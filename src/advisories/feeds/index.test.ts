// The family of feeds: the registry is the folder, and every member passes the suite.
import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeZip } from "../../kernel/zip.fixtures/write-zip.ts";
import { feedSuite } from "../feed.suite.ts";
import type { FeedSample } from "../feed.suite.ts";
import { feeds } from "./index.ts";

const record = (id: string, at: number): string =>
  JSON.stringify({ id, modified: new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString(), affected: [{ package: { ecosystem: "npm", name: `shelf-${at}` }, versions: ["1.0.0"] }] });
const ids = (prefix: string, count: number): readonly string[] => Array.from({ length: count }, (_, at) => `${prefix}-2026-${at}`);
const zipOf = (list: readonly string[]): Buffer => writeZip(list.map((id, at) => ({ name: `${id}.json`, content: record(id, at) })));
const csvOf = (...ecosystems: readonly [string, readonly string[]][]): string => ecosystems
  .flatMap(([ecosystem, list]) => list.map((id, at) => ({ at, row: `${new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString()},${ecosystem}/${id}` })))
  .toSorted((a, b) => b.at - a.at).map(({ row }) => row).join("\n");
const [shelves, books] = [ids("GHSA", 1100), ids("OSV", 3)];
const cves = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `CVE-2025-${10_000 + at}`);

const cveOf = (id: string): object => ({ cve: { id, lastModified: "2026-01-02T03:04:05.678", vulnStatus: "Analyzed", descriptions: [{ lang: "en", value: "A shelf falls." }] } });

const samples: Record<string, Pick<FeedSample, "base" | "files">> = {
  osv: {
    base: "",
    files: {
      "ecosystems.txt": "Red Hat\nnpm\n", "modified_id.csv": csvOf(["npm", shelves], ["Red Hat", books]),
      "npm/all.zip": zipOf(shelves), "Red Hat/all.zip": zipOf(books),
    },
  },
  kev: {
    base: "kev.json",
    files: { "kev.json": JSON.stringify({ title: "ours", count: 3, vulnerabilities: cves(3).map((cveID) => ({ cveID, dateAdded: "2026-01-02", dueDate: "2026-01-23", knownRansomwareCampaignUse: "Known" })) }) },
  },
  epss: {
    base: "epss_scores-2026-01-02.csv.gz",
    files: { "epss_scores-2026-01-02.csv.gz": gzipSync(`#model_version:v1,score_date:2026-01-02T00:00:00Z\ncve,epss,percentile\n${cves(10_050).map((cve) => `${cve},0.5,0.9`).join("\n")}\n`) },
  },
  nvd: {
    base: "cves.json.gz",
    files: { "cves.json.gz": gzipSync(JSON.stringify({ resultsPerPage: 600, startIndex: 0, totalResults: 600, vulnerabilities: cves(600).map(cveOf) })) },
  },
  starter: { base: "", files: { "a.jsonl": `${shelves.map(record).join("\n")}\n` } },
};

describe("advisories/feeds", () => {
  it("the registry is the folder, and an id is its file's name", () => {
    const members = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() ? !entry.name.endsWith(".fixtures") : !/^index\.|\.(?:test|suite)\.ts$/.test(entry.name))
      .map(({ name }) => name.replace(/\.ts$/, ""));
    expect(feeds.all.map(({ id }) => id).toSorted()).toEqual(members.toSorted());
  });

  it("ids are unique", () => { expect(new Set(feeds.all.map(({ id }) => id)).size).toBe(feeds.all.length); });

  it("every feed has a sample for the suite", () => { expect(Object.keys(samples).toSorted()).toEqual(feeds.all.map(({ id }) => id).toSorted()); });
});

for (const feed of feeds.all) {
  const sample = samples[feed.id];
  if (sample !== undefined) feedSuite({ feed, ...sample });
}
