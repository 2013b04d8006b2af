// aftwatch detect from the words typed to the exit code, over files on disk and rules of this test's own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-detect-"));
const request = (second: number, target: string, client = "203.0.113.9"): string => `${client} - - [01/Nov/2026:10:00:${String(second).padStart(2, "0")} +0000] "GET ${target} HTTP/1.1" 200 1 "-" "curl/8"\n`;
const marked = "/zz-test-only-marker";

beforeAll(() => {
  mkdirSync(join(dir, "rules"));
  writeFileSync(join(dir, "rules", "marker.yml"), `title: Marker asked for
id: 7d5a2b1e-0c4f-4f5e-9d0e-5b2f1d3c0a01
name: marker
status: test
level: low
logsource: { category: webserver }
detection:
  selection:
    request-decoded|contains: zz-test-only-marker
  condition: selection
---
title: Marker asked for again and again
id: 7d5a2b1e-0c4f-4f5e-9d0e-5b2f1d3c0a02
status: test
level: critical
correlation:
  type: event_count
  rules: [marker]
  group-by: [c-ip]
  timespan: 1m
  condition: { gte: 3 }
  generate: true
`);
  writeFileSync(join(dir, "access.log"), `${request(1, "/")}${request(5, `${marked}?b`)}broken\n${request(7, `${marked}?c`)}`);
  writeFileSync(join(dir, "access.log.1.gz"), gzipSync(request(0, `/%7a%7a-test-only-marker?a`)));
  writeFileSync(join(dir, "quiet.log"), request(1, "/"));
  writeFileSync(join(dir, "noise.log"), "hello\nworld\n");
});
afterAll(() => { rmSync(dir, { recursive: true }); });

async function run(...words: string[]) {
  const terminal = paperTerminal({}, { cwd: dir, input: words.includes("-") ? request(9, marked) : "" });
  const code = await terminal.run("detect", ...words, "--rules", "rules");
  return { code, out: terminal.out(), err: terminal.err() };
}

const found = (out: string) => out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as { title: string; level: string; count: number; actor: string; firstAt: string; lastAt: string; why: string[]; kind: string });

describe("cli/detect", () => {
  it("finds what rules and correlations say, over a log and its rotated part in the order of time", async () => {
    const { code, out, err } = await run("access.log", "access.log.1.gz", "-o", "jsonl");
    expect(code).toBe(0);
    expect(found(out).filter(({ title }) => title.startsWith("Marker")).map(({ title, level, count, actor, firstAt, lastAt }) => [title, level, count, actor, firstAt, lastAt])).toEqual([
      ["Marker asked for again and again", "critical", 1, "ip:203.0.113.9", "2026-11-01T10:00:07Z", "2026-11-01T10:00:07Z"],
      ["Marker asked for", "low", 3, "ip:203.0.113.9", "2026-11-01T10:00:00Z", "2026-11-01T10:00:07Z"],
    ]);
    expect(err).toContain("in 4 events (4 access-log) of 2 files");
    expect(err).toContain("; 1 records not read");
  });

  it("says why, in a sentence for each test that held", async () => {
    const { out } = await run("access.log", "-o", "jsonl");
    expect(found(out).find(({ title }) => title === "Marker asked for")?.why).toEqual([expect.stringMatching(/^request-decoded contains zz-test-only-marker: \/zz-test/)]);
  });

  it("names what it could not read, with its place", async () => {
    const { err, code } = await run("noise.log");
    expect(err).toMatch(/not read: noise\.log: line 1 and 1 more: .*is in no format that is known/);
    expect(code).toBe(4);
  });

  it.each([
    [["access.log", "--fail-on", "low"], 1],
    [["quiet.log", "--fail-on", "low"], 0],
    [["missing.log"], 2],
    [["access.log", "--decoder", "nonsense"], 2],
    [["access.log", "--setting", "colour=red"], 2],
    [["-", "--fail-on", "low"], 1],
  ])("%j exits with %i", async (words, code) => {
    expect((await run(...words)).code).toBe(code);
  });

  it("leaves out what is below a level", async () => {
    expect(found((await run("access.log", "access.log.1.gz", "--min-level", "critical", "-o", "jsonl")).out).map(({ level }) => level)).toEqual(["critical"]);
  });

  it("a decoder that is named reads every line", async () => {
    expect((await run("noise.log", "--decoder", "syslog")).err).toContain("in 2 events (2 syslog)");
  });
});
