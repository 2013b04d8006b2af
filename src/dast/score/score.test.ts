// Scores: suites in every form that is read, and a hit only for the same page and the same family of weakness.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../../kernel/fault.ts";
import { readCsv } from "./csv.ts";
import { readExpected } from "./expected.ts";
import type { ExpectedCase } from "./expected.ts";
import { families, familiesNamed } from "./families.ts";
import { pageMatcher } from "./match.ts";
import { scoreCases, scoreCrawl } from "./score.ts";

const finding = (url: string, cwe: number, more: { check?: string; method?: string; point?: string } = {}) => ({
  check: more.check ?? "any", cwe, fingerprint: `dfp_${url}_${cwe}`, alsoAt: [url], place: { origin: "http://127.0.0.1", method: more.method ?? "GET", template: "/", point: more.point, at: undefined }, evidence: { technique: "a", because: "b", exchanges: [] },
});
const one = (more: Partial<ExpectedCase>): ExpectedCase => ({ at: "/a", isName: false, method: undefined, parameter: undefined, category: "xss", cwe: undefined, check: undefined, vulnerable: true, ...more });
const checks = [{ id: "xss", cwe: 79 }, { id: "sql", cwe: 89 }];
const figures = (cases: ExpectedCase[], found: ReturnType<typeof finding>[]) => { const { tp, fn, fp, tn } = scoreCases(cases, found, checks).total; return [tp, fn, fp, tn]; };

describe("dast/score/expected", () => {
  it("a suite's own CSV: names of tests, with a comment sign before its first line", () => {
    const read = readExpected("# test name, category, real vulnerability, cwe, Version: 1.2\nSample0001,xss,true,79\nSample0002,pathtraver,false,22\n");
    expect(read).toEqual({ kind: "cases", cases: [one({ at: "Sample0001", isName: true, cwe: 79 }), one({ at: "Sample0002", isName: true, category: "pathtraver", cwe: 22, vulnerable: false })] });
  });

  it.each<[string, string]>([
    ["CSV", 'url,category,vulnerable,method,parameter\r\n/a,xss,yes,post,"q"\r\n'], ["JSON", JSON.stringify([{ path: "/a", category: "xss", vulnerable: true, method: "POST", parameter: "q" }])], ["JSON with cases", JSON.stringify({ cases: [{ url: "/a", category: "xss", vulnerable: "true", method: "POST", param: "q" }] })],
  ])("the generic form in %s", (_form, text) => { expect(readExpected(text)).toEqual({ kind: "cases", cases: [one({ method: "POST", parameter: "q" })] }); });

  it("lists by category are cases that are real", () => { expect(readExpected(JSON.stringify({ xss: ["/a"], sqli: ["/b"] }))).toEqual({ kind: "cases", cases: [one({}), one({ at: "/b", category: "sqli" })] }); });

  it.each([["a list", JSON.stringify(["/a", "/b.x"])], ["an object", JSON.stringify({ urls: ["/a", "/b.x"] })], ["lines", "/a\n/b.x\n"], ["lines with comments", "# found\n/a\n\n/b.x"]])("%s of URLs is a crawl", (_form, text) => {
    expect(readExpected(text)).toEqual({ kind: "crawl", urls: ["/a", "/b.x"] });
  });

  it.each([["nothing", " "], ["half a document", "{"], ["words", "hello there"], ["a case without truth", "url,category,vulnerable\n/a,xss,perhaps"], ["a case without a category", '[{"url":"/a","vulnerable":true}]'], ["an empty list", "[]"]])("%s is refused", (_case, text) => {
    expect(() => readExpected(text)).toThrow(expect.objectContaining({ code: "dast.expected-unreadable" }) as Error);
  });

  it("never throws but a Fault", () => { fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => { try { readExpected(text); } catch (thrown) { if (!isFault(thrown)) throw thrown; } })); });

  it("CSV reads what RFC 4180 writes", () => {
    fc.assert(fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
      expect(readCsv(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n"))).toEqual(rows);
    }));
  });
});

describe("dast/score", () => {
  it("a hit needs the page and the family", () => {
    expect(figures([one({})], [finding("http://127.0.0.1/a?q=1", 79)])).toEqual([1, 0, 0, 0]);
    expect(figures([one({})], [finding("http://127.0.0.1/a", 89)])).toEqual([0, 1, 0, 0]);
    expect(figures([one({})], [finding("http://127.0.0.1/ab", 79)])).toEqual([0, 1, 0, 0]);
    expect(figures([one({ vulnerable: false })], [finding("http://127.0.0.1/a/", 80)])).toEqual([0, 0, 1, 0]);
    expect(figures([one({ vulnerable: false })], [])).toEqual([0, 0, 0, 1]);
  });

  it("method, parameter and check narrow it", () => {
    const found = [finding("http://127.0.0.1/a", 79, { method: "POST", point: "json:/user/name", check: "xss-stored" })];
    expect(figures([one({ method: "POST", parameter: "name", check: "xss-stored" })], found)).toEqual([1, 0, 0, 0]);
    for (const other of [{ method: "GET" }, { parameter: "user2" }, { check: "xss-reflected" }]) expect(figures([one(other)], found)).toEqual([0, 1, 0, 0]);
  });

  it("rows count each category; what no check looks for is told", () => {
    const { rows, wrong } = scoreCases([one({ cwe: 79 }), one({ at: "/b", category: "sqli", cwe: 89 }), one({ at: "/c", category: "sqli", cwe: 89, vulnerable: false }), one({ at: "/d", category: "weakrand", cwe: 330 })], [finding("http://127.0.0.1/a", 79), finding("http://127.0.0.1/c", 89)], checks);
    expect(rows.map(({ category, tp, fn, fp, tn, score, lookedFor }) => [category, tp, fn, fp, tn, score, lookedFor])).toEqual([["sqli", 0, 1, 1, 0, -1, true], ["weakrand", 0, 1, 0, 0, 0, false], ["xss", 1, 0, 0, 0, 1, true]]);
    expect(wrong.map(({ kind, at }) => [kind, at])).toEqual([["missed", "/b"], ["false-alarm", "/c"], ["missed", "/d"]]);
  });

  it("every case is counted once, whatever was found", () => {
    const cases = fc.array(fc.record({ at: fc.constantFrom("/a", "/b", "/a*", "x"), vulnerable: fc.boolean(), category: fc.constantFrom("xss", "sqli", "strange") }).map((more) => one({ ...more, isName: more.at === "x" })));
    const found = fc.array(fc.tuple(fc.constantFrom("/a", "/b", "/x", "/x.html"), fc.constantFrom(79, 89, 1)).map(([path, cwe]) => finding(`http://127.0.0.1${path}`, cwe)));
    fc.assert(fc.property(cases, found, (given, all) => {
      const { rows, total, wrong } = scoreCases(given, all, checks);
      expect(total.tp + total.fn + total.fp + total.tn).toBe(given.length);
      expect(rows.reduce((sum, { tp, fn, fp, tn }) => sum + tp + fn + fp + tn, 0)).toBe(given.length);
      expect(wrong).toHaveLength(total.fn + total.fp);
    }));
  });

  it.each([["Sample1", "/x/Sample1", true], ["Sample1", "/x/sample1.html", true], ["Sample1", "/x/Sample10", false], ["Sample1", "/x/Sample1/y", true], ["Sample1", "/aSample1", false]])("the test %s is of the page %s: %s", (at, path, is) => { expect(pageMatcher({ at, isName: true })(path)).toBe(is); });
  it.each([["/a/*", "/a/b", true], ["/a/*", "/b/b", false], ["http://h/a/*.x", "/a/c.x", true], ["a/b", "/a/b", true], ["/a%20b", "/a b", true]])("the page %s is %s: %s", (at, path, is) => { expect(pageMatcher({ at, isName: false })(path)).toBe(is); });

  it("a crawl counts URLs exactly, or by templates where only these are known", () => {
    const urls = ["http://127.0.0.1/a?x=1", "http://127.0.0.1/b/"];
    expect(scoreCrawl(["/a?x=9", "/a?y=1", "/b", "http://other/c"], { urls, templates: [] })).toEqual({ expected: 4, found: 2, share: 0.5, missed: ["/a?y=1", "http://other/c"] });
    expect(scoreCrawl(["/items/9", "/items/9/x"], { urls: [], templates: ["/items/{n}"] }).missed).toEqual(["/items/9/x"]);
  });

  it("words lead to one place, and every family has a CWE", () => {
    expect(familiesNamed("OS Command Injection").map(({ id }) => id)).toEqual(["command-injection"]);
    expect(familiesNamed("cmdi")[0]?.cwes).toContain(78);
    expect(new Set(families.map(({ id }) => id)).size).toBe(families.length);
    expect(families.every(({ cwes, words }) => cwes.length > 0 && new Set(cwes).size === cwes.length && words.every((word) => /^[a-z0-9]+$/.test(word)))).toBe(true);
  });
});
