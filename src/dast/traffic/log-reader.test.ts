// The request log, written and read back: pages from both ends, filters, and files that were cut off.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { readRequestLog } from "./log-reader.ts";
import type { LogFilter } from "./log-reader.ts";
import { openLogWriter } from "./log-writer.ts";
import type { LoggedRequest } from "./request-log.ts";

const folder = mkdtempSync(join(tmpdir(), "aftwatch-request-log-"));
afterAll(() => { rmSync(folder, { recursive: true }); });
let files = 0;
const newFile = (): string => join(folder, `${files += 1}.ndjson`);

const line = (seq: number, more: Partial<LoggedRequest> = {}): LoggedRequest => ({
  seq, at: 1_700_000_000_000 + seq, method: "GET", url: `https://shop.example/${seq}/ü`, identity: undefined, status: seq % 5 === 0 ? 404 : 200, sizeBytes: seq, headMs: 1.23456, totalMs: 2, phase: seq % 2 === 0 ? "crawl" : "check", check: seq % 2 === 0 ? undefined : "sql-injection", routeId: undefined, pointId: undefined, refused: false, why: undefined, ...more,
});

async function written(lines: readonly LoggedRequest[], file = newFile()): Promise<string> {
  const log = await openLogWriter(file, (thrown) => { throw thrown; });
  for (const one of lines) log.write(one);
  await log.close();
  return file;
}

async function all(file: string, order: "newest" | "oldest", limit: number, filter: LogFilter = {}): Promise<{ seqs: number[]; unreadable: number; pages: number }> {
  const seqs: number[] = [];
  let [after, unreadable, pages] = [undefined as string | undefined, 0, 0];
  do {
    const page = await readRequestLog(file, filter, { limit, after, order });
    seqs.push(...page.items.map(({ seq }) => seq));
    [after, unreadable, pages] = [page.next, unreadable + page.unreadable, pages + 1];
  } while (after !== undefined && pages < 2_000);
  return { seqs, unreadable, pages };
}

describe("src/dast/traffic/log-reader", () => {
  it("gives every line once, in pages from either end, whatever the sizes", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(3_000), { maxLength: 40 }), fc.integer({ min: 1, max: 17 }), async (sizes, limit) => {
      const file = await written(sizes.map((size, at) => line(at + 1, { why: "x".repeat(size) })));
      const expected = sizes.map((_, at) => at + 1);
      expect((await all(file, "oldest", limit)).seqs).toEqual(expected);
      expect((await all(file, "newest", limit)).seqs).toEqual(expected.toReversed());
    }), { numRuns: 40 });
  });

  it("reads lines that are longer than what is read at once", async () => {
    const file = await written([line(1), line(2, { why: "y".repeat(700_000) }), line(3)]);
    expect([(await all(file, "oldest", 1)).seqs, (await all(file, "newest", 1)).seqs]).toEqual([[1, 2, 3], [3, 2, 1]]);
  });

  it.each<[LogFilter, number[]]>([
    [{ phase: "crawl" }, [2, 4, 6, 8, 10]], [{ check: "sql-injection" }, [1, 3, 5, 7, 9]], [{ status: 404 }, [5, 10]], [{ status: 4 }, [5, 10]], [{ status: 2, phase: "check" }, [1, 3, 7, 9]], [{ word: "EXAMPLE/7" }, [7]], [{ refused: true }, []], [{ word: "nothing has it" }, []],
  ])("filter %j", async (filter, seqs) => {
    const file = await written(Array.from({ length: 10 }, (_, at) => line(at + 1)));
    expect([(await all(file, "oldest", 2, filter)).seqs, (await all(file, "newest", 2, filter)).seqs]).toEqual([seqs, seqs.toReversed()]);
  });

  it("a log that is not there is empty", async () => { expect(await readRequestLog(join(folder, "none"), {}, { limit: 5, after: undefined, order: "newest" })).toEqual({ items: [], next: undefined, unreadable: 0 }); });

  it("half a line of a process that was killed costs only itself; a new one begins on its own", async () => {
    const file = await written([line(1), line(2)]);
    appendFileSync(file, '{"seq":3,"url":"https://sh');
    expect([(await all(file, "oldest", 10)).seqs, (await all(file, "newest", 10)).seqs]).toEqual([[1, 2], [2, 1]]);
    await written([line(4)], file);
    expect(await all(file, "oldest", 10)).toMatchObject({ seqs: [1, 2, 4], unreadable: 1 });
    expect(await all(file, "newest", 10)).toMatchObject({ seqs: [4, 2, 1], unreadable: 1 });
  });

  it("pages stay where they are while the log grows", async () => {
    const file = await written([line(1), line(2), line(3)]);
    const first = await readRequestLog(file, {}, { limit: 1, after: undefined, order: "newest" });
    await written([line(4)], file);
    const second = await readRequestLog(file, {}, { limit: 5, after: first.next, order: "newest" });
    expect([first.items, second.items].map((items) => items.map(({ seq }) => seq))).toEqual([[3], [2, 1]]);
  });

  it("lines survive the way there and back; times are kept to a hundredth", async () => {
    const given = line(1, { identity: "alice", url: 'https://shop.example/"\n\u2028' });
    const { items } = await readRequestLog(await written([given]), {}, { limit: 1, after: undefined, order: "oldest" });
    expect(items[0]).toEqual({ ...JSON.parse(JSON.stringify(given)) as LoggedRequest, headMs: 1.23 });
  });

  it("what is no line is counted", async () => {
    const file = newFile();
    writeFileSync(file, '{}\nnull\nnot json\n[]\n{"seq":1,"url":"x"}\n');
    expect(await all(file, "oldest", 10)).toMatchObject({ seqs: [1], unreadable: 4 });
  });
});
