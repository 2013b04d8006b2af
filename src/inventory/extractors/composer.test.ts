// Composer's installed.json in both of its forms, and entries that cannot be taken.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { composer } from "./composer.ts";

const path = "/srv/vendor/composer/installed.json";

describe("inventory/extractors/composer", () => {
  it.each([
    ["Composer 2", { packages: [{ name: "Acme/A", version: "v1.0.0" }] }], ["Composer 1", [{ name: "Acme/A", version: "v1.0.0" }]],
  ])("%s", async (_name, list) => {
    expect(await extracted(composer, { [path]: JSON.stringify(list) })).toEqual({ purls: ["pkg:composer/acme/a@v1.0.0"], rejects: [] });
  });

  it.each([["is no JSON", "{"], ["lists nothing", "{}"]])("a file that %s is rejected with its path", async (_name, text) => {
    expect(await extracted(composer, { [path]: text })).toMatchObject({ purls: [], rejects: [{ at: path, reason: "malformed" }] });
  });

  it("an entry that cannot be taken is named by its place, and the others are kept", async () => {
    const { purls, rejects } = await extracted(composer, { [path]: JSON.stringify({ packages: [{}, { name: "acme/a" }, { name: "a", version: "1" }, { name: "acme/b", version: "1" }] }) });
    expect(purls).toEqual(["pkg:composer/acme/b@1"]);
    expect(rejects.map(({ at, reason }) => `${at.slice(path.length)} ${reason}`)).toEqual(["#/packages/0 malformed", "#/packages/1 no-version", "#/packages/2 invalid-purl"]);
  });
});
