// CSV by RFC 4180, safe to open in a spreadsheet.
import { describe, expect, it } from "vitest";
import { ariaSort, nextSort } from "./column.ts";
import { csvOf } from "./export.ts";

const column = { id: "name", title: "Name", cell: (row: string) => row, text: (row: string) => row };

describe("console/src/lists/export", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
    ["=1+1", "'=1+1"],
    ["@home", "'@home"],
  ])("%j is written as %s", (text, written) => {
    expect(csvOf([text], [column])).toBe(`Name\r\n${written}\r\n`);
  });

  it("a column without text is left out", () => {
    expect(csvOf(["x"], [column, { id: "icon", title: "Icon", cell: (row: string) => row }])).toBe("Name\r\nx\r\n");
  });
});

describe("console/src/lists/column", () => {
  const both = { ascending: "detected", descending: "-detected" };
  it.each([
    [both, undefined, "detected", "none"],
    [both, "detected", "-detected", "ascending"],
    [both, "-detected", "detected", "descending"],
    [{ ascending: "due" }, "due", "due", "ascending"],
    [{ descending: "priority" }, "due", "priority", "none"],
  ] as const)("%j sorted by %s: next %s, aria-sort %s", (sort, current, next, aria) => {
    expect(nextSort(sort, current)).toBe(next);
    expect(ariaSort({ sort }, current)).toBe(aria);
  });
});
