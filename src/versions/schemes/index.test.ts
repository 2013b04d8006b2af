// The registry of version schemes is what stands in the folder.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemeFor } from "../scheme-of.ts";
import { schemes } from "./index.ts";

describe("versions/schemes", () => {
  it("lists every file of the folder, and the id is the file's name", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(schemes.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });
  it("has each id once", () => {
    const ids = schemes.all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it("gives each ecosystem to one scheme only", () => {
    const names = schemes.all.flatMap(({ ecosystems }) => ecosystems);
    expect(new Set(names).size).toBe(names.length);
  });
  it("leaves without an ecosystem only what is asked for by name", () => {
    const byName = new Set(["alpm", "datetime", "generic", "gentoo", "lexicographic", "openssl"]);
    expect(schemes.all.filter(({ id, ecosystems }) => ecosystems.length === 0 && !byName.has(id)).map(({ id }) => id)).toEqual([]);
  });
  it.each([["npm", "semver"], ["PyPI", "pypi"], ["Debian", "debian"], ["Debian:12", "debian"], ["Ubuntu:Pro:18.04:LTS", "debian"], ["Haiku", undefined], ["", undefined]])(
    "%s is ordered by %s", (ecosystem, id) => { expect(schemeFor(ecosystem)?.id).toBe(id); });
});
