// The family of SBOM readers: its list, and the suite on each member.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sbomFormatSuite } from "./sbom-format.suite.ts";
import { sbomFormats } from "./sbom/index.ts";

describe("inventory/sbom", () => {
  it("lists every file of the folder under its name, once", () => {
    const files = readdirSync(new URL("sbom/", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(sbomFormats.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
    expect(new Set(sbomFormats.all.map(({ id }) => id)).size).toBe(sbomFormats.all.length);
  });
});

const fixtures = readdirSync(new URL("sbom-format.fixtures/", import.meta.url));
for (const format of sbomFormats.all) {
  const fixture = fixtures.find((name) => name.startsWith(`${format.id}.`));
  if (fixture === undefined) throw new Error(`${format.id} needs a fixture in sbom-format.fixtures/`);
  sbomFormatSuite(format, new URL(`sbom-format.fixtures/${fixture}`, import.meta.url));
}
