// What a scan that goes on has spent: by its journal after an end in order, by its log after a crash, and never less than was sent.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Journal } from "./journal.ts";
import { spentBefore } from "./spending.ts";

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "aftwatch-spending-")); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const pace = { requestsPerSecond: 50, concurrency: 4 };
const journal = (requests?: number, bytes = 0): Journal => ({ before: requests === undefined ? [] : [{ kind: "spent", requests: 1, bytes: 1 }, { kind: "spent", requests, bytes }], write: () => {}, flush: () => {}, authorisedBy: () => undefined });
const logOf = (...seqs: readonly number[]): string => { const file = join(folder, "requests.ndjson"); writeFileSync(file, seqs.map((seq) => `${JSON.stringify({ seq, sizeBytes: 100 })}\n`).join("")); return file; };

describe("src/dast/engine/spending", () => {
  it("a scan that begins has spent nothing", () => { expect(spentBefore(journal(), join(folder, "none"), pace)).toEqual({ seq: 0, requests: 0, bytes: 0 }); });
  it("after an end in order the journal and the log agree: the journal's word stands", () => { expect(spentBefore(journal(3, 900), logOf(1, 2, 3), pace)).toEqual({ seq: 3, requests: 3, bytes: 900 }); });
  it("after a crash what the log has beyond it counts, and what may have left since: a fifth of a second, and those under way", () => { expect(spentBefore(journal(3, 900), logOf(2, 3, 5, 0, 4), pace)).toEqual({ seq: 19, requests: 19, bytes: 1100 }); });
  it("half a line is none", () => { const file = logOf(1, 2); writeFileSync(file, `{"seq":1,"sizeBytes":1}\n{"seq":7,"siz`); expect(spentBefore(journal(1, 1), file, pace).seq).toBe(1); });
});
