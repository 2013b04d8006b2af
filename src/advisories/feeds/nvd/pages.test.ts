// Pages cut into items as they arrive: the same whatever the chunks, and refused when they are no page.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partsOfPage } from "./pages.ts";
import type { PagePart } from "./pages.ts";

const cut = async (text: string, sizeBytes = text.length || 1): Promise<PagePart[]> => {
  const bytes = Buffer.from(text);
  const chunks = async function* () { for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes); };
  const parts: PagePart[] = [];
  for await (const part of partsOfPage(chunks(), "https://nvd.example/cves")) parts.push(part);
  return parts;
};
const itemsOf = (parts: readonly PagePart[]): unknown[] => parts.flatMap((part) => (part.kind === "item" ? [JSON.parse(part.text)] : []));

describe("advisories/feeds/nvd/pages", () => {
  it("items are whole, whatever stands in them and however they are cut (any JSON, any chunks)", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 2), async (vulnerabilities, sizeBytes, indent) => {
      const page = { resultsPerPage: 9, startIndex: 3, totalResults: 12, vulnerabilities, format: "NVD_CVE" };
      const parts = await cut(JSON.stringify(page, undefined, indent), sizeBytes);
      expect(itemsOf(parts)).toEqual(JSON.parse(JSON.stringify(vulnerabilities)));
      expect(parts.at(-1)).toEqual({ kind: "envelope", envelope: { resultsPerPage: 9, startIndex: 3, totalResults: 12 } });
    }));
  });

  it("brackets and quotes in strings are text", async () => {
    expect(itemsOf(await cut('{"vulnerabilities":[{"a":"}]\\"{["},{"b":"\\\\"}]}', 1))).toEqual([{ a: '}]"{[' }, { b: "\\" }]);
  });

  it.each([["in a record", '{"vulnerabilities":[{"a":1},{"b"'], ["in a list", '{"vulnerabilities":[{"a":1}'], ["in a string", '{"vulnerabilities":[],"format":"NV']])("what ends %s is cut short", async (_where, text) => {
    await expect(cut(text)).rejects.toMatchObject({ code: "feed.truncated" });
  });

  it.each([["another object", '{"hello":1}'], ["another list", '{"items":[{"a":1}]}'], ["no object", "[]"], ["no JSON", "{hello}"], ["nothing", ""]])("%s is not the feed", async (_what, text) => {
    await expect(cut(text)).rejects.toMatchObject({ code: "feed.not-the-feed" });
  });
});
