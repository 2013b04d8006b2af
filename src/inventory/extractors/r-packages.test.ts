// R's libraries: CRAN and Bioconductor, R's own packages, and descriptions that cannot be taken.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { rPackages } from "./r-packages.ts";

describe("inventory/extractors/r-packages", () => {
  it.each([
    ["CRAN", "/usr/local/lib/R/site-library/A", "Package: A\nVersion: 1.0-2\nTitle: x\n  y: z\n", ["pkg:cran/A@1.0-2"]],
    ["Bioconductor", "/usr/lib/R/library/B", "Package: B\r\nVersion: 2.1.0\r\nbiocViews: Software\r\n", ["pkg:bioconductor/B@2.1.0"]],
    ["a home's library", "/home/u/R/x86_64-pc-linux-gnu-library/4.3/C", "Package: C\nVersion: 1\n", ["pkg:cran/C@1"]],
    ["what comes with R", "/usr/lib/R/library/stats", "Package: stats\nVersion: 4.3.1\nPriority: base\n", []],
    ["no library", "/srv/project", "Package: p\nVersion: 1\n", []],
  ])("%s", async (_name, folder, text, purls) => {
    expect(await extracted(rPackages, { [`${folder}/DESCRIPTION`]: text })).toEqual({ purls, rejects: [] });
  });

  it.each([["no Package", "Version: 1\n", "malformed"], ["no Version", "Package: p\n", "no-version"], ["nothing", "", "malformed"]])("a DESCRIPTION with %s is rejected with its path", async (_name, text, reason) => {
    const path = "/usr/lib/R/library/p/DESCRIPTION";
    expect(await extracted(rPackages, { [path]: text })).toMatchObject({ purls: [], rejects: [{ at: path, reason }] });
  });
});
