// Every format of a report: the list is the folder, the same report gives the same text, and none of them loses a finding.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { component } from "../../matching/scan.fixtures/world.ts";
import { frame, worldReport } from "../report.fixtures/world-report.ts";
import { reports } from "./index.ts";

const report = worldReport();

describe("src/feedback/reports", () => {
  it("the list is the folder", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts").map((name) => name.slice(0, -3));
    expect(reports.all.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  it.each(reports.all.map((one) => [one.id, one] as const))("%s ends with a line break, keeps its order and is the same twice", (_id, one) => {
    const text = one.render(report, frame);
    expect(text.endsWith("\n")).toBe(true);
    expect(one.render(worldReport(), frame)).toBe(text);
  });

  it.each(reports.all.map((one) => [one.id, one] as const))("%s names every vulnerability, covered and undecided ones too", (_id, one) => {
    const text = one.render(report, frame);
    expect(["CVE-2026-1", "CVE-2026-2", "CVE-2026-3", "CVE-2026-4", "MAL-2026-9"].filter((id) => !text.includes(id))).toEqual([]);
  });

  it.each(reports.all.map((one) => [one.id, one] as const))("%s can tell of nothing", (_id, one) => {
    const text = one.render(worldReport({ components: [component("pkg:npm/calm@1.0.0")] }), frame);
    expect(text).not.toContain("CVE-");
  });

  it.each(["table", "markdown", "csv", "tsv", "sarif"])("%s lets no control character of a document through", (id) => {
    const hostile = component("pkg:npm/left@2.0.0", { location: "a\u001b[31m\u202e.json:3" });
    expect(reports.find(id)?.render(worldReport({ components: [hostile] }), frame).replaceAll(/[\r\n\t]/g, "")).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
  });
});
