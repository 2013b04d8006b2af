// NAB's folder layout, in and out, on a folder made here.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNab, writeResult } from "./files.ts";
import { syntheticCorpus } from "./synthetic.ts";

describe("test/bench/nab/files", () => {
  let dir = "";
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "aftwatch-nab-"));
    mkdirSync(join(dir, "data/realMade"), { recursive: true });
    mkdirSync(join(dir, "labels"));
    writeFileSync(join(dir, "data/realMade/one.csv"), `timestamp,value\r\n${Array.from({ length: 100 }, (_, point) => `2014-04-01 0${Math.floor(point / 60)}:${String(point % 60).padStart(2, "0")}:00,${point}.50`).join("\r\n")}\r\n`);
    writeFileSync(join(dir, "labels/combined_windows.json"), JSON.stringify({ "realMade/one.csv": [["2014-04-01 00:40:00.000000", "2014-04-01 00:49:00.000000"]] }));
  });
  afterAll(() => { rmSync(dir, { recursive: true }); });

  it.each(["", "data"])("reads a checkout or its data folder (%s)", (below) => {
    const { files: [file], isLabelled } = readNab(join(dir, below));
    expect(isLabelled).toBe(true);
    expect(file).toMatchObject({ name: "realMade/one.csv", windows: [[40, 49]] });
    expect([...file?.values ?? []].slice(0, 2)).toEqual([0.5, 1.5]);
  });
  it("writes what NAB's scorer reads", () => {
    const { files: [file] } = readNab(dir);
    if (file === undefined) throw new Error("the file just written is not there");
    writeResult(dir, "aftwatch", file, file.values.map((_, point) => (point === 40 ? 0.75 : 0)));
    const lines = readFileSync(join(dir, "results/aftwatch/realMade/aftwatch_one.csv"), "utf8").split("\n");
    expect(lines[0]).toBe("timestamp,value,anomaly_score,label,S(t)_reward_low_FP_rate,S(t)_reward_low_FN_rate,S(t)_standard");
    expect(lines[1]).toBe("2014-04-01 00:00:00,0.50,0,0,0,0,0");
    expect(lines[41]).toBe("2014-04-01 00:40:00,40.50,0.75,1,1,1,1");
    expect(lines.length).toBe(102);
  });
  it("a folder without series says what to name", () => { expect(() => readNab(join(dir, "labels"))).toThrow("<category>/<file>.csv"); });
  it("our own series are the same for the same seed, and their windows lie behind the probation", () => {
    const [one, other] = [syntheticCorpus([3]), syntheticCorpus([3])];
    expect(one).toEqual(other);
    for (const { values, windows, at } of one) {
      expect(at.every((time, point) => point === 0 || time > (at[point - 1] ?? 0)) && values.every(Number.isFinite)).toBe(true);
      for (const [from, to] of windows) expect(from >= Math.floor(0.15 * Math.min(5000, values.length)) && to < values.length && from < to).toBe(true);
    }
  });
});
