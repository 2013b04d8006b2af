// What only the tag-value notation has: lines, long texts, sections that end each other.
import { describe, expect, it } from "vitest";
import { chunksOf } from "../sbom-format.suite.ts";
import { readSbom } from "../sbom-reader.ts";

const read = (...lines: string[]) => readSbom(chunksOf(Buffer.from(["SPDXVersion: SPDX-2.3", "SPDXID: SPDXRef-DOCUMENT", ...lines, ""].join("\n"))));
const purl = "ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0.0";

describe("inventory/sbom/spdx-tag-value", () => {
  it.each([
    ["category with underscore", ["PackageName: a", "ExternalRef: PACKAGE_MANAGER purl pkg:npm/a@1.0.0"]],
    ["no space after the colon, carriage returns, blanks before the tag", ["PackageName:a\r", "  ExternalRef:PACKAGE-MANAGER  purl   pkg:npm/a@1.0.0\r"]],
    ["a relationship in the middle of a package", ["PackageName: a", "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a", purl]],
    ["a long text with a look-alike in it", ["PackageName: a", "PackageComment: <text>one", "PackageName: b", "ends</text>", purl]],
    ["a long text on one line", ["PackageName: a", "PackageComment: <text>one</text>", purl]],
  ])("%s", async (_name, lines) => {
    expect((await read(...lines)).components.map((component) => component.purl)).toEqual(["pkg:npm/a@1.0.0"]);
  });

  it("references after a file belong to nobody's package", async () => {
    const { components, rejects } = await read("PackageName: a", "FileName: ./b", purl);
    expect(components).toEqual([]);
    expect(rejects).toMatchObject([{ at: "line 3", name: "a", reason: "no-purl" }]);
  });

  it("a line that is no tag is said, and the package around it is kept", async () => {
    const { components, rejects } = await read("PackageName: a", "what is this", purl);
    expect(components).toHaveLength(1);
    expect(rejects).toMatchObject([{ at: "line 4", name: "a", reason: "malformed" }]);
  });

  it("a text that is not closed is an end before the end", async () => {
    await expect(read("PackageComment: <text>never")).rejects.toMatchObject({ code: "sbom.truncated", places: [{ at: "line 3" }] });
  });

  it("a last line without line end is noted", async () => {
    const summary = await readSbom(chunksOf(Buffer.from("SPDXVersion: SPDX-2.3\nPackageName: a")));
    expect(summary.notes).toMatchObject([{ at: "line 2" }]);
  });

  it("a line without end is refused before it is held", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("SPDXVersion: SPDX-2.3\n");
      for (let sent = 0; sent < 2000; sent++) yield Buffer.alloc(4096, 0x61);
    }
    await expect(readSbom(endless())).rejects.toMatchObject({ code: "sbom.too-large", places: [{ at: "line 2" }] });
  });
});
