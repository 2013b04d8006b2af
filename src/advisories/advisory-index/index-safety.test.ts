// What stands stays whole: readers while it swaps, a writer killed at any moment, a byte that changed, a format from the future.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../../kernel/id.ts";
import { openIndexWriter, readCursors } from "./index-writer.ts";
import { advisoryOf, sampleAt } from "./index.sample.ts";
import { manifestPath, parseManifest } from "./manifest.ts";
import { openAdvisoryIndex } from "./open-index.ts";

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), "aftwatch-index-")); folders.push(made); return made; };
afterEach(() => { for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true }); });

const round = (directory: string, number: number): void => {
  const writer = openIndexWriter(directory);
  for (let index = 0; index < 200; index++) writer.put(advisoryOf(`GHSA-${index}`, { modifiedAt: number, summary: String(number), affected: [{ ecosystem: "npm", name: `p${index % 20}`, ranges: [], versions: [String(number)], severities: [], fixState: undefined }] }));
  writer.commit(sampleAt, { heard: ["osv"], cursors: { osv: String(number) } });
};
const summaries = (index: ReturnType<typeof openAdvisoryIndex>, count = 200): Set<string | undefined> => new Set(Array.from({ length: count }, (_, number) => index.advisory(`GHSA-${number}`)?.summary));

describe("advisories/advisory-index: readers and swaps", () => {
  it("a reader that has it open sees what it opened, however often it is swapped", () => {
    const directory = folder();
    round(directory, 1);
    const reader = openAdvisoryIndex(directory);
    for (let number = 2; number < 8; number++) {
      round(directory, number);
      expect(summaries(reader)).toEqual(new Set(["1"]));
      expect(reader.partsOf(`npm:p${number}`, "npm").map(({ versions }) => versions[0])).toEqual(Array.from({ length: 10 }, () => "1"));
      const fresh = openAdvisoryIndex(directory);
      expect(summaries(fresh)).toEqual(new Set([String(number)]));
      fresh.close();
    }
    reader.verify();
    reader.close();
  });

  it("a writer killed at any moment leaves the old or the new one, and the next one goes on", async () => {
    const directory = folder();
    const child = fileURLToPath(new URL("./killed-writer.sample.ts", import.meta.url));
    const seen = new Set<string>();
    for (let life = 0; life < 8; life++) {
      const writer = spawn(process.execPath, [child, directory], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise<void>((resolve, reject) => { writer.stdout.once("data", () => { resolve(); }); writer.once("exit", () => { reject(new Error("it ended by itself")); }); });
      await new Promise((resolve) => { setTimeout(resolve, 5 + ((life * 37) % 110)); });
      const ended = new Promise((resolve) => { writer.once("exit", resolve); });
      writer.kill("SIGKILL");
      await ended;
      const index = openAdvisoryIndex(directory);
      index.verify();
      const cursor = readCursors(directory, index.manifest)["osv"];
      expect(summaries(index, 300)).toEqual(new Set([cursor]));
      expect(index.partsOf("npm:a", "npm").map(({ versions }) => versions[0])).toEqual(Array.from({ length: 5 }, () => cursor));
      expect(index.enrichmentsOf("CVE-2026-1")).toMatchObject([{ scoredOn: cursor }]);
      seen.add(cursor ?? "");
      index.close();
    }
    expect(seen.size).toBeGreaterThan(4);
    round(directory, 1e9);
    expect(readdirSync(directory).filter((name) => /\.(?:part|spool)$/.test(name))).toEqual([]);
  }, 120_000);
});

describe("advisories/advisory-index: damage", () => {
  const segmentIn = (directory: string): string => join(directory, readdirSync(directory).find((name) => name.endsWith(".segment")) ?? "");
  const flip = (path: string, at: number): void => { const bytes = readFileSync(path); bytes[at]! ^= 1; writeFileSync(path, bytes); };

  it("any byte of a segment that changed is found: in the head by opening, in the content by verifying", () => {
    const directory = folder();
    round(directory, 1);
    const path = segmentIn(directory);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 997) {
      flip(path, at);
      expect(() => { const index = openAdvisoryIndex(directory); try { index.verify(); } finally { index.close(); } }, `byte ${at}`).toThrow(/damaged/);
      writeFileSync(path, whole);
    }
  });

  it("what a look-up stumbles over is a fault, never another error", () => {
    const directory = folder();
    round(directory, 1);
    const path = segmentIn(directory);
    const whole = readFileSync(path);
    const codes = new Set<unknown>();
    for (let at = 2048; at < whole.length; at += 331) {
      flip(path, at);
      const index = openAdvisoryIndex(directory);
      try {
        for (let number = 0; number < 20; number++) { index.partsOf(`npm:p${number}`, "npm"); index.partsOfAdvisory(`GHSA-${number}`); index.clusterOf(`GHSA-${number}`); }
      } catch (thrown) { codes.add((thrown as { code?: string }).code); }
      index.close();
      writeFileSync(path, whole);
    }
    expect([...codes]).toEqual(["index.damaged"]);
  });

  it.each([
    ["a segment cut short", (directory: string) => { truncateSync(segmentIn(directory), 5000); }, "index.damaged"],
    ["a segment that is gone", (directory: string) => { rmSync(segmentIn(directory)); }, "index.damaged"],
    ["a manifest that was edited", (directory: string) => { writeFileSync(manifestPath(directory), readFileSync(manifestPath(directory), "utf8").replace('"generation":1', '"generation":2')); }, "index.damaged"],
    ["a manifest of a later format", (directory: string) => {
      const body = `${JSON.stringify({ ...parseManifest(readFileSync(manifestPath(directory), "utf8"), ""), format: 2 })}\n`;
      writeFileSync(manifestPath(directory), `${sha256(body)}\n${body}`);
    }, "index.newer"],
    ["a segment of a later format", (directory: string) => {
      const bytes = readFileSync(segmentIn(directory));
      bytes.writeUInt32LE(2, 8);
      bytes.writeUInt32LE(crc32(bytes.subarray(0, 2044)), 2044);
      writeFileSync(segmentIn(directory), bytes);
    }, "index.newer"],
    ["nothing at all", (directory: string) => { rmSync(manifestPath(directory)); }, "index.missing"],
  ])("%s is refused with what to do", (_case, spoil, code) => {
    const directory = folder();
    round(directory, 1);
    spoil(directory);
    expect(() => openAdvisoryIndex(directory)).toThrow(expect.objectContaining({ code, fix: expect.stringContaining("aftwatch db") as string }) as Error);
    const writer = openIndexWriter(directory, { fresh: true });
    writer.put(advisoryOf("GHSA-1"));
    writer.commit(sampleAt, { heard: ["osv"], cursors: {} });
    expect(openAdvisoryIndex(directory).status().counts.advisories).toBe(1);
  });
});
