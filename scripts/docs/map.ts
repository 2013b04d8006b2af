// The map: rooms with their sentence and the floors as a drawing in ARCHITECTURE.md, every file with its caption in docs/reference/map.md.
import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { families, floors } from "../../src/floors.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";
import { places } from "./places.ts";

const isShipped = (path: string): boolean => /\.(?:ts|tsx|mjs)$/.test(path) && !/\.(?:test|suite|sample|memory)\.tsx?$|\.fixtures\//.test(path);
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

const captionOf = (path: string): string => /^(?:#![^\n]*\n)?\/\/ ([^\n]+)/.exec(readFileSync(path, "utf8"))?.[1] ?? "(no caption)";

/** Top of the house first. Only rooms that are there: a floor may be reserved for one that is not built yet. */
function rooms(): { name: string; files: string[] }[] {
  const present = new Set(readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name));
  return floors.toReversed().flatMap((floor) => floor.filter((name) => present.has(name)).map((name) => ({ name, files: filesBelow(`src/${name}`) })));
}

function sentenceOf(place: string): string {
  const sentence = places[place];
  if (sentence === undefined) throw new Error(`${place}/ has no sentence in scripts/docs/places.ts: say there in one line what it is for.`);
  return sentence;
}

const counts = (files: readonly string[]): [number, number] => [files.filter(isShipped).length, files.filter(isTest).length];

function drawing(): string {
  const present = new Set(rooms().map(({ name }) => name));
  const lines = floors.toReversed().map((floor) => floor.map((name) => (present.has(name) ? name : `(${name})`)).join("   "));
  const width = Math.max(...lines.map(({ length }) => length)) + 4;
  const rule = `+${"-".repeat(width)}+`;
  return ["```text", ...lines.flatMap((line) => [rule, `|${line.padStart((width + line.length) >> 1).padEnd(width)}|`]), rule, "```"].join("\n");
}

const architecture = (): string => `
Imports go down only: a room sees the rooms on the floors below it, and nobody on its own. A room in brackets has its floor and is not built yet.

${drawing()}

${table(["room", "what it is for", "files", "test files"], rooms().map(({ name, files }) => [`[src/${name}/](docs/reference/map.md#${name})`, sentenceOf(name), ...counts(files)]))}

Families of plug-ins: ${families.map(({ folder, contract }) => `${code(`${folder}/`)} (contract: ${code(contract)})`).join(", ")}.

${table(["beside src/", "what it is for"], ["console", "content", "scripts", "test", "docs"].map((place) => [code(`${place}/`), sentenceOf(place)]))}
`;

const listing = (files: readonly string[], folder: string): string =>
  table(["file", "caption"], files.filter(isShipped).map((path) => [code(path.slice(folder.length + 1)), captionOf(path)]));

function map(): string {
  const others = ["console/src", "scripts"].map((folder) => `## ${folder}\n\n${listing(filesBelow(folder), folder)}`);
  return `# Map\n\nEvery file and the line it opens with.\n\n${rooms().map(({ name, files }) => `## ${name}\n\n${sentenceOf(name)}\n\n${listing(files, `src/${name}`)}`).join("\n\n")}\n\n${others.join("\n\n")}\n`;
}

export const pages: readonly Page[] = [
  { path: "ARCHITECTURE.md", part: "map", write: architecture },
  { path: "docs/reference/map.md", write: map },
];
