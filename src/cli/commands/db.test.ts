// aftwatch db from the terminal: an index made, looked at, carried over and damaged, with the exit code of each.
import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { dayMs } from "../../kernel/clock.ts";
import { paperTerminal } from "../cli.fixtures/paper-terminal.ts";

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), "aftwatch-db-")); folders.push(made); return made; };
afterEach(() => { for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true }); });

const env = { AFTWATCH_FEEDS: "osv" };
const record = (id: string): string => JSON.stringify({ id, modified: "2026-01-01T00:00:00Z", affected: [{ package: { ecosystem: "npm", name: "left" }, versions: ["1.0.0"] }] });

async function call(cwd: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = paperTerminal({}, { cwd, env });
  return { code: await terminal.run("db", ...words), out: terminal.out(), err: terminal.err() };
}

describe("cli/commands/db", () => {
  it("builds, shows, exports, imports, and refuses what is not whole", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "records.jsonl"), `${record("GHSA-1")}\n${record("MAL-1")}\nnonsense\n`);
    const built = await call(cwd, "build", "--from-osv", "records.jsonl", "--db", "one", "--json");
    expect(JSON.parse(built.out)).toMatchObject({ schemaVersion: 1, kind: "db-update", index: { generation: 1, counts: { advisories: 2, malicious: 1 } }, items: [{ id: "osv", changed: 2, rejected: 1 }], rejects: [{ record: "records.jsonl:3" }] });
    expect(built.code).toBe(0);

    const status = await call(cwd, "status", "--db", "one", "--json", "--verify");
    expect(JSON.parse(status.out)).toMatchObject({ kind: "db-status", verified: true, segments: 1, items: [{ id: "osv", state: "fresh", records: 2 }] });
    expect(status.code).toBe(0);

    expect(await call(cwd, "export", "copy.gz", "--db", "one")).toMatchObject({ code: 0 });
    expect(await call(cwd, "export", "copy.gz", "--db", "one")).toMatchObject({ code: 2, err: expect.stringContaining("never overwrites") as string });
    expect(await call(cwd, "import", "copy.gz", "--db", "two")).toMatchObject({ code: 0 });
    expect(JSON.parse((await call(cwd, "status", "--db", "two", "--json")).out)).toMatchObject({ counts: { advisories: 2 } });

    truncateSync(join(cwd, "copy.gz"), readFileSync(join(cwd, "copy.gz")).length - 9);
    expect(await call(cwd, "import", "copy.gz", "--db", "two")).toMatchObject({ code: 2, err: expect.stringContaining("index.export-damaged") as string });
    expect(await call(cwd, "import", "records.jsonl", "--db", "two")).toMatchObject({ code: 2, err: expect.stringContaining("index.foreign") as string });
    expect(await call(cwd, "status", "--db", "two", "--verify")).toMatchObject({ code: 0 });
  });

  it.each([
    ["there is none", [], 4, "index.missing"],
    ["the age is no time", ["--max-age", "soon"], 2, "36h"],
  ])("status when %s", async (_case, words, code, said) => {
    expect(await call(folder(), "status", "--db", "none", ...words)).toMatchObject({ code, err: expect.stringContaining(said) as string });
  });

  it("what was read too long ago is exit 4, unless it may be that old", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "GHSA-1.json"), record("GHSA-1"));
    await call(cwd, "update", "--from", "GHSA-1.json", "--db", "one");
    const codes = await Promise.all([["--max-age", "1d"], [], ["--max-age", "3d"]].map((words) => {
      const terminal = paperTerminal({}, { cwd, env });
      terminal.clock.advance(2 * dayMs);
      return terminal.run("db", "status", "--db", "one", ...words);
    }));
    expect(codes).toEqual([4, 4, 0]);
  });

  it("a changed byte is exit 3 with --verify, and building again mends it", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "GHSA-1.json"), record("GHSA-1"));
    await call(cwd, "update", "--from", "GHSA-1.json", "--db", "one");
    const segment = join(cwd, "one", readdirSync(join(cwd, "one")).find((name) => name.endsWith(".segment")) ?? "");
    const bytes = readFileSync(segment);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(segment, bytes);
    expect(await call(cwd, "status", "--db", "one", "--verify")).toMatchObject({ code: 3, err: expect.stringContaining("index.damaged") as string });
    expect(await call(cwd, "build", "--from-osv", "GHSA-1.json", "--db", "one")).toMatchObject({ code: 0 });
    expect(await call(cwd, "status", "--db", "one", "--verify")).toMatchObject({ code: 0 });
  });

  it("a place that holds nothing is usage, and leaves no index", async () => {
    const cwd = folder();
    expect(await call(cwd, "build", "--from-osv", "nowhere", "--db", "one")).toMatchObject({ code: 2, err: expect.stringContaining("index.nothing-found") as string });
    expect(await call(cwd, "status", "--db", "one")).toMatchObject({ code: 4 });
  });
});
