// EPSS rows in the file forms of its five eras.
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { folderOf, pullAll } from "../feed.suite.ts";
import { epss, readEpssRow, readHeadLine } from "./epss.ts";

let folder: ReturnType<typeof folderOf> | undefined;
afterEach(() => { folder?.remove(); });
const pull = (name: string, content: string | Uint8Array): ReturnType<typeof pullAll> => {
  folder = folderOf({ [name]: content });
  return pullAll(epss, { baseUrl: `${folder.url}/${name}` });
};
const score = { kind: "epss", cve: "CVE-2026-12345", probability: 0.65117 };
const head = { model: undefined, scoredOn: "2026-01-02", columns: { cve: 0, epss: 1, percentile: 2 } };

describe("advisories/feeds/epss", () => {
  it.each([
    ["2021-04-14: no percentile, no comment", "epss_scores-2021-04-14.csv.gz", "cve,epss\nCVE-2026-12345,0.65117\n", { percentile: undefined, scoredOn: "2021-04-14", model: undefined }],
    ["2021-09-01: long percentile", "epss_scores-2021-09-01.csv.gz", "cve,epss,percentile\nCVE-2026-12345,0.65117,0.9981063485700858\n", { percentile: 0.9981063485700858, scoredOn: "2021-09-01", model: undefined }],
    ["2022-02-04: with a comment", "scores.csv.gz", "#model_version:v2022.01.01,score_date:2022-02-04T00:00:00+0000\ncve,epss,percentile\nCVE-2026-12345,0.65117,0.99\n", { percentile: 0.99, scoredOn: "2022-02-04", model: "v2022.01.01" }],
    ["2026: score date with Z, CRLF", "scores.csv.gz", "#model_version:v2026.06.15,score_date:2026-09-29T12:00:22Z\r\ncve,epss,percentile\r\nCVE-2026-12345,0.65117,0.99\r\n", { percentile: 0.99, scoredOn: "2026-09-29", model: "v2026.06.15" }],
    ["columns in another order", "scores.csv.gz", "#model_version:v1,score_date:2026-01-02\npercentile,cve,epss\n0.99,CVE-2026-12345,0.65117\n", { percentile: 0.99, scoredOn: "2026-01-02", model: "v1" }],
  ])("%s", async (_era, name, text, expected) => {
    const { parts } = await pull(name, gzipSync(text));
    expect(parts).toEqual([{ kind: "enrichment", enrichment: { ...score, ...expected } }, { kind: "complete-list" }, expect.objectContaining({ kind: "checkpoint" })]);
  });

  it("a file that was unpacked on its way is read the same", async () => {
    const { parts } = await pull("epss_scores-2026-01-02.csv", "cve,epss,percentile\nCVE-2026-12345,1e-05,0\n");
    expect(parts[0]).toMatchObject({ enrichment: { probability: 0.00001, percentile: 0 } });
  });

  it("the day of a file that does not say it is its Last-Modified", async () => {
    const { parts } = await pull("scores.csv", "CVE-2026-12345,0.5,0.5\n");
    expect(parts[0]).toMatchObject({ enrichment: { scoredOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) } });
  });

  it.each([["GHSA-1,0.5,0.5", "not a CVE id"], ["CVE-2026-12345,1.5,0.5", "epss"], ["CVE-2026-12345,,0.5", "epss"], ["CVE-2026-12345,0x1,0.5", "epss"], ["CVE-2026-12345,0.5,high", "percentile"]])("%s is a reject with its line", (row, reason) => {
    expect(readEpssRow(row, head, 9)).toMatchObject({ kind: "reject", record: "line 9", reason: expect.stringContaining(reason) });
  });

  it("a row is not taken for a head line", () => { expect(readHeadLine("CVE-2026-12345,0.5,0.5", head)).toBeUndefined(); });

  it("a bad row retires nothing", async () => {
    expect((await pull("epss_scores-2026-01-02.csv", "cve,epss\nCVE-2026-12345,0.5\nCVE-2026-1,0.5\n")).parts.map(({ kind }) => kind)).toEqual(["enrichment", "reject", "checkpoint"]);
  });

  it("a file without a score is not the feed", async () => { expect((await pull("scores.csv", "cve,epss,percentile\n")).thrown).toMatchObject({ code: "feed.not-the-feed" }); });

  const real = new URL("../../../../shared/data/epss/", import.meta.url);
  it.skipIf(!existsSync(real)).each([
    ["epss_scores-2021-04-14.csv.gz", 2], ["epss_scores-2021-09-01.csv.gz", 2], ["epss_scores-2022-02-04.csv.gz", 2], ["epss_scores-2023-03-07.csv.gz", 2],
    ["epss_scores-2024-10-25-claircore.csv", 29],
  ])("%s: all %i rows, nothing rejected (skipped: the shared data are not here)", async (name, count) => {
    const { parts } = await pullAll(epss, { baseUrl: new URL(name, real).href });
    expect(parts.filter(({ kind }) => kind === "enrichment")).toHaveLength(count);
    expect(parts.slice(count).map(({ kind }) => kind)).toEqual(["complete-list", "checkpoint"]);
  });

  it.skipIf(!existsSync(real))("three of 2,812 rows give a percentage for a share: they are rejected, the rest is kept, nothing is retired (skipped: the shared data are not here)", async () => {
    const { parts } = await pullAll(epss, { baseUrl: new URL("epss_scores-nuclei-2025-06-13.csv.gz", real).href });
    expect(parts.filter(({ kind }) => kind === "enrichment")).toHaveLength(2809);
    expect(parts.flatMap((part) => (part.kind === "reject" ? [/CVE-[\d-]+/.exec(part.reason)?.[0]] : []))).toEqual(["CVE-2023-45878", "CVE-2024-5522", "CVE-2025-25062"]);
    expect(parts.at(-1)).toMatchObject({ kind: "checkpoint" });
    expect(parts.some(({ kind }) => kind === "complete-list")).toBe(false);
  });
});
