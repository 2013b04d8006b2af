// Build records in real programs of five platforms, in the older form, and in programs that lie about themselves.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferReader } from "../kernel/zip.ts";
import { inlineRecord, pointedRecord, writeElf } from "./build-records.fixtures/write-elf.ts";
import { readBuildRecords } from "./build-records.ts";

const fixture = (name: string): Buffer => gunzipSync(readFileSync(new URL(`build-records.fixtures/${name}.gz`, import.meta.url)));
const read = (bytes: Buffer) => readBuildRecords(bufferReader(bytes));
const forms = [true, false].flatMap((isWide) => [true, false].map((isBigEndian) => ({ isWide, isBigEndian })));
const modules = "path\texample.com/a\nmod\texample.com/a\tv1.0.0\t\n";

/** How many bytes were read of a file. */
function counted(bytes: Buffer): { records: ReturnType<typeof readBuildRecords>; bytesRead: number } {
  let bytesRead = 0;
  const records = readBuildRecords({ sizeBytes: bytes.length, read: (offset, length) => { bytesRead += length; return bytes.subarray(offset, offset + length); } });
  return { records, bytesRead };
}

describe("inventory/build-records", () => {
  it.each(["linux-amd64", "linux-386", "linux-s390x", "darwin-arm64", "windows-amd64"])("a program that Go 1.26 built for %s, of which little is read", (platform) => {
    const { records, bytesRead } = counted(fixture(`go-${platform}`));
    expect(records).toEqual({ go: { version: "go1.26.8", modules: expect.stringMatching(/^path\texample\.com\/acme\/app\nmod\texample\.com\/acme\/app\t\(devel\)\t\ndep\texample\.com\/acme\/lib\tv1\.0\.0\n=>\t\.\.\/lib\t\(devel\)\t\n/) } });
    expect(bytesRead).toBeLessThan(64 * 1024);
  });

  it("the list of cargo-auditable as it lies in its section", () => {
    expect(read(fixture("rust-linux-amd64"))?.rust?.readUInt8(0)).toBe(0x78);
  });

  it.each(forms)("the form before Go 1.18, with pointers (64 bits: $isWide, big-endian: $isBigEndian)", (form) => {
    const record = pointedRecord(form, "go1.17.13", modules);
    expect(read(writeElf(form, record, [{ name: ".go.buildinfo", bytes: record.subarray(0, 32) }]))).toEqual({ go: { version: "go1.17.13", modules } });
  });

  it.each(forms)("a program whose sections were stripped is searched in its data (64 bits: $isWide, big-endian: $isBigEndian)", (form) => {
    expect(read(writeElf(form, Buffer.concat([Buffer.alloc(64, 7), inlineRecord("go1.22.1", modules)])))).toEqual({ go: { version: "go1.22.1", modules } });
  });

  it("the magic at a place that is no multiple of 16 is no record", () => {
    expect(read(writeElf({ isWide: true, isBigEndian: false }, Buffer.concat([Buffer.alloc(8), inlineRecord("go1.22.1", "")])))).toEqual({});
  });

  it.each([["a text", Buffer.from("x".repeat(200)), undefined], ["nothing", Buffer.alloc(0), undefined], ["a C program", writeElf({ isWide: true, isBigEndian: false }, Buffer.alloc(100), [{ name: ".text", bytes: Buffer.alloc(8) }]), {}], ["a DOS program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), undefined]])("%s", (_name, bytes, records) => {
    expect(read(bytes)).toEqual(records);
  });

  it.each([
    ["sections beyond the end", 40, 0x7fffffff], ["segments beyond the end", 32, 0x7fffffff], ["section headers of no bytes", 58, 0],
  ])("%s are a problem that is told with its offset", (_name, at, value) => {
    const bytes = writeElf({ isWide: true, isBigEndian: false }, Buffer.alloc(64), [{ name: ".go.buildinfo", bytes: inlineRecord("go1.22.1", "") }]);
    if (at === 58) bytes.writeUInt16LE(value, at);
    else bytes.writeBigUInt64LE(BigInt(value), at);
    expect(read(bytes)?.problem).toMatch(/At offset \d+/);
  });

  it("an absurd length of the module list is a problem", () => {
    const record = inlineRecord("go1.22.1", "");
    const bytes = writeElf({ isWide: true, isBigEndian: false }, Buffer.alloc(16), [{ name: ".go.buildinfo", bytes: Buffer.concat([record.subarray(0, record.length - 1), Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7f])]) }]);
    expect(read(bytes)?.problem).toContain("bytes of build information");
  });

  it.each(["go-linux-amd64", "go-linux-386", "go-linux-s390x", "go-darwin-arm64", "go-windows-amd64", "rust-linux-amd64"])("%s with any bytes changed, or cut short, ends without a throw", (name) => {
    const whole = fixture(name);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(700), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }), fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole.subarray(0, length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      expect(() => read(bytes)).not.toThrow();
    }), { numRuns: 150 });
  });
});
