// Every dependency has its sentence in docs/dependencies.md, and no sentence outlives its dependency.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Manifest = Readonly<Record<"dependencies" | "devDependencies" | "optionalDependencies", Readonly<Record<string, string>> | undefined>>;

const textOf = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const manifests = ["package.json", "console/package.json"].map((path) => JSON.parse(textOf(path)) as Manifest);
const needed = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) => Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }));
const rows = [...textOf("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, name = "", cells = ""]) => ({ name, cells: cells.split("|").map((cell) => cell.trim()) }));

const names = (all: readonly string[]): string[] => [...new Set(all)].toSorted();

describe("docs/dependencies", () => {
  it("the manifests and the page name the same packages", () => {
    expect(names(rows.map(({ name }) => name))).toEqual(names(needed.map(([name]) => name)));
  });

  it("each says why, under which licence, and how it is kept up", () => {
    expect(rows.filter(({ cells }) => cells.length !== 3 || cells.some((cell) => cell === ""))).toEqual([]);
  });

  it("each version is exact", () => {
    expect(needed.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
