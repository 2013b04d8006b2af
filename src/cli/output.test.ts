// What goes to stdout, in every format; and that nothing in it can speak to the terminal.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasColor } from "./io.ts";
import { createOutput, plain } from "./output.ts";
import type { Column, Format } from "./output.ts";
import { createProgress, progressText } from "./progress.ts";
import { fakeClock } from "../kernel/clock.ts";

interface Row { name: string; exposure: string; owner: string | null }
const columns: readonly Column<Row>[] = [{ head: "NAME", of: (row) => row.name }, { head: "EXPOSED", of: (row) => row.exposure }, { head: "OWNER", of: (row) => row.owner }, { head: "LENGTH", isWide: true, of: (row) => row.name.length }];
const rows: readonly Row[] = [{ name: "pay-api", exposure: "unknown", owner: null }, { name: 'a,"b"|<c>', exposure: "yes", owner: "ana" }];

function written(format: Format, color = false): string {
  let text = "";
  createOutput({ write: (more) => { text += more; }, isTty: true, columns: 80 }, format, color).rows("things", columns, rows, { total: 2 });
  return text;
}

describe("cli/output", () => {
  it.each<[Format, string]>([
    ["table", 'NAME       EXPOSED  OWNER\npay-api    ?        -\na,"b"|<c>  yes      ana\n'],
    ["wide", 'NAME       EXPOSED  OWNER  LENGTH\npay-api    ?        -      7\na,"b"|<c>  yes      ana    9\n'],
    ["tsv", 'pay-api\t?\t-\na,"b"|<c>\tyes\tana\n'],
    ["csv", 'NAME,EXPOSED,OWNER\r\npay-api,?,-\r\n"a,""b""|<c>",yes,ana\r\n'],
    ["md", '| NAME | EXPOSED | OWNER |\n| --- | --- | --- |\n| pay-api | ? | - |\n| a,"b"\\|&lt;c> | yes | ana |\n'],
    ["jsonl", `${rows.map((row) => `${JSON.stringify(row)}\n`).join("")}`],
  ])("%s", (format, text) => expect(written(format)).toBe(text));

  it("json has a schemaVersion and everything, untouched", () => {
    expect(JSON.parse(written("json"))).toEqual({ schemaVersion: 1, kind: "things", total: 2, items: rows });
  });

  it("only the head of a table is styled, and only when asked for", () => {
    expect(written("table", true)).toContain("\u001b[1m");
    expect(written("table")).not.toContain("\u001b");
  });

  it("an empty list is no table, but a whole JSON document", () => {
    let text = "";
    const sink = { write: (more: string) => { text += more; }, isTty: true, columns: 80 };
    createOutput(sink, "table", false).rows("things", columns, []);
    expect(text).toBe("");
    createOutput(sink, "json", false).rows("things", columns, []);
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, kind: "things", items: [] });
  });

  it("no text from elsewhere keeps a control character or turns the reading direction", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => { expect(plain(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/); }));
    expect(plain("\u001b]8;;https://evil.example\u0007x")).not.toContain("\u001b");
  });
});

describe("cli/io", () => {
  const tty = { write() {}, isTty: true, columns: 80 };
  it.each([
    ["a terminal gets colour", {}, tty, true],
    ["a pipe does not", {}, { ...tty, isTty: false }, false],
    ["NO_COLOR wins", { NO_COLOR: "1", FORCE_COLOR: "1" }, tty, false],
    ["an empty NO_COLOR says nothing", { NO_COLOR: "" }, tty, true],
    ["FORCE_COLOR colours a pipe", { FORCE_COLOR: "1" }, { ...tty, isTty: false }, true],
    ["FORCE_COLOR=0 does not", { FORCE_COLOR: "0" }, { ...tty, isTty: false }, false],
  ])("%s", (_claim, env, sink, expected) => expect(hasColor(env, sink)).toBe(expected));
});

describe("cli/progress", () => {
  it.each([
    [50_000, 200_000, "records", 10_000, "osv 50000 of 200000 records, 5000/s, 30 s left"],
    [50_000, undefined, "records", 10_000, "osv 50000 records, 5000/s"],
    [5e6, 1e9, "bytes", 1000, "osv 5.0 MB of 1000.0 MB, 5.0 MB/s, 4 min left"],
    [0, 100, "records", 0, "osv 0 of 100 records, 0/s"],
  ] as const)("%d of %s %s after %d ms", (done, total, unit, elapsedMs, text) => expect(progressText("osv", done, total, unit, elapsedMs)).toBe(text));

  it("is silent for a second, then speaks at most five times a second, and cleans up", () => {
    const clock = fakeClock(0);
    const lines: string[] = [];
    const bar = createProgress({ write: (text) => { lines.push(text); }, isTty: true, columns: 80 }, clock, true).start("x", 100, "records");
    for (let step = 0; step <= 20; step++) { bar.at(step); clock.advance(100); }
    bar.end();
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toBe("\r\u001b[K");
  });

  it("a log file is never filled with it", () => {
    const clock = fakeClock(0);
    const lines: string[] = [];
    const bar = createProgress({ write: (text) => { lines.push(text); }, isTty: false, columns: 80 }, clock, true).start("x", 100, "records");
    clock.advance(5000);
    bar.at(50);
    bar.end();
    expect(lines).toEqual([]);
  });
});
