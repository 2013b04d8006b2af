// Reports of one scan in every format: as they were reviewed, sound for their readers, and safe with whatever an answer holds.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { parse } from "parse5";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapLines, gapsOf, plain } from "./report-words.ts";
import { at0, hostile, sampleFinding, sampleFindings, sampleInput, sampleScan } from "./report.sample.ts";
import { findReport, reports } from "./index.ts";

const written = (id: string, input = sampleInput): string => findReport(id)?.write(input) ?? "";
const golden = (extension: string): URL => new URL(`../../../test/golden/dast-report.${extension}`, import.meta.url);

/** Every element of a page, for what must not be there. */
function elementsOf(html: string): { nodeName: string; attrs: { name: string; value: string }[] }[] {
  const all: { nodeName: string; attrs: { name: string; value: string }[] }[] = [];
  const walk = (node: unknown): void => {
    const { nodeName, attrs = [], childNodes = [] } = node as { nodeName: string; attrs?: { name: string; value: string }[]; childNodes?: unknown[] };
    all.push({ nodeName, attrs });
    childNodes.forEach(walk);
  };
  walk(parse(html));
  return all;
}

function xmlElements(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const parser = new SaxesParser();
  parser.on("error", (cause) => { throw cause; });
  parser.on("opentag", ({ name }) => { counts[name] = (counts[name] ?? 0) + 1; });
  parser.write(text).close();
  return counts;
}

describe("dast/reports", () => {
  it.each(reports.all.map(({ id, extension }) => [id, extension] as const))("%s is as it was reviewed, and the same from findings in any order", (id, extension) => {
    const text = written(id);
    if (process.env["GOLDEN"] === "1") writeFileSync(golden(extension), text);
    expect(existsSync(golden(extension))).toBe(true);
    expect(text).toBe(readFileSync(golden(extension), "utf8"));
    expect(written(id, { ...sampleInput, findings: sampleFindings.toReversed() })).toBe(text);
  });

  it("the list is the folder's", () => {
    const beside = new Set(["index", "report", "report-words", "html-finding", "html-style"]);
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name)).map((name) => name.slice(0, -3)).filter((name) => !beside.has(name));
    expect(reports.all.map(({ id }) => id)).toEqual(files.toSorted());
  });

  it("no format gives away how an identity logs in", () => {
    for (const { id } of reports.all) expect(written(id), id).not.toContain("correct horse");
  });

  it("a page of evidence stays text: no element, attribute or script of it comes to be", () => {
    const all = elementsOf(written("html"));
    expect(all.filter(({ nodeName }) => /^(?:script|img|iframe|object|embed|link|form|base)$/.test(nodeName))).toEqual([]);
    expect(all.flatMap(({ attrs }) => attrs).filter(({ name }) => name.startsWith("on"))).toEqual([]);
    expect(all.flatMap(({ attrs }) => attrs).filter(({ name }) => name === "href" || name === "src").map(({ value }) => value)).toSatisfy((values: string[]) => values.length > 0 && values.every((value) => value.startsWith("https://watch.example/")));
    expect(written("html", { ...sampleInput, publicUrl: "javascript:alert(1)" })).not.toContain("href");
  });

  it("any text makes the same elements as a plain word, in HTML and XML", () => {
    const shapes = (text: string): unknown => {
      const input = { ...sampleInput, findings: [sampleFinding({ title: text, note: text, component: text, remediation: text, evidence: { technique: text, because: text, exchanges: [] } })] };
      return [elementsOf(written("html", input)).map(({ nodeName, attrs }) => [nodeName, attrs.length]).filter(([name]) => name !== "#text" && name !== "br"), xmlElements(written("junit", input))];
    };
    const expected = shapes("word");
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constantFrom(hostile, "<", "&", '"', "'", "]]>", "\u0000", "\ufffe", "\ud800")), (text) => { expect(shapes(`word${text}`)).toEqual(expected); }), { numRuns: 60 });
  });

  it("what was not tested stands before the first finding", () => {
    const text = written("html");
    for (const words of ["1000 requests were sent", "ada lost its login", "needs the class upload", "2 of 10 places were not reached", "2 signs did not repeat", "the login was lost"]) {
      expect(text.indexOf(words), words).toBeGreaterThan(0);
      expect(text.indexOf(words), words).toBeLessThan(text.indexOf("Open findings"));
    }
  });

  it("a scan without a report says so, and one without gaps too", () => {
    expect(gapsOf({ ...sampleScan, report: undefined, state: "failed", failure: "Nobody has said so." }, [])).toEqual([{ subject: "Scan", why: "Nobody has said so." }]);
    expect(gapsOf({ ...sampleScan, report: sampleScan.report && { ...sampleScan.report, endedBecause: "complete", detail: undefined, notes: [], coverage: { ...sampleScan.report.coverage, checks: [], identities: [] } } }, [])).toEqual([]);
    expect(gapLines([{ subject: "Check a", why: "needs a browser (1 of 3 places)" }, { subject: "Check b", why: "needs a browser (2 of 9 places)" }, { subject: "Note", why: "x" }])).toEqual(["a, b: needs a browser", "Note: x"]);
  });

  it("JUnit: one case a check, failures are open findings, an early end is no green build", () => {
    const text = written("junit");
    expect(xmlElements(text)).toMatchObject({ testsuite: 1, testcase: 6, failure: 3, skipped: 2 });
    expect(text).toContain('tests="6" failures="3" errors="0" skipped="2" time="65.000"');
    expect(text).toContain('<testcase classname="aftwatch.dast" name="xpath-injection"/>');
    expect(text).not.toContain("open-redirect");
  });

  it("SARIF: what readers rely on", () => {
    const { version, runs: [run] } = JSON.parse(written("sarif")) as { version: string; runs: [{ tool: { driver: { rules: { id: string }[] } }; results: Record<string, never>[]; invocations: { executionSuccessful: boolean; startTimeUtc: string }[] }] };
    expect([version, run.invocations[0]?.executionSuccessful, run.invocations[0]?.startTimeUtc]).toEqual(["2.1.0", false, "2026-11-02T08:00:00Z"]);
    expect(run.results.map((one) => [one["ruleId"], one["level"], one["baselineState"], one["suppressions"] === undefined])).toEqual([["sql-injection", "error", "new", true], ["xss-reflected", "error", "unchanged", true], ["open-redirect", "warning", "unchanged", false], ["software-banner", "note", "unchanged", true]]);
    for (const one of run.results as unknown as { ruleId: string; ruleIndex: number; partialFingerprints: Record<string, string>; locations: { physicalLocation: { artifactLocation: { uri: string } }; logicalLocations: unknown[] }[] }[]) {
      expect(run.tool.driver.rules[one.ruleIndex]?.id).toBe(one.ruleId);
      expect(one.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^https:\/\/shop\.example\//);
      expect(one.locations[0]?.logicalLocations).toHaveLength(1);
      expect(one.partialFingerprints["aftwatchDast/v1"]).toMatch(/^dfp_/);
    }
    const first = run.results[0] as unknown as { webRequest: { headers: Record<string, string> }; webResponse: { headers: Record<string, string>; statusCode: number } };
    expect(Object.keys(first.webRequest.headers)).toEqual(["cookie", "x-a"]);
    expect([first.webResponse.statusCode, first.webResponse.headers["set-cookie"]]).toEqual([500, "a=1, b=2"]);
  });

  it("Markdown: nothing of an answer becomes a link, an image, a mention or a cell of its own", () => {
    const text = written("markdown", { ...sampleInput, findings: [sampleFinding({ title: hostile })] });
    const row = text.split("\n").find((line) => line.startsWith("| high")) ?? "";
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(row).not.toMatch(/(?<!\\)[[\]()<>@!]/);
  });

  it("JSON lines: each line is one finding", () => {
    expect(written("jsonl").trimEnd().split("\n").map((line) => (JSON.parse(line) as { findingId: string }).findingId)).toEqual(["dfn_5", "dfn_1", "dfn_2", "dfn_4", "dfn_3"]);
  });

  it("plain takes controls away and leaves line ends", () => { expect([plain("a\u0000b\nc\t\u202e"), at0]).toEqual(["a\ufffdb\nc\t\ufffd", Date.UTC(2026, 10, 2, 8)]); });
});
