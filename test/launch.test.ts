// The launcher in a tree of stand-ins: what it installs and builds, when it does not, how it starts the target and ends with it.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const scripts = fileURLToPath(new URL("../scripts/", import.meta.url));
let root = "";

// Each stand-in writes down that it was called.
const standIns = {
  "npm.js": `import { mkdirSync, writeFileSync, appendFileSync } from "node:fs";
    appendFileSync("calls", "npm " + process.argv.slice(2).join(" ") + "\\n");
    if (process.env.NPM_FAILS) { console.error("npm says no"); process.exit(1); }
    mkdirSync("node_modules", { recursive: true }); writeFileSync("node_modules/.package-lock.json", "{}");`,
  "node_modules/vite/bin/vite.js": `import { mkdirSync, writeFileSync, appendFileSync } from "node:fs";
    appendFileSync("calls", "vite\\n");
    if (process.env.VITE_FAILS) { console.error("vite says no"); process.exit(1); }
    mkdirSync("console/dist", { recursive: true }); writeFileSync("console/dist/index.html", "");`,
  "node_modules/vitest/vitest.mjs": `import { writeFileSync } from "node:fs";
    const out = process.argv.find((word) => word.startsWith("--outputFile.json=")).slice(18);
    if (process.env.REPORT) writeFileSync(out, process.env.REPORT);
    process.exit(Number(process.env.CODE ?? 0));`,
  "scripts/aftwatch.mjs": `import process from "node:process";
    if (process.env.WAIT) { process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); }
    console.log(JSON.stringify({ words: process.argv.slice(2), cache: process.env.NODE_COMPILE_CACHE }));
    if (!process.env.WAIT) process.exit(Number(process.env.CODE ?? 0));`,
  "console/src/main.ts": "one", "src/contract/shapes.ts": "one", "package.json": '{"type":"module"}', "package-lock.json": "{}",
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const calls = (): string[] => { try { return readFileSync(join(root, "calls"), "utf8").trim().split("\n"); } catch { return []; } };
/** As if an install had been whole before the lock changed. */
const lockIsNewer = (): void => { const later = statSync(join(root, "node_modules/.package-lock.json")).mtimeMs / 1000 + 5; utimesSync(join(root, "package-lock.json"), later, later); };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aftwatch-launch-"));
  for (const [path, text] of Object.entries(standIns)) write(path, text);
  write("node_modules/.package-lock.json", "{}");
  for (const name of ["launch.mjs", "launch"]) cpSync(join(scripts, name), join(root, "scripts", name), { recursive: true });
});
afterEach(() => { rmSync(root, { recursive: true }); });

interface Ended { code: number | null; out: string; err: string }

function launch(words: readonly string[], env: Readonly<Record<string, string>> = {}, onOut: (kill: (signal: NodeJS.Signals) => void) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "scripts/launch.mjs"), ...words], { cwd: tmpdir(), env: { PATH: process.env["PATH"] ?? "", npm_execpath: join(root, "npm.js"), ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout.on("data", (part: Buffer) => { ended.out += part.toString(); onOut((signal) => child.kill(signal)); });
  child.stderr.on("data", (part: Buffer) => { ended.err += part.toString(); });
  return new Promise((resolve) => { child.once("close", (code) => { resolve({ ...ended, code }); }); });
}

describe("scripts/launch", () => {
  it("starts the target with its words, a compile cache and its exit code, from any folder", async () => {
    const { code, out } = await launch(["start", "--port", "8080"], { CODE: "4" });
    expect(code).toBe(4);
    expect(JSON.parse(out)).toEqual({ words: ["serve", "--port", "8080"], cache: expect.stringContaining(join(".cache", "compile")) });
  });

  it("the console is built once, and again only when a source has other contents", async () => {
    await launch(["start"]);
    await launch(["start"]);
    expect(calls()).toEqual(["vite"]);
    write("console/src/main.ts", "one");
    await launch(["start"]);
    expect(calls()).toEqual(["vite"]);
    write("src/contract/shapes.ts", "two");
    await launch(["start"]);
    expect(calls()).toEqual(["vite", "vite"]);
  });

  it("a build that fails is shown whole and ends the start", async () => {
    const { code, out, err } = await launch(["start"], { VITE_FAILS: "1" });
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain("vite says no");
    expect(err).toContain("mend:");
  });

  it("an install that npm finished itself is not repeated", async () => {
    await launch(["start"]);
    expect(calls()).not.toContain("npm ci");
  });

  it("a changed lock is installed once", async () => {
    await launch(["start"]);
    write("package-lock.json", '{"changed":true}');
    lockIsNewer();
    const { err } = await launch(["start"]);
    expect(err).toMatch(/installing dependencies \(npm ci\): done in \d+\.\d s/);
    await launch(["start"]);
    expect(calls().filter((call) => call === "npm ci")).toHaveLength(1);
  });

  it("a lock with a new date and the same contents is not installed again", async () => {
    await launch(["start"]);
    lockIsNewer();
    await launch(["start"]);
    expect(calls()).not.toContain("npm ci");
  });

  it("an install that fails shows npm's words and ends the start", async () => {
    lockIsNewer();
    const { code, err } = await launch(["start"], { NPM_FAILS: "1" });
    expect(code).toBe(3);
    expect(err).toContain("npm says no");
  });

  it("SIGTERM reaches the program, and its answer is ours", async () => {
    expect(await launch(["start"], { WAIT: "1" }, (kill) => { kill("SIGTERM"); })).toMatchObject({ code: 7 });
  });

  it("an unknown target names those there are", async () => {
    const { code, err } = await launch(["toString"]);
    expect(code).toBe(2);
    expect(err).toContain("start, demo, screenshots, test");
  });
});

const one = (status: string, title: string, ancestorTitles: readonly string[] = []): object => ({ status, title, ancestorTitles });
const report = (...files: object[]): string => JSON.stringify({ testResults: files });
const lines = (text: string): string[] => text.trim().split("\n");

describe("scripts/launch: the closing line of the tests", () => {
  it("counts, and says aloud what was skipped and why", async () => {
    const file = { name: "a.test.ts", status: "passed", assertionResults: [one("passed", "x"), one("skipped", "no PostgreSQL here", ["store"]), one("skipped", "second", ["store"]), one("passed", "y")] };
    const { code, out } = await launch(["test"], { REPORT: report(file) });
    expect(code).toBe(0);
    expect(lines(out)).toEqual([expect.stringMatching(/^skipped: .*a\.test\.ts: store > no PostgreSQL here \(and 1 more\)$/), "2 passed, 0 failed, 2 skipped"]);
  });

  it.each([
    ["a test that failed", report({ name: "a", status: "failed", assertionResults: [one("failed", "x")] }), "1", 1, "0 passed, 1 failed, 0 skipped"],
    ["a file that cannot be loaded", report({ name: "a", status: "failed", assertionResults: [] }, { name: "b", status: "passed", assertionResults: [one("passed", "x")] }), "1", 1, "1 passed, 1 failed, 0 skipped"],
    ["a runner that ended without a report", "", "1", 1, "0 passed, 1 failed, 0 skipped"],
    ["a runner that ended well without a report", "", "0", 1, "0 passed, 1 failed, 0 skipped"],
    ["an error outside every test", report({ name: "a", status: "passed", assertionResults: [one("passed", "x")] }), "1", 1, "1 passed, 1 failed, 0 skipped"],
    ["a report of a failure with a good exit code", report({ name: "a", status: "failed", assertionResults: [one("failed", "x")] }), "0", 1, "0 passed, 1 failed, 0 skipped"],
  ])("%s is a failure", async (_case, text, runner, code, last) => {
    const ended = await launch(["test"], { REPORT: text, CODE: runner });
    expect(ended.code).toBe(code);
    expect(lines(ended.out).at(-1)).toBe(last);
  });
});
