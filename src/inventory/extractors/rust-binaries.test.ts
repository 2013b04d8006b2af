// cargo-auditable's list: kinds of dependencies, and lists that are damaged or swell.
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeElf } from "../build-records.fixtures/write-elf.ts";
import { extracted, plantHost } from "../extractor.suite.ts";
import { rustBinaries } from "./rust-binaries.ts";

const program = (bytes: Buffer): { program: Uint8Array } => ({ program: writeElf({ isWide: true, isBigEndian: false }, Buffer.alloc(16), [{ name: ".dep-v0", bytes }]) });
const packed = (list: unknown): { program: Uint8Array } => program(deflateSync(JSON.stringify(list)));

describe("inventory/extractors/rust-binaries", () => {
  it("what the program was built with, and what it carries", async () => {
    const host = plantHost({ "/srv/app": packed({ packages: [{ name: "app", version: "0.1.0", source: "local", root: true }, { name: "cc", version: "1.0.0", source: "crates.io", kind: "build" }, { name: "serde", version: "1.0.2", source: "crates.io" }] }) });
    try {
      const found: unknown[] = [];
      for await (const part of rustBinaries.extract(host.files, ["/"], new AbortController().signal)) found.push(part.kind === "component" ? [part.component.purl, part.component.scope, part.component.direct] : part);
      expect(found).toEqual([["pkg:cargo/app@0.1.0", "runtime", true], ["pkg:cargo/cc@1.0.0", "development", undefined], ["pkg:cargo/serde@1.0.2", "runtime", undefined]]);
    } finally {
      host.remove();
    }
  });

  it.each([
    ["is no zlib stream", program(Buffer.from("nonsense")), "malformed"], ["is no JSON", program(deflateSync("{")), "malformed"], ["has no packages", packed({}), "malformed"],
    ["swells beyond its limit", program(deflateSync(Buffer.alloc(9 * 1024 * 1024, 0x20))), "malformed"], ["names nothing", packed({ packages: [{}] }), "malformed"], ["gives no version", packed({ packages: [{ name: "a" }] }), "no-version"],
  ])("a list that %s is rejected with the program's path", async (_name, file, reason) => {
    expect(await extracted(rustBinaries, { "/srv/app": file })).toMatchObject({ purls: [], rejects: [{ at: "/srv/app", reason }] });
  });
});
