// Files that lines are appended to: whole lines in order, a folder for each organisation, names that lead nowhere else, rotation.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isStreamFile, streamFilesIn } from "./stream-files.ts";

const limits = { rotateBytes: 1000, keep: 2 };

describe("src/notify/stream-files.ts", () => {
  let folder = "";
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "aftwatch-streams-")); });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  it("appends whole lines in the order they came, for the owner's eyes only", async () => {
    const files = streamFilesIn(folder)("main");
    await Promise.all(Array.from({ length: 50 }, (_, n) => files.append("a.ndjson", `${n}`, limits)));
    expect(readFileSync(join(folder, "main", "a.ndjson"), "utf8")).toBe(Array.from({ length: 50 }, (_, n) => `${n}\n`).join(""));
    expect(statSync(join(folder, "main", "a.ndjson")).mode & 0o777).toBe(0o600);
  });

  it("keeps organisations apart, whatever they are called", async () => {
    await streamFilesIn(folder)("../up").append("a.ndjson", "x", limits);
    expect(readdirSync(folder)).toEqual(["..%2Fup"]);
  });

  it("puts a full file aside before it grows too large, and keeps as many as it was told", async () => {
    const files = streamFilesIn(folder)("main");
    for (const letter of ["a", "b", "c", "d"]) await files.append("a.ndjson", letter.repeat(600), limits);
    const first = (name: string): string => readFileSync(join(folder, "main", name), "utf8").slice(0, 1);
    expect([first("a.ndjson"), first("a.ndjson.1"), first("a.ndjson.2"), existsSync(join(folder, "main", "a.ndjson.3"))]).toEqual(["d", "c", "b", false]);
  });

  it("a link in its place is not followed, and one failure does not stop the next line", async () => {
    const files = streamFilesIn(folder)("main");
    await files.append("b.ndjson", "x", limits);
    writeFileSync(join(folder, "elsewhere"), "");
    symlinkSync(join(folder, "elsewhere"), join(folder, "main", "a.ndjson"));
    await expect(files.append("a.ndjson", "x", limits)).rejects.toMatchObject({ code: "ELOOP" });
    await files.append("b.ndjson", "y", limits);
    expect([readFileSync(join(folder, "elsewhere"), "utf8"), readFileSync(join(folder, "main", "b.ndjson"), "utf8")]).toEqual(["", "x\ny\n"]);
  });

  it.each(["../a.ndjson", "/etc/a.ndjson", "a/b.ndjson", ".a.ndjson", "a.json", "a.ndjson\n", "a..ndjson", ""])("%j is no name of a file", async (name) => {
    expect(isStreamFile(name)).toBe(false);
    await expect(streamFilesIn(folder)("main").append(name, "x", limits)).rejects.toMatchObject({ code: "EINVAL" });
  });
});
