// Zip archives: what is read, what is refused and where, and that noise is always refused with a Fault.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "./fault.ts";
import { writeZip } from "./zip.fixtures/write-zip.ts";
import { bufferReader, openZipFile, zipEntries } from "./zip.ts";
import type { ZipLimits } from "./zip.ts";

const contents = (zip: Uint8Array, limits?: Partial<ZipLimits>): Record<string, string> =>
  Object.fromEntries(zipEntries(bufferReader(zip), limits).map((entry) => [entry.name, Buffer.from(entry.read()).toString()]));

function faultOf(act: () => unknown): Fault {
  try { act(); } catch (thrown) { if (thrown instanceof Fault) return thrown; throw thrown; }
  throw new Error("no fault");
}

const files = [{ name: "a.json", content: "alpha" }, { name: "folder/", content: "" }, { name: "empty", content: "" }, { name: "ü.json", content: "wide ".repeat(500) }];
const asRead = { "a.json": "alpha", "empty": "", "ü.json": "wide ".repeat(500) };

describe("kernel/zip", () => {
  it.each([
    ["deflated entries are unpacked, folders left out", {}],
    ["stored entries are copied", { stored: true }],
    ["zip64 sizes and offsets are read from the wide fields", { zip64: true }],
  ])("%s", (_claim, options) => { expect(contents(writeZip(files, options))).toEqual(asRead); });

  it("an archive without entries is read as none", () => { expect(contents(writeZip([]))).toEqual({}); });

  it("a comment after the end record is passed over", () => {
    const zip = Buffer.concat([writeZip(files), Buffer.from("note")]);
    zip.writeUInt16LE(4, zip.length - 4 - 2);
    expect(contents(zip)).toEqual(asRead);
  });

  it("a name that climbs is only a label", () => { expect(contents(writeZip([{ name: "../../etc/x", content: "y" }]))).toEqual({ "../../etc/x": "y" }); });

  it("a file larger than the read-ahead window gives the same entries, in any order", () => {
    const folder = mkdtempSync(join(tmpdir(), "aftwatch-zip-"));
    const many = Array.from({ length: 40 }, (_, at) => ({ name: `${at}`, content: String(at).repeat(60_000) }));
    writeFileSync(join(folder, "x.zip"), writeZip(many, { stored: true }));
    const file = openZipFile(join(folder, "x.zip"));
    const read = zipEntries(file).toReversed().map((entry) => Buffer.from(entry.read()).toString()).toReversed();
    file.close();
    rmSync(folder, { recursive: true });
    expect(read).toEqual(many.map(({ content }) => content));
  });

  const plain = writeZip([{ name: "a", content: "alpha" }], { stored: true });
  const damaged = (at: number, ...bytes: number[]): Buffer => { const zip = Buffer.from(plain); Buffer.from(bytes).copy(zip, at); return zip; };
  const directory = plain.indexOf(Buffer.from("PK\u0001\u0002"));
  it.each([
    ["a cut archive", plain.subarray(0, -1), "no end of the central directory"],
    ["HTML", Buffer.from("<html>"), "no end of the central directory"],
    ["a changed byte of the data", damaged(31, 0x58), "the checksum does not fit"],
    ["an encrypted entry", damaged(directory + 8, 1), "encrypted entries are not read"],
    ["a method other than stored and deflated", damaged(directory + 10, 12), "compression method 12"],
    ["data beyond the archive", damaged(directory + 20, 0xff, 0xff, 0xff, 0x7f), "reaches beyond the archive"],
    ["a local header that is none", damaged(0, 0), "no local file header"],
    ["a directory entry that is none", damaged(directory, 0), "no directory entry"],
    ["more entries than the directory can hold", damaged(plain.length - 14, 9, 0, 9, 0), "too small for 9 entries"],
    ["one size for what unpacks to another", damaged(directory + 24, 4), "5 bytes unpacked where the directory says 4"],
  ])("%s is a fault that names the offset", (_name, zip, rule) => {
    const fault = faultOf(() => contents(zip));
    expect(fault.code).toBe("zip.invalid");
    expect(fault.message).toMatch(/At offset \d+: /);
    expect(fault.message).toContain(rule);
  });

  it.each([
    ["too many entries", writeZip(files), { entries: 2 }, "at most 2 are read"],
    ["an entry that is too large", writeZip(files), { entryBytes: 100 }, "at most 100 are read"],
    ["an entry that unpacks too far", writeZip([{ name: "a", content: "0".repeat(100_000) }]), { ratio: 50 }, "more than 50 times"],
  ])("%s is refused before anything is unpacked", (_name, zip, limits, rule) => {
    expect(faultOf(() => zipEntries(bufferReader(zip), limits)).message).toContain(rule);
  });

  it("entries that share their data are refused by their sum", () => {
    const one = writeZip([{ name: "a", content: "0".repeat(50_000) }]);
    const at = one.indexOf(Buffer.from("PK\u0001\u0002"));
    const entry = one.subarray(at, at + 47);
    const end = Buffer.from(one.subarray(at + 47));
    end.writeUInt16LE(60, 8);
    end.writeUInt16LE(60, 10);
    end.writeUInt32LE(60 * entry.length, 12);
    const bomb = Buffer.concat([one.subarray(0, at), ...Array.from({ length: 60 }, () => entry), end]);
    expect(faultOf(() => zipEntries(bufferReader(bomb), { ratio: 900 })).message).toContain("the archive unpacks to more than 900 times its size");
  });

  it("what is written is read (any names, any contents)", () => {
    const file = fc.record({ name: fc.string({ minLength: 1, unit: "grapheme" }).filter((name) => !name.endsWith("/")), content: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(fc.property(fc.array(file, { maxLength: 6 }), fc.boolean(), fc.boolean(), (list, zip64, stored) => {
      const read = zipEntries(bufferReader(writeZip(list, { zip64, stored }))).map((entry) => [entry.name, Buffer.from(entry.read())]);
      expect(read).toEqual(list.map(({ name, content }) => [Buffer.from(name).toString(), Buffer.from(content)]));
    }), { numRuns: 100 });
  });

  it("any damage is either harmless or a Fault zip.invalid, never another error", () => {
    const sound = writeZip([{ name: "a", content: "alpha" }, { name: "b", content: "beta".repeat(99) }], { zip64: true });
    const change = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(sound.length), (changes, cut) => {
      const zip = Buffer.from(sound.subarray(0, cut % 3 === 0 ? cut : sound.length));
      for (const { at, byte } of changes) if (at < zip.length) zip[at] = byte;
      try { contents(zip); } catch (thrown) { expect(thrown).toMatchObject({ name: "Fault", code: "zip.invalid" }); }
    }), { numRuns: 2000 });
  });

  it("noise is a fault", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => { expect(faultOf(() => contents(bytes)).code).toBe("zip.invalid"); }));
  });
});
