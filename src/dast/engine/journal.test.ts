// A journal that was cut short goes on from its last whole line.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournal } from "./journal.ts";
import { spentBefore } from "./spending.ts";

describe("src/dast/engine/journal.ts", () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "aftwatch-journal-")); });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  it("what was flushed is there again; a line that was cut short is gone, and the next one is whole", () => {
    const first = openJournal(folder);
    first.write({ kind: "started", at: 1, authorisedBy: "a file" });
    first.write({ kind: "spent", requests: 7, bytes: 70 });
    first.flush();
    appendFileSync(join(folder, "journal.ndjson"), '{"kind":"spent","requ');
    const second = openJournal(folder);
    expect(second.before).toEqual([{ kind: "started", at: 1, authorisedBy: "a file" }, { kind: "spent", requests: 7, bytes: 70 }]);
    expect(second.authorisedBy()).toBe("a file");
    expect(spentBefore(second, "none", { requestsPerSecond: 10, concurrency: 2 })).toEqual({ seq: 7, requests: 7, bytes: 70 });
    second.write({ kind: "note", text: "on" });
    second.flush();
    expect(readFileSync(join(folder, "journal.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { kind: string })).toMatchObject([{ kind: "started" }, { kind: "spent" }, { kind: "note" }]);
  });
  it("a weakness is on the disk as soon as it is known", () => {
    openJournal(folder).write({ kind: "phase", phase: "crawl", at: 5 });
    expect(readFileSync(join(folder, "journal.ndjson"), "utf8")).toContain('"crawl"');
  });
});
