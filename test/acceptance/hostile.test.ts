// Hostile advisories and SBOMs: each costs itself a clear word, the rest goes on, and the time stays bounded.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdvisoryIndex } from "../../src/advisories/advisory-index/open-index.ts";
import { runIndexUpdate } from "../../src/app/advisory-index/advisory-index-run.ts";
import type { IndexRunReport } from "../../src/app/advisory-index/advisory-index-run.ts";
import { readSettings } from "../../src/app/settings.ts";
import { isFault } from "../../src/kernel/fault.ts";
import { fakeClock } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { readSbom } from "../../src/inventory/sbom-reader.ts";
import { scanComponents } from "../../src/matching/scan.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import { bytesOf } from "./fleet-in-words.ts";

const times = { modified: "2026-02-01T00:00:00Z", published: "2026-01-01T00:00:00Z" };
const affected = (name: unknown, more: object = { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }] }): object => ({ package: { ecosystem: "npm", name }, ...more });
const record = (id: string, more: object): string => JSON.stringify({ schema_version: "1.7.0", id, ...times, ...more });
const manyEvents = Array.from({ length: 100_000 }, (_, at) => (at % 2 === 0 ? { introduced: `${at}.0.0` } : { fixed: `${at}.0.0` }));
const megabyte = "9".repeat(1024 * 1024);

/** File name to text. Those named GOOD- must stand in the end; of the others none may stop them. */
const records: Readonly<Record<string, string>> = {
  "GOOD-1": record("GOOD-1", { affected: [affected("lamp")] }),
  "EVENTS-1": record("EVENTS-1", { affected: [affected("lamp", { ranges: [{ type: "SEMVER", events: manyEvents }] })] }),
  "EVENTS-2": record("EVENTS-2", { affected: [affected("lamp", { ranges: Array.from({ length: 2000 }, (_, at) => ({ type: "SEMVER", events: [{ introduced: `${at}.5.0` }, { fixed: `${at}.5.1` }] })) })] }),
  "VERSIONS-1": record("VERSIONS-1", { affected: [affected("lamp", { versions: Array.from({ length: 100_000 }, (_, at) => `7.${at}.0`) })] }),
  "LONG-1": record("LONG-1", { affected: [affected("lamp", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: megabyte }] }] })] }),
  "LONG-2": record("LONG-2", { affected: [affected("lamp", { ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: `1${"-1".repeat(200_000)}` }] }] })] }),
  "LONG-3": record("LONG-3", { affected: [affected(megabyte)], summary: megabyte, severity: [{ type: "CVSS_V3", score: `CVSS:3.1/${"AV:N/".repeat(100_000)}` }] }),
  "NAME-1": record("NAME-1", { affected: ["(a+)+$", "__proto__", "constructor", "../../etc/passwd", "a\u0000b", "\ud800", "%2e%2e", "lamp' or '1'='1"].map((name) => affected(name)) }),
  "WRONG-1": record("WRONG-1", { affected: { package: "lamp" }, aliases: "CVE-1", severity: 9 }),
  "WRONG-2": record("WRONG-2", { affected: [affected("lamp", { ranges: "all", versions: 7 }), affected(["lamp"]), null, 3, affected("lamp", { ranges: [{ type: "SEMVER", events: [1, null, { introduced: 1 }, { introduced: "1", fixed: "2" }] }] })] }),
  "WRONG-3": JSON.stringify({ id: "WRONG-3", modified: "soon", affected: [affected("lamp")] }),
  "WRONG-4": "[]", "WRONG-5": "{", "WRONG-6": "", "WRONG-7": `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
  "DEEP-1": `{"id":"DEEP-1","modified":"${times.modified}","affected":[],"database_specific":${"{\"a\":".repeat(50_000)}1${"}".repeat(50_000)}}`,
  "SELF-1": record("SELF-1", { aliases: ["SELF-1", "SELF-1"], upstream: ["SELF-1"], affected: [affected("lamp")] }),
  "MANY-1": record("MANY-1", { aliases: Array.from({ length: 5000 }, (_, at) => `MANY-${at + 2}`), affected: [affected("lamp")] }),
  ...Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`RING-${at}`, record(`RING-${at}`, { aliases: [`RING-${(at + 1) % 600}`, `RING-${(at * 7) % 600}`], affected: at % 200 === 0 ? [affected("lamp")] : [] })])),
  "GOOD-2": record("GOOD-2", { affected: [affected("shade")] }),
};

const sbom = JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
  components: [
    { type: "library", name: "lamp", purl: "pkg:npm/lamp@1.0.0" }, { type: "library", name: "shade", purl: "pkg:npm/shade@1.0.0" },
    { type: "library", name: "long", purl: `pkg:npm/lamp@${"1.".repeat(2000)}0` }, { type: "library", name: "x", purl: `pkg:npm/${"a".repeat(100_000)}@1` },
    { type: "library", name: "proto", purl: "pkg:npm/__proto__@1.0.0" }, { type: "library", name: 7, purl: {} }, null, "lamp",
    { type: "library", name: "regex", purl: `pkg:pypi/lamp@${"1.1".repeat(300)}` }, { type: "library", name: "maven", purl: `pkg:maven/org.lamp/lamp@${"1-".repeat(400)}` },
    { type: "library", name: "broken", purl: "pkg:npm/%zz@1" }, { type: "library", name: "none" },
  ],
});

let folder: string;
let report: IndexRunReport;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "aftwatch-hostile-"));
  mkdirSync(join(folder, "records"));
  for (const [name, text] of Object.entries(records)) writeFileSync(join(folder, "records", `${name}.json`), text);
  const settings = readSettings({ AFTWATCH_FEEDS: "osv" }, {}, folder);
  report = await runIndexUpdate({
    directory: join(folder, "index"), settings, from: join(folder, "records"), fresh: true, cwd: folder, clock: fakeClock(testStartAt), log: silentLog,
    signal: new AbortController().signal, holder: "test", version: "0", onProgress: () => {},
  });
}, 120_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe("test/acceptance/hostile", () => {
  it("the index is built from what can be used; what cannot is named with its place", () => {
    expect(report.sources.map(({ error }) => error)).toEqual([undefined]);
    const named = report.rejects.map(({ record: id, reason }) => `${id} ${reason}`).join("\n");
    for (const id of ["WRONG-1", "WRONG-2", "WRONG-3", "WRONG-4", "WRONG-5", "WRONG-6", "WRONG-7", "LONG-3", "NAME-1"]) expect(named).toContain(id);
  });

  it("a scan answers for every component it could read, and names the others", async () => {
    const { components, rejects } = await readSbom(bytesOf(sbom));
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(["lamp", "shade", "proto"]));
    expect(rejects.length).toBeGreaterThanOrEqual(5);
    const index = openAdvisoryIndex(join(folder, "index"));
    try {
      const { findings } = scanComponents(components, index, { at: testStartAt });
      const hit = (name: string): string[] => findings.filter(({ packageKey }) => packageKey === `npm:${name}`).flatMap((finding) => finding.components.flatMap(({ advisories }) => advisories.filter(({ verdict }) => verdict === "affected").map(({ advisoryId }) => advisoryId)));
      expect(hit("shade")).toEqual(["GOOD-2"]);
      expect(hit("lamp")).toEqual(expect.arrayContaining(["GOOD-1", "SELF-1", "MANY-1", "RING-0"]));
      expect(hit("__proto__")).toEqual(["NAME-1"]);
    } finally { index.close(); }
  }, 120_000);

  it("a server takes the same records from a feed, and finds the same", async () => {
    const test = await openTestApp();
    try {
      const { partsOf } = await import("../../src/advisories/feeds/osv/job.ts");
      const { pullParts } = await import("./fleet-in-words.ts");
      await pullParts(test, Object.entries(records).flatMap(([name, text]) => [...partsOf(text, { source: "test", label: name })]));
      await test.app.recordSbom(test.app.org, { service: "lamp", version: "1", chunks: bytesOf(sbom) }, "token:ci");
      const { traces: why } = await test.app.explain(test.app.org, "pkg:npm/shade@1.0.0", undefined);
      expect(why.map(({ advisory, verdict }) => `${advisory} ${verdict}`)).toEqual(["GOOD-2 affected"]);
      const { traces: lamp } = await test.app.explain(test.app.org, "pkg:npm/lamp@1.0.0", "GOOD-1");
      expect(lamp[0]).toMatchObject({ verdict: "affected", clearedBy: "2.0.0" });
    } finally { await test.close(); }
  }, 240_000);

  it("a document that is no SBOM is refused with the reason", async () => {
    for (const text of ["{", "[]", "{\"bomFormat\":\"CycloneDX\"}", `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${"[".repeat(100_000)}`]) {
      const thrown = await readSbom(bytesOf(text)).then(() => undefined, (cause: unknown) => cause);
      expect(isFault(thrown)).toBe(true);
    }
  });
});
