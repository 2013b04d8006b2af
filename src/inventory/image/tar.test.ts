// Tar archives that GNU tar wrote in four formats, and archives that are cut short or lie.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferReader } from "../../kernel/zip.ts";
import { tarEntries } from "./tar.ts";
import type { TarSource } from "./tar-source.ts";
import { positionalSource, streamSource } from "./tar-source.ts";

const fixture = (format: string): Buffer => gunzipSync(readFileSync(new URL(`image.fixtures/${format}.tar.gz`, import.meta.url)));

async function listed(source: TarSource): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of tarEntries(source)) found[entry.path] = entry.kind === "file" ? `${entry.mode.toString(8)} ${(await entry.body()).toString().trim()}` : `${entry.kind} ${entry.target}`;
  return found;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const folder = "a-folder-with-a-long-name-".repeat(6);
const file = `${folder}/deep/a-file-with-a-name-that-is-not-short-either.txt`;
const short = { "./": "folder ", "./bin/": "folder ", "./bin/hard": "755 sh", "./bin/sh": "hard-link ./bin/hard", "./bin/soft": "link ../bin/sh", "./ümlaut": "644 ü" };

describe("inventory/image/tar", () => {
  it.each(["gnu", "pax"])("every entry of GNU tar's %s format, long names and targets included", async (format) => {
    expect(await listed(positionalSource(bufferReader(fixture(format))))).toEqual({ ...short, "./pipe": "other ", [`./${folder}/`]: "folder ", [`./${folder}/deep/`]: "folder ", [`./${file}`]: "644 hello", "./long-link": `link /${file}` });
  });

  it.each(["ustar", "v7"])("what fits into GNU tar's %s format", async (format) => {
    expect(await listed(positionalSource(bufferReader(fixture(format))))).toMatchObject(short);
  });

  it.each([1, 7, 511, 512, 513, 100_000])("the same from a stream in pieces of %d bytes", async (size) => {
    expect(await listed(streamSource(inPieces(fixture("pax"), size), 1e9))).toEqual(await listed(positionalSource(bufferReader(fixture("pax")))));
  });

  it("a stream that goes on too long is a fault", async () => {
    await expect(listed(streamSource(inPieces(fixture("gnu"), 512), 2000))).rejects.toThrow("unpacks to more than 2000 bytes");
  });

  it.each([["no archive", Buffer.alloc(600, 1)], ["half a header", fixture("gnu").subarray(0, 700)], ["an entry cut short", Buffer.concat([fixture("ustar").subarray(0, 1024), fixture("ustar").subarray(1024, 1100)])]])("%s is a fault with its offset", async (_name, bytes) => {
    await expect(listed(positionalSource(bufferReader(bytes)))).rejects.toMatchObject({ code: "host.file-malformed", detail: expect.stringMatching(/^At offset \d+/) });
  });

  it.each([["no length", "x=y\n"], ["a second record without one", "9 a=bcd\nnonsense"], ["a length of nothing", "0 a=b\n"], ["a length beyond the end", "99 a=b\n"]])("a pax header with %s is a fault", async (_name, records) => {
    const archive = Buffer.concat([...member("x", Buffer.from(records)), ...member("0", Buffer.alloc(0)), Buffer.alloc(1024)]);
    await expect(listed(positionalSource(bufferReader(archive)))).rejects.toMatchObject({ code: "host.file-malformed" });
  });

  it("any bytes changed end in entries or in a fault, never otherwise", async () => {
    const whole = fixture("pax");
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 10 }), fc.boolean(), async (changes, keepsSums) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      if (keepsSums) for (let at = 0; at + 512 <= bytes.length; at += 512) mendSum(bytes.subarray(at, at + 512));
      await listed(positionalSource(bufferReader(bytes))).catch((cause: unknown) => { expect(cause).toMatchObject({ code: "host.file-malformed" }); });
    }), { numRuns: 300 });
  });
});

function member(type: string, bytes: Buffer): Buffer[] {
  const header = Buffer.alloc(512);
  header.write("name", 0);
  header.write(bytes.length.toString(8).padStart(11, "0"), 124);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  mendSum(header);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

// So that changed headers are read on, and not stopped at their check sum.
function mendSum(block: Buffer): void {
  if (block.toString("latin1", 257, 262) !== "ustar") return;
  block.write(" ".repeat(8), 148);
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0`, 148);
}
