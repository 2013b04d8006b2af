// NVD from files: a file, NVD's yearly files, stored API pages, and the real slices beside the repository.
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { fakeClock, hourMs } from "../../../kernel/clock.ts";
import { counted, folderOf, pullAll } from "../../feed.suite.ts";
import type { Pulled } from "../../feed.suite.ts";
import { nvd } from "./feed.ts";

let folder: ReturnType<typeof folderOf> | undefined;
afterEach(() => { folder?.remove(); });

const page = (ids: readonly string[], startIndex = 0, totalResults = ids.length): string =>
  JSON.stringify({ resultsPerPage: ids.length, startIndex, totalResults, vulnerabilities: ids.map((id) => ({ cve: { id, lastModified: "2026-01-02T03:04:05.678" } })) });
const idsOf = ({ parts }: Pulled): string[] => parts.flatMap((part) => (part.kind === "advisory" ? part.advisory.aliases : []));

describe("advisories/feeds/nvd/files", () => {
  const at = Date.UTC(2004, 5, 1);
  const years = { "nvdcve-2.0-2002.json.gz": gzipSync(page(["CVE-1999-0001", "CVE-2002-0001"])), "nvdcve-2.0-2003.json.gz": gzipSync(page(["CVE-2003-0001"])), "nvdcve-2.0-2004.json.gz": gzipSync(page(["CVE-2004-0001"])) };
  const modified = (...ids: readonly string[]): Buffer => gzipSync(page(ids));
  const pull = (cursor?: string, after = 0) => {
    const http = counted();
    return pullAll(nvd, { baseUrl: folder?.url ?? "", http, clock: fakeClock(at + after), cursor }).then((pulled) => ({ ...pulled, asked: http.asked.map((url) => url.split("/").at(-1)) }));
  };

  it("every year up to this one, then what was modified", async () => {
    folder = folderOf({ ...years, "nvdcve-2.0-modified.json.gz": modified("CVE-2002-0001") });
    expect(idsOf(await pull())).toEqual(["CVE-1999-0001", "CVE-2002-0001", "CVE-2003-0001", "CVE-2004-0001", "CVE-2002-0001"]);
  });

  it("later only what was modified, while it covers the time away", async () => {
    folder = folderOf({ ...years, "nvdcve-2.0-modified.json.gz": modified("CVE-2002-0001") });
    const { cursor } = await pull();
    expect(await pull(cursor, hourMs)).toMatchObject({ parts: [], asked: ["nvdcve-2.0-modified.json.gz"] });
    folder.write("nvdcve-2.0-modified.json.gz", modified("CVE-2004-0002", "CVE-2004-0003"));
    expect(idsOf(await pull(cursor, hourMs))).toEqual(["CVE-2004-0002", "CVE-2004-0003"]);
  });

  it("after more than a week the years are asked again, and those that did not change are not read", async () => {
    folder = folderOf({ ...years, "nvdcve-2.0-modified.json.gz": modified("CVE-2002-0001") });
    const { cursor } = await pull();
    folder.write("nvdcve-2.0-2003.json.gz", modified("CVE-2003-0001", "CVE-2003-0002"));
    const later = await pull(cursor, 200 * hourMs);
    expect([idsOf(later), later.asked.length]).toEqual([["CVE-2003-0001", "CVE-2003-0002"], 4]);
  });

  it.each([["", (text: string): string => text], [".gz", (text: string): Buffer => gzipSync(text)]])("stored pages of the API, ending in .json%s", async (ending, packed) => {
    folder = folderOf({ [`cves-startIndex-0.json${ending}`]: packed(page(["CVE-2026-0001", "CVE-2026-0002"], 0, 3)), [`cves-startIndex-2.json${ending}`]: packed(page(["CVE-2026-0003"], 2, 3)) });
    const first = await pull();
    expect(idsOf(first)).toEqual(["CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003"]);
    expect((await pull(first.cursor)).parts).toEqual([]);
  });

  it("a page that is announced and missing is told, and what came stands", async () => {
    folder = folderOf({ "cves-startIndex-0.json": page(["CVE-2026-0001"], 0, 3) });
    const { thrown, parts } = await pull();
    expect(thrown).toMatchObject({ code: "feed.truncated", message: expect.stringContaining("cves-startIndex-1.json") });
    expect(parts.at(-1)).toMatchObject({ kind: "checkpoint" });
  });

  it("a folder of neither is no feed", async () => {
    folder = folderOf({ "readme.txt": "hello" });
    expect((await pull()).thrown).toMatchObject({ code: "feed.unavailable", message: expect.stringContaining("nvdcve-2.0-<year>.json.gz") });
  });

  it("what of a record cannot be used is a reject beside it", async () => {
    folder = folderOf({ "one.json": JSON.stringify({ vulnerabilities: [{ cve: { id: "CVE-2026-0001", lastModified: "2026-01-02T03:04:05.678", references: [{}] } }] }) });
    const { parts } = await pullAll(nvd, { baseUrl: `${folder.url}/one.json` });
    expect(parts.map((part) => (part.kind === "reject" ? part.record : part.kind))).toEqual(["advisory", "NVD-CVE-2026-0001#/references/0", "checkpoint"]);
  });

  const real = new URL("../../../../../shared/data/nvd/api-2.0/", import.meta.url);
  it.skipIf(!existsSync(real))("160 real CVEs, every one read or refused with its reason (skipped: the shared data are not here)", async () => {
    const { parts, thrown } = await pullAll(nvd, { baseUrl: real.href });
    const kinds = (kind: string): number => parts.filter((part) => part.kind === kind).length;
    const refused = parts.filter((part) => part.kind === "reject" && !part.record.includes("#"));
    expect([thrown, kinds("advisory") + refused.length]).toEqual([undefined, 160]);
    expect(refused).toHaveLength(1);
  });
});
