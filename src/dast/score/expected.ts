// What a test suite expects of a scan: cases (a page is vulnerable in one way, or is not) or a crawl (these URLs must be found).
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import { readCsv } from "./csv.ts";

/** One line of a suite. at: a URL, a path, a pattern with `*`, or the name of a test that is a part of the path. */
export interface ExpectedCase { at: string; isName: boolean; method: string | undefined; parameter: string | undefined; category: string; cwe: number | undefined; check: string | undefined; vulnerable: boolean }
export type Expected = { kind: "cases"; cases: readonly ExpectedCase[] } | { kind: "crawl"; urls: readonly string[] };

/**
 * JSON: a list, or an object with `cases` or `tests`, of { url | path | test, vulnerable, category?, cwe?, check?, method?, parameter? }; a list of
 * texts (or an object with `urls`, `paths` or `expected`) is a crawl; an object of lists under category words is cases that are all real.
 * CSV: the same names in its first line, also behind a `#`, with spaces and capitals as suites write them ("# test name, category, real vulnerability, cwe").
 * Lines of URLs or paths alone are a crawl. Throws dast.expected-unreadable with every place that cannot be used.
 */
export function readExpected(text: string): Expected {
  const whole = text.replace(/^\ufeff/, "").trim();
  if (whole === "") throw new Fault("dast.expected-unreadable", { detail: "It is empty." });
  const expected = /^[[{]/.test(whole) ? fromJson(jsonOf(whole)) : fromLines(whole);
  if ((expected.kind === "cases" ? expected.cases : expected.urls).length === 0) throw new Fault("dast.expected-unreadable", { detail: "It holds nothing to compare." });
  return expected;
}

function jsonOf(text: string): unknown {
  try { return JSON.parse(text); } catch (cause) { throw new Fault("dast.expected-unreadable", { detail: "It begins like JSON and is none." }, cause); }
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

function fromJson(value: unknown): Expected {
  if (isTexts(value)) return { kind: "crawl", urls: value };
  if (Array.isArray(value)) return casesFrom(value, (at) => `/${at}`);
  const table = isTable(value) ? value : {};
  for (const name of ["urls", "paths", "expected"]) { const urls = table[name]; if (isTexts(urls)) return { kind: "crawl", urls }; }
  for (const name of ["cases", "tests"]) { const cases = table[name]; if (Array.isArray(cases)) return casesFrom(cases, (at) => `/${name}/${at}`); }
  const lists = Object.entries(table);
  if (lists.length > 0 && lists.every(([, urls]) => isTexts(urls))) return casesFrom(lists.flatMap(([category, urls]) => (urls as string[]).map((url) => ({ url, category, vulnerable: true }))), (at) => `/${at}`);
  throw new Fault("dast.expected-unreadable", { detail: "It is neither a list of cases nor of URLs." });
}

function fromLines(text: string): Expected {
  const rows = readCsv(text);
  const head = (rows[0] ?? []).map((name) => columnOf(name.replace(/^#/, "")));
  if (!head.some((name) => name === "url" || name === "test")) {
    const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
    if (lines.every((line) => /^(?:https?:\/)?\/\S*$/.test(line))) return { kind: "crawl", urls: lines };
    throw new Fault("dast.expected-unreadable", { detail: "Its first line names no column `url`, `path` or `test`, and its lines are not URLs." });
  }
  const values = rows.slice(1).filter((row) => row.some((one) => one.trim() !== "") && !row[0]?.startsWith("#"));
  return casesFrom(values.map((row) => Object.fromEntries(head.flatMap((name, at) => (name === undefined ? [] : [[name, (row[at] ?? "").trim()]])))), (at) => `row ${at + 2}`);
}

// Names as suites write them, letters alone.
const columns: Readonly<Record<string, string>> = {
  url: "url", path: "url", page: "url", uri: "url", pattern: "url", testcase: "test", testname: "test", test: "test", name: "test", method: "method", parameter: "parameter", param: "parameter", category: "category", type: "category", section: "category",
  cwe: "cwe", cweid: "cwe", check: "check", vulnerable: "vulnerable", realvulnerability: "vulnerable", real: "vulnerable", isvulnerable: "vulnerable", expected: "vulnerable", truepositive: "vulnerable",
};
const columnOf = (name: string): string | undefined => columns[name.toLowerCase().replaceAll(/[^a-z]/g, "")];

function casesFrom(values: readonly unknown[], placeOf: (at: number) => string): Expected {
  const read = values.map((value, at) => caseFrom(value, placeOf(at)));
  const places = read.flatMap((one) => ("rule" in one ? [one] : []));
  if (places.length > 0) throw new Fault("dast.expected-unreadable", { places: places.slice(0, 50) });
  return { kind: "cases", cases: read.flatMap((one) => ("rule" in one ? [] : [one])) };
}

const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, 1: true, real: true, vulnerable: true, false: false, no: false, 0: false, safe: false, fp: false };

function caseFrom(value: unknown, at: string): ExpectedCase | FaultPlace {
  if (!isTable(value)) return { at, rule: "is no case" };
  const given = Object.fromEntries(Object.entries(value).flatMap(([name, one]) => { const known = columnOf(name); return known === undefined || one === null ? [] : [[known, String(one).trim()]]; })) as Readonly<Record<string, string | undefined>>;
  const place = given["url"] ?? given["test"];
  if (place === undefined || place === "") return { at, rule: "names neither a URL nor a path nor a test" };
  const vulnerable = truths[(given["vulnerable"] ?? "").toLowerCase()];
  if (vulnerable === undefined) return { at: `${at}/vulnerable`, rule: "must be true or false" };
  const cwe = /^(?:cwe-?)?(\d{1,5})$/i.exec(given["cwe"] ?? "")?.[1];
  const filled = (name: string): string | undefined => (given[name] === "" ? undefined : given[name]);
  if (cwe === undefined && filled("category") === undefined && filled("check") === undefined) return { at, rule: "names no category, CWE or check" };
  return { at: place, isName: given["url"] === undefined && !/^(?:https?:\/)?\//.test(place), method: filled("method")?.toUpperCase(), parameter: filled("parameter"), category: filled("category") ?? filled("check") ?? `CWE-${cwe}`, cwe: cwe === undefined ? undefined : Number(cwe), check: filled("check"), vulnerable };
}
