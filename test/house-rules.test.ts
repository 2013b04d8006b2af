// The house's law that a linter does not know, held over every source file; each rule is seen to fail on a planted breach.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { breachesOfRules, houseRules, linesOf } from "./house/rules.ts";
import { readTree, sourceFile } from "./house/source-tree.ts";

const tree = readTree(fileURLToPath(new URL("..", import.meta.url)), ["src", "console", "scripts", "test"]);
const breaches = breachesOfRules(tree);

// Told in a title, so that whoever runs the tests sees which files grow.
const long = tree.filter((file) => linesOf(file) > 300).map((file) => `${file.path} (${linesOf(file)})`);

describe("test/house-rules", () => {
  it.each(houseRules.map((rule) => [rule.id === "short" ? `short (over 300 lines: ${long.join(", ") || "none"})` : rule.id, rule] as const))("every file keeps to: %s", (_title, { id }) => {
    expect(breaches.filter((breach) => breach.includes(` breaks "${id}". `))).toEqual([]);
  });
});

const captioned = (code: string): string => `// Planted to be found by the rule under test.\n${code}\n`;

describe("test/house-rules: a planted breach is found", () => {
  it.each([
    ["passed-in", "src/findings/planted.ts", "export const at = Date.now();"],
    ["passed-in", "src/kernel/planted.ts", "export const at = new Date();"],
    ["passed-in", "src/kernel/planted.ts", "export const at = Date();"],
    ["passed-in", "src/store/planted.ts", "export const dice = Math.random();"],
    ["passed-in", "src/matching/planted.ts", "export const at = performance.now();"],
    ["environment", "src/api/planted.ts", "export const port = process.env.PORT;"],
    ["environment", "src/notify/planted.ts", 'export const port = process.env["PORT"];'],
    ["static-log", "src/app/planted.ts", "export const f = (log: Log, id: string) => log.info(`pulled ${id}`);"],
    ["static-log", "src/app/planted.ts", "export const f = (context: { log: Log }, event: string) => context.log.warn(event);"],
    ["static-log", "src/app/planted.ts", 'export const f = (log: Log, id: string) => log.error("failed " + id);'],
    ["erasable", "src/kernel/planted.ts", "export enum Level { low }"],
    ["erasable", "src/kernel/planted.ts", "export namespace Level { export const low = 1; }"],
    ["erasable", "test/planted.ts", "export class Box { constructor(private readonly size: number) {} }"],
    ["named", "console/src/planted.tsx", "export default function Page() { return null; }"],
    ["named", "src/kernel/planted.ts", "const a = 1; export { a as default };"],
    ["honest-tests", "src/kernel/planted.test.ts", 'it.only("alone", () => {});'],
    ["honest-tests", "src/kernel/planted.test.ts", 'describe.skip("later", () => {});'],
    ["honest-tests", "test/planted.test.ts", 'vi.mock("../src/kernel/log.ts");'],
    ["finished", "src/kernel/planted.ts", "/* FIXME: later */ export const a = 1;"],
    ["finished", "scripts/planted.mjs", "export const a = 1; // TODO"],
    ["plain-names", "src/kernel/utils/planted.ts", "export const a = 1;"],
    ["plain-names", "src/versions/helpers.ts", "export const a = 1;"],
    ["short", "src/kernel/planted.ts", "export const a = 1;\n".repeat(400)],
  ])("%s in %s", (id, path, code) => {
    expect(breachesOfRules([sourceFile(path, captioned(code))])).toEqual([expect.stringContaining(`breaks "${id}"`)]);
  });

  it.each([
    ["no comment", "export const a = 1;\n"],
    ["a comment that is no sentence", "// planted\nexport const a = 1;\n"],
    ["an empty line first", "\n// Planted to be found by the rule under test.\n"],
    ["a licence in a block", "/* Copyright by everyone who ever wrote a line. */\n"],
  ])("caption: %s", (_case, text) => {
    expect(breachesOfRules([sourceFile("src/kernel/planted.ts", text)])).toEqual([expect.stringContaining('breaks "caption"')]);
  });
});

describe("test/house-rules: what is allowed is not blamed", () => {
  it.each([
    ["src/kernel/clock.ts", "export const clock = { now: () => Date.now() };"],
    ["src/findings/planted.ts", "export const iso = (at: number) => new Date(at).toISOString();"],
    ["src/findings/planted.test.ts", "export const at = Date.now();"],
    ["src/app/settings.ts", "export const port = process.env.PORT;"],
    ["src/cli/planted.ts", "export const port = process.env.PORT;"],
    ["src/app/planted.ts", 'export const f = (log: Log) => log.info("feed pulled", { records: 1 });'],
    ["src/app/planted.ts", "export const f = (console: { error(text: string): void }, text: string) => console.error(text);"],
    ["console/vite.config.ts", "export default {};"],
    ["src/kernel/planted.ts", 'export const text = "TODO: enum namespace Date.now()";'],
    ["src/kernel/planted.ts", "declare global { interface Window { aftwatch: string } }\nexport {};"],
    ["src/kernel/planted.test.ts", 'it.skipIf(true)("says why", () => {});'],
    ["src/api/resources/services.ts", "export const a = 1;"],
  ])("%s: %s", (path, code) => {
    expect(breachesOfRules([sourceFile(path, captioned(code))])).toEqual([]);
  });

  it("a launcher with a shebang has its caption in the second line", () => {
    expect(breachesOfRules([sourceFile("scripts/planted.mjs", "#!/usr/bin/env node\n// Planted to be found by the rule under test.\n")])).toEqual([]);
  });
});
