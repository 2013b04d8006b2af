// Bytes as they are sent: encodings, gzip and the limits on both.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDocument } from "./document-bytes.ts";
import { chunksOf } from "./sbom-format.suite.ts";

const limits = { maxBytes: 8 * 1024 * 1024 };

async function textOf(bytes: Uint8Array, sizes: readonly number[] = [], given = limits): Promise<{ text: string; digest: string; largest: number }> {
  const document = openDocument(chunksOf(bytes, sizes), given);
  const slices: Uint8Array[] = [];
  for await (const slice of document.text) slices.push(slice);
  return { text: Buffer.concat(slices).toString("utf8"), digest: document.digest(), largest: Math.max(0, ...slices.map(({ length }) => length)) };
}

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const sample = '{"name":"Größe 📦"}';

describe("inventory/document-bytes", () => {
  it.each([
    ["UTF-8", Buffer.from(sample)],
    ["UTF-8 with byte order mark", Buffer.from(`\uFEFF${sample}`)],
    ["UTF-16 LE with byte order mark", Buffer.from(`\uFEFF${sample}`, "utf16le")],
    ["UTF-16 BE with byte order mark", utf16be(`\uFEFF${sample}`)],
    ["UTF-16 LE without mark", Buffer.from(sample, "utf16le")],
    ["UTF-16 BE without mark", utf16be(sample)],
    ["gzip", gzipSync(sample)],
    ["gzip of UTF-16", gzipSync(Buffer.from(`\uFEFF${sample}`, "utf16le"))],
  ])("%s is read, cut anywhere", async (_name, bytes) => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }), async (sizes) => {
      expect((await textOf(bytes, sizes)).text).toBe(sample);
    }), { numRuns: 30 });
  });

  it("digests the bytes as sent and gives slices of at most 64 KiB", async () => {
    const packed = gzipSync(Buffer.from("é".repeat(200_000)), { level: 0 });
    const { text, digest, largest } = await textOf(packed);
    expect(digest).toBe(`sha256:${createHash("sha256").update(packed).digest("hex")}`);
    expect(text).toBe("é".repeat(200_000));
    expect(largest).toBeLessThanOrEqual(64 * 1024 + 3);
  });

  it.each([
    ["Latin-1", Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xfc]), Buffer.from('"}')]), "sbom.encoding", "byte 6"],
    ["a bad byte after 100 kB", Buffer.concat([Buffer.from("ä".repeat(50_000)), Buffer.from([0xff, 0x20])]), "sbom.encoding", "byte 100000"],
    ["an encoded surrogate", Buffer.concat([Buffer.from("abcd"), Buffer.from([0xed, 0xa0, 0x80])]), "sbom.encoding", "byte 4"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "sbom.encoding", "byte 0"],
    ["a lone surrogate in UTF-16", Buffer.from([0xff, 0xfe, 0x7b, 0, 0, 0xd8, 0x7b, 0]), "sbom.encoding", "byte 0"],
    ["a character cut at the end", Buffer.from("abcdé").subarray(0, 5), "sbom.truncated", "byte 4"],
    ["gzip cut in the middle", gzipSync(Buffer.from(sample.repeat(50))).subarray(0, 40), "sbom.truncated", "byte 40"],
  ])("%s is refused with its place", async (_name, bytes, code, at) => {
    await expect(textOf(bytes)).rejects.toMatchObject({ code, places: [{ at }] });
  });

  it("damaged gzip is malformed", async () => {
    const packed = gzipSync(Buffer.from(sample.repeat(50)));
    packed[packed.length - 6]! ^= 0xff;
    await expect(textOf(packed)).rejects.toMatchObject({ code: "sbom.malformed" });
  });

  it.each([
    ["a bomb of 5 MB zeros in 5 kB", gzipSync(Buffer.alloc(5_000_000)), limits, "sbom.bomb"],
    ["gzip of gzip that stays small is not unpacked twice", gzipSync(gzipSync(sample)), limits, "sbom.encoding"],
    ["more bytes than allowed", Buffer.alloc(1001, 0x20), { maxBytes: 1000 }, "sbom.too-large"],
    ["more bytes than allowed once unpacked", gzipSync(Buffer.from(Array.from({ length: 3000 }, (_, index) => `${index * 7919}`).join(" "))), { maxBytes: 15_000 }, "sbom.too-large"],
  ])("%s", async (_name, bytes, given, code) => {
    await expect(textOf(bytes, [], given)).rejects.toMatchObject({ code });
  });

  it("a fault of whoever sends comes through as it is", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzipSync(sample).subarray(0, 12);
      throw new RangeError("the line went dead");
    }
    const read = async (): Promise<void> => { for await (const _ of openDocument(broken(), limits).text) continue; };
    await expect(read()).rejects.toThrow("the line went dead");
  });
});
