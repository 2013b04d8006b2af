// The family of measures: the registry is the folder, and every member keeps the family's word.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeMeasure, hour, life, window } from "../measure.suite.ts";
import type { MeasuredLife } from "../measure.ts";
import { measures } from "./index.ts";

describe("src/metrics/measures/index.ts", () => {
  it("lists what the folder holds, by file name", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts").map((name) => name.slice(0, -3));
    expect(measures.all.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });
});

for (const measure of measures.all) describeMeasure(measure);

function figure(id: string, lives: readonly MeasuredLife[], span = window): unknown {
  const result = measures.find(id)?.compute(lives, span);
  return result?.kind === "samples" ? result.samples.map((sample) => sample / hour) : result?.value;
}
const open = { fixedAt: undefined, closedAt: undefined, state: "open", exposures: [{ from: 5 * hour, to: undefined }] };

describe("src/metrics/measures", () => {
  it.each<[claim: string, id: string, lives: MeasuredLife[], expected: unknown]>([
    ["detection counts from disclosure when it ran before", "mttd-from-disclosure", [life()], [2]],
    ["and from deployment when it was deployed vulnerable", "mttd-from-disclosure", [life({ exposedSince: 11 * hour })], [1]],
    ["a finding without a publication date is no case", "mttd-from-disclosure", [life({ publishedAt: undefined })], []],
    ["our own part counts from ingestion", "mttd-from-ingestion", [life()], [1]],
    ["acknowledging counts from detection", "mtta", [life()], [8]],
    ["what nobody acknowledged is no case", "mtta", [life({ acknowledgedAt: undefined })], []],
    ["repair counts from disclosure to the verified fix", "mttr", [life()], [40]],
    ["what left without a fix repaired nothing", "mttr", [life({ fixedAt: undefined })], []],
    ["open age is the age of what is open at the end", "open-age", [life(open), life()], [990]],
    ["a fix in time attains", "sla-attainment", [life()], 1],
    ["a late fix does not", "sla-attainment", [life({ dueAt: 40 * hour })], 0],
    ["overdue and open counts against it", "sla-attainment", [life(), life({ ...open, dueAt: 60 * hour })], 0.5],
    ["retired before it fell due is not counted", "sla-attainment", [life({ fixedAt: undefined, closedAt: 30 * hour })], undefined],
    ["exposure counts from disclosure, for each deployment", "exposure-hours", [life({ exposures: [{ from: 5 * hour, to: 50 * hour }, { from: 30 * hour, to: 50 * hour }] })], 60],
    ["what a not-affected decision covers is no exposure", "exposure-hours", [life({ excused: [{ from: 20 * hour, to: 30 * hour }] })], 30],
    ["what runs on counts to the end of the range", "exposure-hours", [life(open)], 990],
  ])("%s", (_claim, id, lives, expected) => { expect(figure(id, lives)).toEqual(expected); });

  it("counts only what happened in the range", () => {
    const later = { from: 100 * hour, to: 200 * hour, now: 300 * hour };
    for (const id of ["mttd-from-disclosure", "mtta", "mttr"]) expect(figure(id, [life()], later)).toEqual([]);
    expect(figure("exposure-hours", [life(open)], later)).toBe(100);
  });
});
