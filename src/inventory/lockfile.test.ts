// The family of lock file readers: its list, and the suite on each member.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lockfileSuite } from "./lockfile.suite.ts";
import { lockfiles } from "./lockfiles/index.ts";

describe("inventory/lockfiles", () => {
  it("lists every file of the folder under its name, once", () => {
    const files = readdirSync(new URL("lockfiles/", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(lockfiles.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
    expect(new Set(lockfiles.all.map(({ id }) => id)).size).toBe(lockfiles.all.length);
  });
});

for (const lockfile of lockfiles.all) lockfileSuite(lockfile);
