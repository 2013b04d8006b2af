// The SHA-1 index: every line is found, nothing else is.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferReader } from "../kernel/zip.ts";
import { sha1Index } from "./sha1-index.ts";

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

describe("inventory/sha1-index", () => {
  it("finds each of its lines by its digest, and none for another", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z.-]{1,60}$/), { maxLength: 200 }), fc.constantFrom(",", "\t", " "), fc.boolean(), (names, between, ends) => {
      const text = names.map((name) => `${sha1(name)}${between}g.${name}:${name}:1.0`).toSorted().join("\n") + (ends ? "\n" : "");
      const index = sha1Index(bufferReader(Buffer.from(text)));
      for (const name of names) expect(index.find(sha1(name).toUpperCase())).toEqual({ group: `g.${name}`, artifact: name, version: "1.0" });
      expect(index.find(sha1("of nothing here"))).toBeUndefined();
    }));
  });

  it.each([["", undefined], ["no index at all", undefined], [`${"a".repeat(40)},only:two\n`, undefined]])("%j tells nothing", (text, told) => {
    expect(sha1Index(bufferReader(Buffer.from(text))).find("a".repeat(40))).toBe(told);
  });
});
