// The formats people and spreadsheets read: nothing is cut but aloud, nothing in them comes alive.
import { describe, expect, it } from "vitest";
import { advisory, component, indexOf, part } from "../../matching/scan.fixtures/world.ts";
import { scanComponents } from "../../matching/scan.ts";
import { frame, worldReport } from "../report.fixtures/world-report.ts";
import { csv } from "./csv.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { markdown } from "./markdown.ts";
import { table } from "./table.ts";
import { tsv } from "./tsv.ts";

const report = worldReport();

describe("src/feedback/reports/table.ts", () => {
  const text = table.render(report, frame);

  it("sections by urgency, then upgrades, gaps and what the answer rests on", () => {
    const order = ["MALICIOUS", "CVE-2026-1", "CANNOT BE TOLD", "COVERED", "UPGRADE", "NOT COVERED", "3 findings: 1 malicious, 1 critical, 1 unscored; 1 can be cleared by an upgrade; 1 more cannot be told.", "7 components, 2 not covered"];
    expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b));
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
  });

  it("the last sentence tells how old the advisories are", () => {
    expect(text).toContain("2 not covered (1 of a type no database of advisories knows, 1 that could not be read (no-purl)); advisories as of 12 min ago.");
  });

  it.each([60, 80, 200])("at %i columns no line of the grid is wider, and no text is lost", (width) => {
    const narrow = table.render(worldReport({ components: [component("pkg:npm/left@2.0.0", { location: `deep/${"folder/".repeat(12)}package-lock.json:12` })] }), { ...frame, width });
    const grid = narrow.slice(0, narrow.indexOf("UPGRADE")).split("\n");
    if (width >= 120) expect(Math.max(...grid.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(grid.join("").replaceAll(/\s/g, "").match(/folder\//g)?.length).toBe(24);
  });

  it("packages built from one source stand in one line, with their names", () => {
    const built = ["libssl3", "openssl", "ssl"].map((name) => component(`pkg:deb/debian/${name}@3.0.11-1?distro=debian-12&upstream=ssl`));
    const told = table.render(worldReport({ components: built, statements: [] }), { ...frame, width: 300 });
    expect(told.match(/Debian:ssl .*/g)?.map((line) => line.replaceAll(/ {2,}/g, "  "))).toEqual(["Debian:ssl (libssl3, openssl)  3.0.11-1  3.0.13-1  -  -", "Debian:ssl  3.0.11-1  3.0.13-1  1  -"]);
  });

  it("colour only when asked for", () => {
    expect(text).not.toContain("\u001b[");
    expect(table.render(report, { ...frame, color: true })).toContain("\u001b[31m");
  });
});

describe("what a fix needs", () => {
  const known = [advisory("UBUNTU-CVE-2026-4", [part("Ubuntu:Pro:22.04:LTS", "ssl", [{ introduced: "0" }, { fixed: "1.0.1" }])], { upstream: ["CVE-2026-4"] })];
  const result = scanComponents([component("pkg:deb/ubuntu/ssl@1.0?distro=ubuntu-22.04")], indexOf(known), { at: report.at });
  const told = { ...report, result };

  it.each([["table", table.render(told, { ...frame, width: 300 })], ["markdown", markdown.render(told, frame)], ["tsv", tsv.render(told, frame)], ["csv", csv.render(told, frame)]])("is told in %s", (_format, text) => { expect(text).toMatch(/1\.0\.1 \(needs Ubuntu Pro\)/); });

  it("is told of the version that clears it, when a lower fix is public", () => {
    const both = [...known, advisory("USN-1", [part("Ubuntu:22.04:LTS", "ssl", [{ introduced: "0" }, { fixed: "1.0.0.1" }])], { upstream: ["CVE-2026-4"] })];
    const text = (advisories: typeof known): string => tsv.render({ ...report, result: scanComponents([component("pkg:deb/ubuntu/ssl@1.0?distro=ubuntu-22.04")], indexOf(advisories), { at: report.at }) }, frame);
    expect(text(both)).toContain("1.0.1 (needs Ubuntu Pro)");
    expect(text(both.map((one) => ({ ...one, affected: one.affected.map((at) => ({ ...at, ecosystem: "Ubuntu:22.04:LTS" })) })))).not.toContain("needs");
  });

  it("is a member of its own in json", () => {
    expect(JSON.parse(json.render(told, frame))).toMatchObject({ findings: [{ clearedBy: "1.0.1", fix: { needs: "Ubuntu Pro", statements: [{ version: "1.0.1", needs: "Ubuntu Pro" }] } }] });
  });
});

describe("src/feedback/reports/csv.ts", () => {
  it("a cell that a spreadsheet would run is text (OWASP, CSV Injection)", () => {
    const text = csv.render(worldReport({ components: [component("pkg:npm/left@2.0.0", { location: "=cmd|' /C calc'!A0" }), component("pkg:npm/left@1.0.0", { location: "@x" })] }), frame);
    expect(text).toContain("'=cmd|");
    expect(text).toContain(",'@x,");
  });

  it("every line has the same number of cells, quoted as RFC 4180 asks", () => {
    const text = csv.render(report, frame);
    const commas = text.split("\r\n").slice(0, -1).map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, "").split(",").length);
    expect(commas).toEqual(commas.map(() => 15));
    expect(text).toContain("not-covered,");
  });
});

describe("src/feedback/reports/markdown.ts", () => {
  it("nothing of a document comes alive: no cell breaks, no mention, no markup", () => {
    const text = markdown.render(worldReport({ statements: [{ ids: ["CVE-2026-1"], products: [{ purl: "pkg:npm/left", name: "", within: [] }], status: "not_affected", justification: undefined, detail: "<img src=x> @everyone [a](http://b) | c", statedBy: "x", at: 0, document: "d" }] }), frame);
    expect(text).toContain("\\<img src=x\\> @\u200beveryone \\[a\\](http:\u200b//b) \\| c");
  });

  it("a comment that is too long says what it leaves out, and stays within the length", () => {
    const many = Array.from({ length: 200 }, (_none, at) => component(`pkg:npm/left@1.0.${at}`));
    const text = markdown.render(worldReport({ components: many }), { ...frame, maxChars: 8000 });
    expect(text.length).toBeLessThanOrEqual(8000);
    expect(text).toMatch(/_\d+ more rows \(finding\) are not shown: a comment may have 8000 characters\._/);
    expect(text).toContain("201 components");
  });
});

describe("src/feedback/reports/json.ts, jsonl.ts, tsv.ts", () => {
  const whole = JSON.parse(json.render(report, frame)) as { schemaVersion: number; kind: string; counts: Record<string, number>; findings: { vulnerability: string; components: { advisories: { why: string }[] }[] }[]; data: { asOf: string }; suppressed: { suppression: object }[] };

  it("carries its version, its counts and a reason for every verdict", () => {
    expect(whole).toMatchObject({ schemaVersion: 1, kind: "scan", data: { asOf: "2026-11-01T11:48:00Z" }, counts: { components: 6, judged: 4, rejected: 1, findings: 2, malicious: 1, undecided: 1, suppressed: 1, unknowns: 1, owned: 0 } });
    expect(whole.findings.flatMap(({ components }) => components.flatMap(({ advisories }) => advisories)).filter(({ why }) => !why.startsWith("Affected: "))).toEqual([]);
    expect(whole.suppressed[0]?.suppression).toEqual({ by: "vex", status: "not_affected", justification: "vulnerable_code_not_in_execute_path", reason: "no TLS here", statedBy: "Team | Shop", document: "shop.vex.json", until: null });
  });

  it("jsonl says the same, one object a line", () => {
    const lines = jsonl.render(report, frame).trimEnd().split("\n").map((line) => JSON.parse(line) as { kind: string });
    expect(lines.map(({ kind }) => kind)).toEqual(["scan", "malicious", "finding", "finding", "undecided", "suppressed", "unknown", "upgrade"]);
  });

  it("a pipe gets rows of as many fields, and no tail", () => {
    expect(tsv.render(report, frame).trimEnd().split("\n").map((line) => line.split("\t").length)).toEqual([8, 8, 8, 8, 8]);
  });
});
