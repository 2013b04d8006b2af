// The generated documents: what is written between the marks, what counts as stale, and that a table survives any cell.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begin, block, end, inFile, isStale, table } from "../scripts/docs/page.ts";

const part = { path: "README.md", part: "settings" };
const file = (inside: string): string => `# Title\n\n${begin("settings")}\n${inside}${end("settings")}\n\nBy hand.\n`;

describe("scripts/docs", () => {
  it("a part is written between its marks, and the rest stays as it was", () => {
    expect(inFile(part, "new\n", file("old\n"))).toBe(file("new\n"));
  });

  it("what is written is not stale when it is written again (any text)", () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes("<!--")), (text) => {
      const once = inFile(part, text, file(""));
      expect(isStale(once, inFile(part, text, once))).toBe(false);
    }));
  });

  it.each([
    ["a file that is not there", undefined],
    ["a file without the marks", "# Title\n"],
    ["a file with the end before the beginning", `${end("settings")}\n${begin("settings")}\n`],
  ])("%s is an error that says which lines to put in", (_case, now) => {
    expect(() => inFile(part, "new", now)).toThrow(begin("settings"));
  });

  it.each([
    ["a file that is not there", undefined, true],
    ["other text", "b\n", true],
    ["the same text", "a\n", false],
    ["the same text with the line ends of Windows", "a\r\n", false],
  ])("%s: stale is %s", (_case, now, stale) => { expect(isStale(now, "a\n")).toBe(stale); });

  it("a table has as many cells in each line as in its head, whatever they hold", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
      const lines = table(["a", "b"], rows).split("\n");
      expect(lines).toHaveLength(rows.length + 2);
      for (const line of lines) expect(line.replaceAll("\\|", "").split("|")).toHaveLength(4);
    }));
  });

  it("a fence is longer than any in the text", () => {
    expect(block("a\n````\nb")).toBe("`````\na\n````\nb\n`````");
  });
});
