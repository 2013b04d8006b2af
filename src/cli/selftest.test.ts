// aftwatch selftest from files: what its exit code says of right, missed, undecided and absent labels.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-labels-"));
const record = { schema_version: "1.7.0", id: "GHSA-lamp-lamp-lamp", modified: "2026-01-01T00:00:00Z", affected: [{ package: { ecosystem: "npm", name: "lamp" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }] }] };
const label = (version: string, word: string): string => JSON.stringify({ package: "lamp", ecosystem: "npm", version, vulnerability: record.id, label: word });

beforeAll(() => {
  mkdirSync(join(dir, "records"));
  writeFileSync(join(dir, "records", "one.json"), JSON.stringify(record));
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

describe("aftwatch selftest", () => {
  it.each<[claim: string, lines: readonly string[], code: number, said: string]>([
    ["every label met", [label("1.0.0", "TP"), label("2.0.0", "FP")], 0, "1.0000"],
    ["one missed, with the reason", [label("1.0.0", "TP"), label("2.1.0", "TP")], 1, "at or after fixed 2.0.0"],
    ["one that cannot be decided", [label("1.0.0", "TP"), label("main", "TP")], 4, "main is no semver version"],
    ["one that cannot be read", [label("1.0.0", "TP"), "{"], 4, "Line 2"],
    ["none at all is no proof", [], 4, "Nothing was graded"],
  ])("%s", async (_claim, lines, code, said) => {
    writeFileSync(join(dir, "labels.jsonl"), lines.join("\n"));
    const terminal = paperTerminal({}, { cwd: dir });
    expect(await terminal.run("selftest", "--labels", "labels.jsonl", "--advisories", "records")).toBe(code);
    expect(terminal.out() + terminal.err()).toContain(said);
  });
});
