// The index filled by real feeds from a mirror and from loose files: news only, failures that cost their source, and what is left alone.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { openAdvisoryIndex } from "../../advisories/advisory-index/open-index.ts";
import { dayMs, fakeClock } from "../../kernel/clock.ts";
import { createHttp } from "../../kernel/fetch-http.ts";
import { silentLog } from "../../kernel/log.ts";
import { writeZip } from "../../kernel/zip.fixtures/write-zip.ts";
import { freshnessOf } from "./advisory-index-freshness.ts";
import { advisoryIndexPlace } from "./advisory-index-place.ts";
import { runIndexUpdate } from "./advisory-index-run.ts";
import type { IndexRunReport } from "./advisory-index-run.ts";
import { lockIndex } from "./advisory-index-update.ts";

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), "aftwatch-index-")); folders.push(made); return made; };
afterEach(() => { for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true }); });

const at = Date.UTC(2026, 5, 1);
const clock = fakeClock(at);
const record = (id: string, modified: string, more: object = {}): string =>
  JSON.stringify({ id, modified, affected: [{ package: { ecosystem: "npm", name: "left" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }], ...more });
const ids = (directory: string): string[] => { const index = openAdvisoryIndex(directory); try { return index.partsOf("npm:left", "npm").map(({ advisoryId }) => advisoryId); } finally { index.close(); } };

/** A mirror as OSV lays it out; its files are written anew, so that they count as changed. */
function mirror(directory: string, records: Readonly<Record<string, string>>): void {
  mkdirSync(join(directory, "npm"), { recursive: true });
  const rows = Object.entries(records).map(([id, text]) => ({ id, text, modified: (JSON.parse(text) as { modified: string }).modified })).toSorted((a, b) => (a.modified < b.modified ? 1 : -1));
  for (const { id, text } of rows) writeFileSync(join(directory, "npm", `${id}.json`), text);
  writeFileSync(join(directory, "npm", "all.zip"), writeZip(rows.map(({ id, text }) => ({ name: `${id}.json`, content: text }))));
  writeFileSync(join(directory, "ecosystems.txt"), "npm\n");
  writeFileSync(join(directory, "modified_id.csv"), rows.map(({ id, modified }) => `${modified},npm/${id}\n`).join(""));
}

const run = (directory: string, from: string, { fresh = false, enabled = ["osv", "kev"] } = {}): Promise<IndexRunReport> => runIndexUpdate({
  directory, from, fresh, cwd: "/", holder: "a test", version: "0", clock, log: silentLog, signal: new AbortController().signal, http: createHttp({ clock, userAgent: "t" }), onProgress: () => {},
  settings: { feeds: { enabled, baseUrls: {}, ecosystems: undefined, except: [], pollSeconds: undefined }, proxy: undefined, noProxy: undefined },
});

describe("app/advisory-index/advisory-index-update", () => {
  it("from a mirror: everything, then news only, and KEV where it lies beside", async () => {
    const [directory, from] = [folder(), folder()];
    mirror(from, { "GHSA-1": record("GHSA-1", "2026-01-01T00:00:00Z"), "GHSA-2": record("GHSA-2", "2026-01-02T00:00:00Z") });
    const first = await run(directory, from);
    expect(first).toMatchObject({ left: [{ id: "kev" }], sources: [{ id: "osv", changed: 2, error: undefined }], manifest: { generation: 1, sources: [{ id: "osv", records: 2, newestAt: Date.UTC(2026, 0, 2), syncedAt: at }] } });
    mirror(from, { "GHSA-1": record("GHSA-1", "2026-01-01T00:00:00Z"), "GHSA-2": record("GHSA-2", "2026-02-01T00:00:00Z", { withdrawn: "2026-02-01T00:00:00Z" }), "GHSA-3": record("GHSA-3", "2026-02-02T00:00:00Z") });
    writeFileSync(join(from, "known_exploited_vulnerabilities.json"), JSON.stringify({ count: 1, vulnerabilities: [{ cveID: "CVE-2026-0001", dateAdded: "2026-01-05", knownRansomwareCampaignUse: "Known" }] }));
    const second = await run(directory, from);
    expect(second.sources).toMatchObject([{ id: "kev", enriched: 1 }, { id: "osv", changed: 2, unchanged: 0 }]);
    expect(ids(directory)).toEqual(["GHSA-1", "GHSA-3"]);
    const index = openAdvisoryIndex(directory);
    expect(index.enrichmentsOf("CVE-2026-0001")).toMatchObject([{ kind: "kev", ransomware: true }]);
    expect(index.advisory("GHSA-2")?.withdrawnAt).toBe(Date.UTC(2026, 1, 1));
    index.close();
    expect((await run(directory, from)).sources).toMatchObject([{ changed: 0, enriched: 0 }, { changed: 0 }]);
    expect(readdirSync(directory).filter((name) => name.endsWith(".spool"))).toEqual([]);
  });

  it("from loose files of every form; what is no record is named and costs itself", async () => {
    const [directory, from] = [folder(), folder()];
    mkdirSync(join(from, "deep", ".git"), { recursive: true });
    writeFileSync(join(from, "deep", "GHSA-1.json"), record("GHSA-1", "2026-01-01T00:00:00Z"));
    writeFileSync(join(from, "deep", ".git", "GHSA-9.json"), record("GHSA-9", "2026-01-01T00:00:00Z"));
    writeFileSync(join(from, "deep", "README.md"), "nothing");
    writeFileSync(join(from, "some.jsonl.gz"), gzipSync(`${record("GHSA-2", "2026-01-01T00:00:00Z")}\n\nnonsense\n`));
    writeFileSync(join(from, "more.jsonl"), `${record("GHSA-3", "2026-01-01T00:00:00Z")}\n`);
    mkdirSync(join(from, "npm"));
    writeFileSync(join(from, "npm", "all.zip"), writeZip([{ name: "GHSA-4.json", content: record("GHSA-4", "2026-01-01T00:00:00Z") }, { name: "notes.txt", content: "x" }]));
    writeFileSync(join(from, "cut.zip"), "PK\u0003\u0004");
    const report = await run(directory, from, { enabled: ["osv"] });
    expect(ids(directory)).toEqual(["GHSA-1", "GHSA-2", "GHSA-3", "GHSA-4"]);
    expect(report.sources).toMatchObject([{ changed: 4, rejected: 2 }]);
    expect(report.rejects.map(({ record: place }) => place)).toEqual(["cut.zip", "some.jsonl.gz:3"]);
  });

  it("a source that fails costs itself: the others count, its cursor and its age stay", async () => {
    const [directory, from] = [folder(), folder()];
    mirror(from, { "GHSA-1": record("GHSA-1", "2026-01-01T00:00:00Z") });
    await run(directory, from);
    clock.advance(dayMs);
    writeFileSync(join(from, "modified_id.csv"), "<html>sign in</html>");
    const report = await run(directory, from);
    clock.set(at);
    expect(report.sources[0]?.error).toContain("modified_id.csv");
    expect(report.manifest).toMatchObject({ generation: 2, sources: [{ id: "osv", syncedAt: at }] });
    expect(ids(directory)).toEqual(["GHSA-1"]);
  });

  it("made anew it replaces, and when it fails what stood stays", async () => {
    const [directory, from, other] = [folder(), folder(), folder()];
    mirror(from, { "GHSA-1": record("GHSA-1", "2026-01-01T00:00:00Z") });
    await run(directory, from);
    await expect(run(directory, join(other, "nowhere"), { fresh: true })).rejects.toMatchObject({ code: "index.nothing-found" });
    expect(ids(directory)).toEqual(["GHSA-1"]);
    writeFileSync(join(other, "a.json"), record("GHSA-7", "2020-01-01T00:00:00Z"));
    await run(directory, other, { fresh: true });
    expect(ids(directory)).toEqual(["GHSA-7"]);
  });

  it("nothing is made of nothing, and a second writer is refused", async () => {
    const directory = folder();
    expect(await run(directory, join(directory, "nowhere"))).toMatchObject({ manifest: undefined });
    const lock = lockIndex(directory, "someone");
    await expect(run(directory, directory)).rejects.toMatchObject({ code: "index.locked", message: expect.stringContaining("someone") as string });
    lock.release();
  });
});

describe("app/advisory-index/advisory-index-freshness", () => {
  const source = (id: string, syncedAt: number) => ({ id, records: 1, newestAt: undefined, syncedAt });
  it("judges each source by its limit, and misses what is enabled and was never heard", () => {
    const states = (options: { maxAgeMs?: number }) => freshnessOf({ sources: [source("osv", at - dayMs), source("kev", at - dayMs)] }, at, { enabled: ["osv", "epss"], ...options }).map(({ id, state }) => `${id} ${state}`);
    expect(states({})).toEqual(["osv stale", "epss missing", "kev fresh"]);
    expect(states({ maxAgeMs: 2 * dayMs })).toEqual(["osv fresh", "epss missing", "kev fresh"]);
  });
});

describe("app/advisory-index/advisory-index-place", () => {
  it("flag, then AFTWATCH_DB, then beside the data when there is one, then the cache", () => {
    const cwd = folder();
    const context = { env: {}, cwd, home: "/home/a" };
    expect(advisoryIndexPlace(context)).toBe("/home/a/.cache/aftwatch/advisory-index");
    expect(advisoryIndexPlace({ ...context, env: { XDG_CACHE_HOME: "/cache" } })).toBe("/cache/aftwatch/advisory-index");
    mkdirSync(join(cwd, "data", "advisory-index"), { recursive: true });
    writeFileSync(join(cwd, "data", "advisory-index", "manifest.json"), "");
    expect(advisoryIndexPlace(context)).toBe(join(cwd, "data", "advisory-index"));
    expect(advisoryIndexPlace({ ...context, env: { AFTWATCH_DB: "told" } })).toBe(join(cwd, "told"));
    expect(advisoryIndexPlace({ ...context, env: { AFTWATCH_DB: "told" }, flag: "/flag" })).toBe("/flag");
  });
});
