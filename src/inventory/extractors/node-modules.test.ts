// node_modules as package managers leave them: nested, scoped, linked, in stores, and damaged.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { nodeModules } from "./node-modules.ts";

const manifest = (name: unknown, version: unknown): string => JSON.stringify({ name, version });
const app = "/srv/shop/node_modules";

describe("inventory/extractors/node-modules", () => {
  it.each([
    ["scoped", { [`${app}/@acme/a/package.json`]: manifest("@acme/a", "1.0.0") }, ["pkg:npm/%40acme/a@1.0.0"]],
    ["nested", { [`${app}/a/package.json`]: manifest("a", "1.0.0"), [`${app}/a/node_modules/b/package.json`]: manifest("b", "2.0.0"), [`${app}/a/node_modules/b/node_modules/c/package.json`]: manifest("c", "3.0.0") }, ["pkg:npm/a@1.0.0", "pkg:npm/b@2.0.0", "pkg:npm/c@3.0.0"]],
    ["under another name than its own", { [`${app}/alias/package.json`]: manifest("real", "1.0.0") }, ["pkg:npm/real@1.0.0"]],
    ["in pnpm's store, linked from above", { [`${app}/.pnpm/a@1.0.0/node_modules/a/package.json`]: manifest("a", "1.0.0"), [`${app}/a`]: { link: ".pnpm/a@1.0.0/node_modules/a" } }, ["pkg:npm/a@1.0.0"]],
    ["global", { "/usr/local/lib/node_modules/npm/package.json": manifest("npm", "11.0.0") }, ["pkg:npm/npm@11.0.0"]],
    ["with build metadata and a byte order mark", { [`${app}/a/package.json`]: `\uFEFF${manifest("a", "1.0.0+b")}` }, ["pkg:npm/a@1.0.0%2Bb"]],
    ["not at all: package.json deeper inside a package, in caches, in a workspace", { [`${app}/.cache/x/package.json`]: manifest("x", "1"), [`${app}/.bin/a`]: "", "/srv/shop/package.json": manifest("shop", "1.0.0"), [`${app}/a/dist/package.json`]: manifest("y", "1") }, []],
    ["once, though a link leads back up", { [`${app}/a/package.json`]: manifest("a", "1.0.0"), [`${app}/a/node_modules`]: { link: "../../node_modules" }, [`${app}/b`]: { link: "../.." } }, ["pkg:npm/a@1.0.0"]],
  ])("a package %s", async (_name, tree, purls) => {
    expect(await extracted(nodeModules, tree)).toEqual({ purls, rejects: [] });
  });

  it("looks below the roots it is given and in the global folders, not elsewhere", async () => {
    const tree = { "/srv/in/node_modules/a/package.json": manifest("a", "1.0.0"), "/var/out/node_modules/b/package.json": manifest("b", "1.0.0") };
    expect((await extracted(nodeModules, tree, ["/srv", "/srv/in", "/srv/"])).purls).toEqual(["pkg:npm/a@1.0.0"]);
  });

  it.each([
    ["no JSON", "{", "malformed"], ["no object", "[]", "malformed"], ["no name", manifest(undefined, "1"), "malformed"], ["a name that is a number", manifest(1, "1"), "malformed"],
    ["no version", manifest("a", undefined), "no-version"], ["a scope without name", manifest("@acme/", "1"), "invalid-purl"],
  ])("package.json with %s is rejected with its path", async (_name, text, reason) => {
    const { purls, rejects } = await extracted(nodeModules, { [`${app}/a/package.json`]: text });
    expect(purls).toEqual([]);
    expect(rejects).toMatchObject([{ at: `${app}/a/package.json`, reason }]);
  });

  it("node_modules nested without end stop at a limit that is said", async () => {
    const { rejects } = await extracted(nodeModules, { [`/srv${"/node_modules/a".repeat(70)}/package.json`]: manifest("a", "1.0.0") });
    expect(rejects).toMatchObject([{ reason: "too-many" }]);
  });
});
