// Real files that grow, are renamed, emptied and torn: every line is sent, and what is sent twice has the same id.
import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTail } from "./tail-files.ts";
import type { SentLine, TailOptions } from "./tail-files.ts";
import { createPositionStore } from "./tail-positions.ts";

let dir = "";
let path = "";
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), "aftwatch-tail-")); path = join(dir, "access.log"); });
afterEach(() => { rmSync(dir, { recursive: true }); });

interface Watching { sent: SentLine[]; said: string[]; texts(): string[]; settle(): Promise<void>; close(): Promise<void> }

/** A tail that is polled until it has nothing more, as the command does it; send may fail. */
function watching(options: Partial<TailOptions> = {}): Watching {
  const [sent, said]: [SentLine[], string[]] = [[], []];
  const tail = createTail({ path, positions: createPositionStore(join(dir, "state")), fromStart: true, say: (message) => { said.push(message); }, send: async (lines) => { sent.push(...lines); }, ...options });
  return {
    sent, said, texts: () => sent.map(({ text }) => text), close: () => tail.close(),
    async settle() { for (let quiet = 0; quiet < 3;) quiet = await tail.poll(false) ? 0 : quiet + 1; },
  };
}

const unique = (sent: readonly SentLine[]): string[] => [...new Map(sent.map(({ id, text }) => [id, text])).values()];

describe("app/runtime/tail-files", () => {
  it("sends lines as they come; one without its end waits", async () => {
    writeFileSync(path, "one\ntwo\nthr");
    const one = watching();
    await one.settle();
    expect(one.texts()).toEqual(["one", "two"]);
    appendFileSync(path, "ee\nfour\n");
    await one.settle();
    expect(one.texts()).toEqual(["one", "two", "three", "four"]);
    await one.close();
  });

  it("from the end by default, yet a line that is half there is read whole", async () => {
    writeFileSync(path, "old\nhal");
    const one = watching({ fromStart: false });
    await one.settle();
    appendFileSync(path, "f\nnew\n");
    await one.settle();
    expect(one.texts()).toEqual(["half", "new"]);
    await one.close();
  });

  it("a file that appears later is read from its first line", async () => {
    const one = watching({ fromStart: false });
    await one.settle();
    writeFileSync(path, "first\n");
    await one.settle();
    expect(one.texts()).toEqual(["first"]);
    await one.close();
  });

  it("goes on where it was after a restart", async () => {
    writeFileSync(path, "one\n");
    const one = watching();
    await one.settle();
    await one.close();
    appendFileSync(path, "two\n");
    const other = watching();
    await other.settle();
    expect(other.texts()).toEqual(["two"]);
    await other.close();
  });

  it("rotation by renaming while the program still writes to the old file", async () => {
    writeFileSync(path, "one\n");
    const one = watching();
    await one.settle();
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, "two, into the old file\n");
    writeFileSync(path, "three\n");
    await one.settle();
    appendFileSync(`${path}.1`, "four, late\n");
    await one.settle();
    expect(one.texts()).toEqual(["one", "two, into the old file", "three", "four, late"]);
    expect(one.said).toEqual([expect.stringContaining("was rotated")]);
    await one.close();
  });

  it("rotated twice while nobody watched", async () => {
    writeFileSync(path, "one\n");
    const one = watching();
    await one.settle();
    await one.close();
    appendFileSync(path, "two\n");
    renameSync(path, `${path}.2`);
    writeFileSync(`${path}.1`, "three\n");
    writeFileSync(`${path}.3.gz`, "no lines");
    writeFileSync(path, "four\n");
    const other = watching();
    await other.settle();
    expect(other.texts()).toEqual(["two", "three", "four"]);
    await other.close();
  });

  it("says so when the rest was compressed away", async () => {
    writeFileSync(path, "one\n");
    const one = watching();
    await one.settle();
    await one.close();
    renameSync(path, `${path}.1.gz`);
    writeFileSync(path, "two\n");
    const other = watching();
    await other.settle();
    expect(other.said).toEqual([expect.stringContaining("is gone")]);
    expect(other.texts()).toEqual(["two"]);
    await other.close();
  });

  it("emptied in place (copytruncate), also when it outgrew the position", async () => {
    writeFileSync(path, "one\ntwo\n");
    const one = watching();
    await one.settle();
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, "uno\n");
    await one.settle();
    truncateSync(path);
    appendFileSync(path, "uno bis\nsecond\nthird\n");
    await one.settle();
    expect(one.texts()).toEqual(["one", "two", "uno", "uno bis", "second", "third"]);
    expect(new Set(one.sent.map(({ id }) => id)).size).toBe(6);
    await one.close();
  });

  it("killed between the server's answer and the kept position: sent again under the same ids", async () => {
    writeFileSync(path, "one\ntwo\n");
    const positions = createPositionStore(join(dir, "state"));
    const one = watching({ positions: { read: (at) => positions.read(at), save: async () => { throw new Error("killed"); } } });
    await expect(one.settle()).rejects.toThrow("killed");
    await one.close();
    const other = watching();
    await other.settle();
    expect(other.sent).toEqual(one.sent);
    expect(unique([...one.sent, ...other.sent])).toEqual(["one", "two"]);
    await other.close();
  });

  it("what the server did not take is asked of it again", async () => {
    writeFileSync(path, "one\n");
    let left = 1;
    const sent: SentLine[] = [];
    const one = watching({ send: async (lines) => { if (left-- > 0) throw new Error("503"); sent.push(...lines); } });
    await expect(one.settle()).rejects.toThrow("503");
    appendFileSync(path, "two\n");
    await one.settle();
    expect(sent.map(({ text }) => text)).toEqual(["one", "two"]);
    await one.close();
  });

  it("reads what writers do to a log: a megabyte in a line, broken UTF-8, NUL", async () => {
    const long = "x".repeat(1_200_000);
    writeFileSync(path, Buffer.concat([Buffer.from("a\n"), Buffer.from([0x62, 0xff, 0x0a]), Buffer.from("n\0ul\n"), Buffer.from(`${long}\nlast\n`)]));
    const one = watching();
    await one.settle();
    expect(one.texts()).toEqual(["a", "b\ufffd", "n\0ul", long, "last"]);
    await one.close();
  });

  it("small batches tear no audit event, and its records wait for their siblings", async () => {
    const record = (serial: number, type: string): string => `type=${type} msg=audit(1700000000.000:${serial}): a=1\n`;
    writeFileSync(path, record(1, "SYSCALL") + record(1, "PATH") + record(2, "SYSCALL"));
    const batches: string[][] = [];
    const one = watching({ batch: { lines: 2, bytes: 1 << 20 }, send: async (lines) => { batches.push(lines.map(({ text }) => /:(\d+)\)/.exec(text)?.[1] ?? "")); } });
    await one.settle();
    appendFileSync(path, record(3, "SYSCALL"));
    await one.settle();
    expect(batches).toEqual([["1", "1"], ["2"], ["3"]]);
    await one.close();
  });

  it("lines written while it is rotated again and again all arrive once", async () => {
    const one = watching();
    const written: string[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      for (let line = 0; line < 7; line += 1) { written.push(`${turn}/${line}`); appendFileSync(path, `${turn}/${line}\n`); }
      if (turn % 3 === 0) { await one.settle(); renameSync(path, `${path}.${turn}`); }
      else if (turn % 3 === 1) await one.settle();
    }
    await one.settle();
    expect(one.texts().toSorted()).toEqual(written.toSorted());
    await one.close();
  });
});
