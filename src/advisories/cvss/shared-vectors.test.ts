// Every CVSS vector of the shared conformance folder, where it lies beside the repository: 0 wrong.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isValidVector, score } from "./index.ts";
import type { CvssScore } from "./index.ts";

const folder = new URL("../../../../shared/vectors/cvss/", import.meta.url);
const isThere = existsSync(new URL("v4.0.csv", folder));
const rowsOf = (file: string): string[][] => readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n").slice(1).map((line) => line.trimEnd().split(","));

const shown = (found: CvssScore | undefined): string => (found ? [found.base, found.temporal, found.environmental].map((points) => points.toFixed(1)).join("|") : "no vector");

describe(`advisories/cvss on the shared vectors${isThere ? "" : " (skipped: ../shared/vectors/cvss is not beside this repository)"}`, () => {
  it.skipIf(!isThere).each(["v2.csv", "v3.0.csv", "v3.1.csv"])("%s: all three scores and the rating", (file) => {
    const wrong = rowsOf(file).filter(([vector = "", overall, severity, ...three]) => {
      const found = score(vector);
      return shown(found) !== three.slice(0, 3).join("|") || found?.overall !== Number(overall) || found.severity !== severity?.toLowerCase();
    });
    expect(wrong).toEqual([]);
  });

  it.skipIf(!isThere)("v4.0.csv: the score and the rating", () => {
    const rows = rowsOf("v4.0.csv");
    expect(rows.filter(([vector = "", overall, severity]) => score(vector)?.overall !== Number(overall) || score(vector)?.severity !== severity?.toLowerCase())).toEqual([]);
    expect(rows.length).toBeGreaterThan(1000);
  });

  it.skipIf(!isThere)("v3.0-vs-v3.1-differences.csv: the same metrics, each version's own scores", () => {
    expect(rowsOf("v3.0-vs-v3.1-differences.csv").filter(([metrics, , , in30, in31]) => shown(score(`CVSS:3.0/${metrics}`)) !== in30 || shown(score(`CVSS:3.1/${metrics}`)) !== in31)).toEqual([]);
  });

  it.skipIf(!isThere)("validity.csv", () => {
    expect(rowsOf("validity.csv").filter(([, vector = "", valid]) => String(isValidVector(vector)) !== valid)).toEqual([]);
  });
});
