// No required conformance row is wrong, where the vectors lie beside the repository; and a wrong answer is seen.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { families, findVectors, grade } from "./grade.ts";
import { pageText, terminalText, totalOf } from "./report.ts";

const vectors = findVectors();
const title = vectors
  ? "answers every required row as the reference implementation does"
  : "NOT CHECKED: ../shared/vectors is missing, so no conformance row was answered";

let folder: string | undefined;
afterEach(() => { if (folder !== undefined) rmSync(folder, { recursive: true }); folder = undefined; });

function folderOf(files: Readonly<Record<string, string>>): URL {
  folder = mkdtempSync(join(tmpdir(), "vectors-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return pathToFileURL(`${folder}/`);
}

const head = "left,op,right,source,verified_by,note";

describe("test/conformance", () => {
  it.skipIf(vectors === undefined)(title, { timeout: 40_000 }, () => {
    const grading = vectors ? grade(vectors) : undefined;
    expect(grading?.tallies.filter(({ required, wrong, threw }) => required && wrong + threw > 0).flatMap(({ file, told }) => told.map((row) => `${file}: ${row}`))).toEqual([]);
    // A file read as empty must not pass for a right one.
    expect(grading?.absent).toEqual([]);
    expect(new Set(grading?.tallies.filter(({ required, right }) => required && right > 0).map(({ family }) => family)).size).toBe(families.length);
  });

  it("a wrong row is counted and fails what is required", () => {
    const grading = grade(folderOf({ "versions/npm.csv": `${head}\n1.0.0,<,2.0.0,oracle-generated,tool,\n2.0.0,<,1.0.0,oracle-generated,tool,\n` }));
    expect(grading).toMatchObject({ right: 1, wrong: 1, threw: 0, failed: true });
    expect(terminalText(grading).split("\n").at(-1)).toBe("TOTAL 1 right, 1 wrong, 0 threw");
  });
  it("a claimed row that is wrong is counted and fails nothing", () => {
    expect(grade(folderOf({ "versions/npm.csv": `${head}\n2.0.0,<,1.0.0,someone,,\n` }))).toMatchObject({ wrong: 1, failed: false });
  });
  it("text that is no version is wrong, not left out", () => {
    expect(grade(folderOf({ "versions/npm.csv": `${head}\nnothing,<,1.0.0,someone,tool,\n` }))).toMatchObject({ wrong: 1, failed: true });
  });
  it("what throws is wrong, and is told apart", () => {
    expect(grade(folderOf({ "matching-cases.jsonl": `${JSON.stringify({ id: "x", component: {}, advisories: [{ id: "not an id" }], expected: { affected: false, ids: [] } })}\n` }))).toMatchObject({ threw: 1, failed: true });
  });
  it("families without files are named and fail nothing, files of no family are named", () => {
    const grading = grade(folderOf({ "versions/_disputed.csv": head, "extra/notes.txt": "", "docs/csaf/a.json": "{}" }));
    expect(grading).toMatchObject({ failed: false, ignored: ["docs/csaf/a.json", "extra/notes.txt", "versions/_disputed.csv"] });
    expect(grading.absent).toEqual(families.map(({ id }) => id));
    expect(terminalText(grading)).toContain("Not graded here: docs/csaf/ (1 files), extra/notes.txt, versions/_disputed.csv.");
  });
  it("an ecosystem without a scheme is not graded, and said so", () => {
    const grading = grade(folderOf({ "versions/haiku.csv": `${head}\n1,<,2,x,y,\n` }));
    expect(grading).toMatchObject({ right: 0, wrong: 0, failed: false });
    expect(terminalText(grading)).toContain("no scheme");
  });
  it("a quoted cell keeps its comma", () => {
    expect(grade(folderOf({ "ranges/crates.csv": 'range,version,contains,source,verified_by,note\n">=1.0.0, <2.0.0",1.5.0,true,oracle-generated,tool,\n' }))).toMatchObject({ right: 1, wrong: 0 });
  });
  it("the page has figures and no vectors", () => {
    const grading = grade(folderOf({ "versions/npm.csv": `${head}\n1.0.77,<,2.0.77,oracle-generated,tool,\n` }));
    expect(pageText(grading)).toContain("| versions/npm.csv | oracle-generated | 1 | 1 | 0 | 0 | 0 |");
    expect(pageText(grading)).toContain(`${totalOf(grading)}.`);
    expect(pageText(grading)).not.toContain("1.0.77");
  });
  it("published VERS rows of either edition of the tests are understood", () => {
    const rows = [
      { test_group: "required", test_type: "parse", input: "vers:npm/1.0.0", expected_output: { type: "npm", constraints: [["", "1.0.0"]] } },
      { test_group: "required", test_type: "parse", input: "vers:npm/1.0.0", expected_output: { scheme: "npm", version_constraints: [["=", "1.0.0"]] } },
      { test_group: "required", test_type: "comparison", input: { input_type: "intdot", versions: ["1.10", "1.2"] }, expected_output: ["1.2", "1.10"] },
      { test_group: "required", test_type: "equality", input: { input_scheme: "intdot", versions: ["01.2", "1.2"] }, expected_output: true },
      { test_group: "required", test_type: "containment", input: { vers: "vers:example/1.0", version: "1.0" }, expected_failure: true },
      { test_group: "recommended", test_type: "from_native", input: { scheme: "npm", native_range: "<=7" }, expected_output: "vers:npm/<=7.0.0" },
      { test_group: "required", test_type: "juggling", input: "vers:npm/1.0.0" },
    ];
    expect(grade(folderOf({ "vers/published.jsonl": rows.map((row) => JSON.stringify(row)).join("\n") }))).toMatchObject({ right: 5, wrong: 0, threw: 0, tallies: expect.arrayContaining([expect.objectContaining({ ungraded: 1 })]) });
  });
  it("the command ends with the total, and its exit code tells of required rows", { timeout: 30_000 }, () => {
    const script = fileURLToPath(new URL("../../scripts/conformance.ts", import.meta.url));
    const vectorsAt = fileURLToPath(folderOf({ "versions/npm.csv": `${head}\n2.0.0,<,1.0.0,oracle-generated,tool,\n` }));
    const run = (...words: string[]) => { const { status, stdout } = spawnSync(process.execPath, [script, ...words], { encoding: "utf8" }); return { status, stdout }; };
    const table = run(vectorsAt);
    expect([table.status, table.stdout.trimEnd().split("\n").at(-1)]).toEqual([1, "TOTAL 0 right, 1 wrong, 0 threw"]);
    expect(JSON.parse(run("--json", vectorsAt).stdout)).toMatchObject({ wrong: 1, failed: true });
    expect(run(join(vectorsAt, "nothing-here")).status).toBe(2);
  });
});
