// SBOMs that real tools wrote, read from a shared data folder when there is one: nothing crashes, nothing gets lost.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { readSbom } from "./sbom-reader.ts";
import type { SbomSummary } from "./sbom-reader.ts";

const folder = new URL("../../../shared/data/sboms/", import.meta.url);
const isThere = existsSync(new URL("index.csv", folder));

// file,format,spec_version,count,...; a spec version may be a list in brackets with commas of its own.
const listed = isThere ? readFileSync(new URL("index.csv", folder), "utf8").trim().split("\n").slice(1).map((row) => {
  const [, file = "", format = "", version = "", count = ""] = /^([^,]+),([^,]*),((?:\[[^\]]*\])|[^,]*),(\d+),/.exec(row) ?? [];
  return { file, format, version, count: Number(count) };
}) : [];

const isRead = ({ format, version }: { format: string; version: string }): boolean =>
  (format.startsWith("cdx-") && /^1\.[2-7]$/.test(version)) || ((format === "spdx-json" || format === "spdx-tv") && /^SPDX-2\.[23]$/.test(version));

const accountedFor = ({ counts }: SbomSummary): number => counts.components + counts.duplicates + Object.values(counts.rejected).reduce((sum, count) => sum + count, 0);

// For XML the index counts every element called component: also the subject, which is no component unless it has a
// purl, and the ancestors in pedigrees, which do not run.
function notListed(file: string, format: string): number {
  if (format !== "cdx-xml" || file.endsWith(".gz")) return 0;
  const text = readFileSync(new URL(file, folder), "utf8");
  const ancestors = [...text.matchAll(/<(ancestors|descendants|variants)>(.*?)<\/\1>/gs)].flatMap(([inner]) => inner.match(/<component[\s>]/g) ?? []);
  return 1 + ancestors.length;
}

describe(`inventory/sbom on documents of real tools${isThere ? "" : " (skipped: the shared folder data/sboms is not beside this repository)"}`, () => {
  it.skipIf(!isThere)("the index lists 84 documents", () => {
    expect(listed.filter(({ file }) => file !== "")).toHaveLength(84);
  });

  it.each(listed)("$file is read, or refused with its reason, and accounts for $count components", async ({ file, format, version, count }) => {
    try {
      const summary = await readSbom(createReadStream(fileURLToPath(new URL(file, folder))));
      expect(accountedFor(summary)).toBeGreaterThanOrEqual(count - notListed(file, format));
      expect(summary.rejects.every(({ at, detail }) => at !== "" && detail !== "")).toBe(true);
      expect(new Set(summary.components.map(({ purl }) => purl)).size).toBe(summary.components.length);
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      expect(thrown.detail).toBeTruthy();
      expect(thrown.places).not.toEqual([]);
      // What calls itself a format and version that is read may only be refused for what is wrong with it.
      if (isRead({ format, version })) expect(thrown.code).toBe("sbom.unrecognised");
    }
  });
});
