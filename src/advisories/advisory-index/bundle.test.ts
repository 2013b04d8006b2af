// An index carried as one file: the same on the other side, and nothing that is not whole is ever put in use.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bundleOf, importBundle } from "./bundle.ts";
import { openIndexWriter, readCursors } from "./index-writer.ts";
import { advisoryOf, sampleAt } from "./index.sample.ts";
import { openAdvisoryIndex } from "./open-index.ts";

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), "aftwatch-index-")); folders.push(made); return made; };
afterEach(() => { for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true }); });

function indexOf(...ids: readonly string[]): string {
  const directory = folder();
  for (const id of ids) {
    const writer = openIndexWriter(directory);
    writer.put(advisoryOf(id, { affected: [{ ecosystem: "npm", name: "a", ranges: [], versions: [id], severities: [], fixState: undefined }] }));
    writer.enrich("kev", { kind: "kev", cve: "CVE-2026-1", addedAt: 1, dueOn: undefined, ransomware: true, forensicTriage: undefined });
    writer.commit(sampleAt, { heard: ["osv", "kev"], cursors: { osv: `after ${id}` } });
  }
  return directory;
}
const bytesOf = (directory: string): Buffer => Buffer.concat([...bundleOf(directory)]);
async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> { for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size); }
const idsIn = (directory: string): string[] => { const index = openAdvisoryIndex(directory); try { index.verify(); return index.partsOf("npm:a", "npm").map(({ advisoryId }) => advisoryId); } finally { index.close(); } };

describe("advisories/advisory-index/bundle", () => {
  it.each([1, 7, 4096, 1e9])("arrives whole in chunks of %i bytes, with its enrichments and cursors, over what stood", async (size) => {
    const [from, to] = [indexOf("GHSA-1", "GHSA-2"), indexOf("GHSA-9")];
    const reader = openAdvisoryIndex(to);
    await importBundle(chunked(bytesOf(from), size), to);
    expect(idsIn(to)).toEqual(["GHSA-1", "GHSA-2"]);
    expect(reader.partsOf("npm:a", "npm")).toMatchObject([{ advisoryId: "GHSA-9" }]);
    const index = openAdvisoryIndex(to);
    expect(index.enrichmentsOf("CVE-2026-1")).toMatchObject([{ kind: "kev", ransomware: true }]);
    expect(readCursors(to, index.manifest)).toEqual({ osv: "after GHSA-2" });
    expect(index.status().counts).toEqual({ advisories: 2, parts: 2, packages: 1, malicious: 0 });
    expect(index.manifest.generation).toBeGreaterThan(reader.manifest.generation);
  });

  it("any cut, any changed byte, and anything that follows is refused; what stood stays", async () => {
    const [from, to] = [indexOf("GHSA-1"), indexOf("GHSA-9")];
    const whole = bytesOf(from);
    const spoiled: Buffer[] = [Buffer.concat([whole, Buffer.from("x")])];
    // Closely at the end, where only the digest over everything covers the cursors.
    const places = Array.from({ length: whole.length - 25 }, (_, index) => index + 25).filter((at) => at % 211 === 0 || at > whole.length - 80);
    for (const at of places) {
      spoiled.push(whole.subarray(0, at));
      const changed = Buffer.from(whole);
      changed[at]! ^= 0x10;
      spoiled.push(changed);
    }
    for (const bytes of spoiled) await expect(importBundle(chunked(bytes, 4096), to)).rejects.toMatchObject({ code: expect.stringMatching(/^index\.(?:export-damaged|damaged)$/) as string });
    expect(idsIn(to)).toEqual(["GHSA-9"]);
  });

  it.each([["a zip archive", Buffer.from("PK\u0003\u0004 and so on")], ["nothing", Buffer.alloc(0)], ["a page of a proxy", Buffer.from("<!doctype html><title>Sign in</title>")]])("%s is foreign", async (_case, bytes) => {
    const to = indexOf("GHSA-9");
    await expect(importBundle(chunked(bytes, 10), to)).rejects.toMatchObject({ code: "index.foreign" });
    expect(idsIn(to)).toEqual(["GHSA-9"]);
  });

  it("into an empty directory", async () => {
    const to = join(folder(), "new");
    await importBundle(chunked(bytesOf(indexOf("GHSA-1")), 100), to);
    expect(idsIn(to)).toEqual(["GHSA-1"]);
  });
});
