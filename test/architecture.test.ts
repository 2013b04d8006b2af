// The picture in src/floors.ts is the code: no import goes up, sideways or in a circle, and each rule is seen to fail.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { families, floors } from "../src/floors.ts";
import { breachesOf } from "./house/architecture.ts";
import { readSource, readTree } from "./house/source-tree.ts";
import type { SourceFile } from "./house/source-tree.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["src", "console", "scripts", "test"];
const plan = { floors, families };
const tree = readTree(root, folders);
const inSrc = tree.map(({ path }) => path).filter((path) => path.startsWith("src/"));

describe("test/architecture", () => {
  it("the tree keeps to the floors, the families, the ports and has no circle", () => {
    expect(breachesOf(tree, plan)).toEqual([]);
  });

  it("every folder of src/ stands on a floor", () => {
    const rooms = new Set(inSrc.map((path) => path.split("/")).filter(({ length }) => length > 2).map(([, room = ""]) => room));
    expect([...rooms].filter((room) => !floors.some((floor) => (floor as readonly string[]).includes(room)))).toEqual([]);
  });

  it("every family has its contract file and its list", () => {
    const paths = new Set(inSrc);
    expect(families.flatMap(({ folder, contract }) => [`src/${contract}`, `src/${folder}/index.ts`]).filter((path) => !paths.has(path))).toEqual([]);
  });
});

describe("test/architecture: a planted breach is found", () => {
  let copy = "";
  let sound: readonly SourceFile[] = [];
  let before: ReadonlySet<string> = new Set();
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "aftwatch-architecture-"));
    for (const folder of folders) cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (path) => !/[/\\](?:node_modules|dist)$/.test(path) });
    sound = readTree(copy, folders);
    before = new Set(breachesOf(sound, plan));
  });
  afterAll(() => { rmSync(copy, { recursive: true }); });

  /** What a tree with these files more is blamed for that it was not blamed for before. */
  function blamed(planted: Readonly<Record<string, string>>): string[] {
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    const after = breachesOf([...sound, ...Object.keys(planted).map((path) => readSource(copy, path))], plan);
    for (const path of Object.keys(planted)) rmSync(join(copy, path));
    return after.filter((breach) => !before.has(breach));
  }

  it.each([
    ["a room that looks up", "src/kernel/planted.ts", 'import { a } from "../notify/delivery.ts";', "kernel/ may not look up at notify/: src/kernel/planted.ts:1 imports src/notify/delivery.ts"],
    ["a type import that looks up", "src/kernel/planted.ts", '\nimport type { Delivery } from "../notify/delivery.ts";', "kernel/ may not look up at notify/: src/kernel/planted.ts:2 imports src/notify/delivery.ts"],
    ["a re-export that looks up", "src/kernel/planted.ts", 'export type { Delivery } from "../notify/delivery.ts";', "kernel/ may not look up at notify/"],
    ["an import() that looks up", "src/kernel/planted.ts", 'export const late = () => import("../notify/delivery.ts");', "kernel/ may not look up at notify/"],
    ["an import() in a type that looks up", "src/kernel/planted.ts", 'export type D = import("../notify/delivery.ts").Delivery;', "kernel/ may not look up at notify/"],
    ["a test beside a file that looks up", "src/kernel/planted.test.ts", 'import "../notify/delivery.ts";', "kernel/ may not look up at notify/"],
    ["a room that looks sideways", "src/inventory/planted.ts", 'import "../advisories/advisory.ts";', "inventory/ and advisories/ stand on one floor and may not look at each other"],
    ["app/ that takes the wire shapes", "src/app/planted.ts", 'import type {} from "../contract/shapes.ts";', "app/ and contract/ stand on one floor"],
    ["a domain room that takes the wire shapes", "src/findings/planted.ts", 'import type {} from "../contract/shapes.ts";', "findings/ may not look up at contract/"],
    ["a room on no floor", "src/attic/planted.ts", 'import "../kernel/fault.ts";', "attic is on no floor of src/floors.ts and may import nothing"],
    ["a file in src/ itself", "src/planted.ts", 'import "./kernel/fault.ts";', "src/planted.ts is on no floor"],
    ["a look at a room on no floor", "src/app/planted.ts", 'import "../attic/planted.ts";', "app/ may not look at attic, which is on no floor"],
    ["a plug-in that looks at a sibling", "src/notify/channels/planted.ts", 'import { webhook } from "./webhook.ts";', "a plug-in may not look at a sibling"],
    ["a plug-in in a folder that looks at a sibling", "src/notify/channels/planted/planted.ts", 'import { webhook } from "../webhook.ts";', "a plug-in may not look at a sibling"],
    ["a plug-in that looks into its room", "src/notify/channels/planted.ts", 'import type {} from "../pipeline.ts";', "a plug-in sees of its own room only notify/channel.ts"],
    ["a door that looks at the store", "src/api/planted.ts", 'import type {} from "../store/tables.ts";', "only app/ may look at store/, api/ asks app/ instead"],
    ["a console that takes a schema at run time", "console/src/planted.ts", 'import { shape } from "../../src/contract/shapes.ts";', "console/ may take only types from src/contract/"],
    ["a console that looks at the domain", "console/src/planted.ts", 'import type { Finding } from "../../src/findings/finding.ts";', "console/ may look at nothing outside it but src/contract/"],
    ["shipped code that looks at a test", "src/kernel/planted.ts", 'import "./zip.fixtures/write-zip.ts";', "shipped code may not look at what only tests use"],
    ["shipped code that looks at a script", "src/kernel/planted.ts", 'import "../../scripts/check.ts";', "src/ may look at nothing outside it"],
    ["a file that imports itself", "src/kernel/planted.ts", 'import "./planted.ts";', "in a circle: src/kernel/planted.ts -> src/kernel/planted.ts"],
  ])("%s", (_kind, path, text, told) => {
    expect(blamed({ [path]: `${text}\n` })).toEqual([expect.stringContaining(told)]);
  });

  it("a circle of types is told as the way around", () => {
    const planted = { "src/kernel/a.ts": 'import type { C } from "./c.ts";', "src/kernel/b.ts": 'import { a } from "./a.ts";', "src/kernel/c.ts": 'import "./b.ts";' };
    expect(blamed(planted)).toEqual(["files may not import each other in a circle: src/kernel/a.ts -> src/kernel/c.ts -> src/kernel/b.ts -> src/kernel/a.ts"]);
  });

  it.each([
    ["a plug-in that uses its contract, the kernel, a lower room and its own folder", "src/notify/channels/planted/planted.ts", 'import "../../channel.ts";\nimport "../../../kernel/fault.ts";\nimport "./own.ts";'],
    ["a string that looks like an import", "src/kernel/planted.ts", 'export const text = \'import "../notify/delivery.ts"\';\n// import "../api/server.ts"'],
    ["a console that takes a type from the contract", "console/src/planted.ts", 'import type { X } from "../../src/contract/shapes.ts";'],
    ["a test of a door that looks at the store", "src/api/planted.test.ts", 'import "../store/world.ts";'],
  ])("%s is no breach", (_kind, path, text) => {
    expect(blamed({ [path]: `${text}\n` })).toEqual([]);
  });
});
