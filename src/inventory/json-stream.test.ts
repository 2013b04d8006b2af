// The JSON splitter against JSON.parse: the same verdict on any text, the same values out of any document.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import type { JsonEvent, JsonPick } from "./json-stream.ts";
import { pickJson, topLevelKeys } from "./json-stream.ts";
import { OverlongText } from "./json-tokens.ts";
import { chunksOf } from "./sbom-format.suite.ts";

const limits = { maxBrackets: 256, maxTextBytes: 64 * 1024, maxHeldBytes: 1024 * 1024 };

async function eventsOf(text: string, root: JsonPick, sizes: readonly number[] = [], given = limits): Promise<JsonEvent[]> {
  const events: JsonEvent[] = [];
  for await (const event of pickJson(chunksOf(Buffer.from(text), sizes), root, given)) events.push(event);
  return events;
}

async function verdictOf(text: string, sizes: readonly number[] = []): Promise<string> {
  try {
    await eventsOf(text, {}, sizes);
    return "valid";
  } catch (thrown) {
    if (isFault(thrown)) return thrown.code;
    throw thrown;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 });
const anyText = fc.string({ unit: "binary" }).map((text) => text.toWellFormed());
const item = fc.record({ name: anyText, count: fc.double({ noNaN: true, noDefaultInfinity: true }), flag: fc.option(fc.boolean()), other: fc.jsonValue({ maxDepth: 4 }) }, { requiredKeys: [] });
const list: JsonPick = { members: new Map([["items", { items: { emit: "item", members: new Map([["name", {}], ["count", {}], ["flag", {}]]) } }]]) };

describe("inventory/json-stream", () => {
  it("gives of every item what JSON.parse gives, whatever lies around it and wherever chunks are cut", async () => {
    await fc.assert(fc.asyncProperty(fc.array(item, { maxLength: 6 }), fc.jsonValue({ maxDepth: 4 }), sizes, fc.constantFrom(0, 2), async (items, around, cuts, indent) => {
      const text = JSON.stringify({ before: around, items, after: around }, null, indent);
      const parsed = JSON.parse(text) as { items: Record<string, unknown>[] };
      const expected = parsed.items.map((value, index) => ({ name: "item", at: `/items/${index}`, value: Object.fromEntries(Object.entries(value).filter(([key]) => key !== "other")) }));
      expect(await eventsOf(text, list, cuts)).toEqual(expected);
    }));
  });

  it("accepts a text exactly when JSON.parse does", async () => {
    const pieces = fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', '"a"', "\\", "\\u00e9", "\\x", "1", "-", "01", "1e5", "1.", "true", "nul", "null", " ", "\n", "\t", "\u0001", "é"), { maxLength: 14 }).map((parts) => parts.join(""));
    await fc.assert(fc.asyncProperty(pieces, sizes, async (text, cuts) => {
      expect((await verdictOf(text, cuts)) === "valid").toBe(isJson(text));
    }), { numRuns: 2000 });
  });

  it("accepts a damaged document exactly when JSON.parse does", async () => {
    const damaged = fc.tuple(fc.jsonValue(), fc.nat(), fc.constantFrom("", '"', "}", "]", ",", ":", "\\", "0", "e")).map(([value, at, insert]) => {
      const text = JSON.stringify(value).toWellFormed();
      const place = at % (text.length + 1);
      return insert === "" ? text.slice(0, place) : text.slice(0, place) + insert + text.slice(place);
    }).filter((text) => text.isWellFormed());
    await fc.assert(fc.asyncProperty(damaged, async (text) => {
      expect((await verdictOf(text)) === "valid").toBe(isJson(text));
    }), { numRuns: 1000 });
  });

  it.each([
    ["", "sbom.truncated"], ['{"a":', "sbom.truncated"], ['"abc', "sbom.truncated"], ["[1,", "sbom.truncated"],
    ["[1] x", "sbom.malformed"], ["{'a':1}", "sbom.malformed"], ["[1,]", "sbom.malformed"], ["NaN", "sbom.malformed"], ["[", "sbom.truncated"],
    ["[".repeat(100_000), "sbom.too-deep"], [`${"[".repeat(256)}${"]".repeat(256)}`, "valid"], [`${"[".repeat(257)}${"]".repeat(257)}`, "sbom.too-deep"],
  ])("the text %.20j is %s", async (text, verdict) => {
    expect(await verdictOf(text)).toBe(verdict);
  });

  it("names the byte where the grammar breaks, also after characters of several bytes", async () => {
    await expect(eventsOf('{"ü": 1 2}', {}, [3])).rejects.toMatchObject({ code: "sbom.malformed", places: [{ at: "byte 9" }] });
  });

  it("keeps the length of a text that is longer than the limit, and nothing else of it", async () => {
    const [event] = await eventsOf(`{"items":[{"name":"${"x".repeat(100)}","flag":true}]}`, list, [], { ...limits, maxTextBytes: 99 });
    expect(event?.value).toEqual({ name: new OverlongText(100), flag: true });
  });

  it("refuses a value of which more would be kept than the limit", async () => {
    const kept: JsonPick = { items: { emit: "x", items: {} } };
    await expect(eventsOf(`[[${'"abcdefgh",'.repeat(1000)}1]]`, kept, [], { ...limits, maxHeldBytes: 10_000 })).rejects.toMatchObject({ code: "sbom.too-large", places: [{ at: "/0/416" }] });
  });

  it("is not taken in by names of Object.prototype", async () => {
    expect(await eventsOf('{"__proto__":{"items":[{"name":1}]},"constructor":[1],"items":[{"__proto__":{"name":2},"name":"own"}]}', list)).toEqual([{ name: "item", at: "/items/0", value: { name: "own" } }]);
  });

  it.each([
    ['{"a": {"b": 1}, "c": ["d", {"e": 1}], "f":', ["a", "c", "f"]], ['{"a\\"b": 1, "c', ['a\\"b']], ['["a", "b"]', []], ["<html>", []],
  ])("the top level keys of %j are %j", (start, keys) => {
    expect(topLevelKeys(start)).toEqual(keys);
  });
});
