// Whether a file is still the one that was read, and which of its lines are whole.
import { describe, expect, it } from "vitest";
import { cutLines, headOf, lineId, markOf, nextStep, wholeLines } from "./tail.ts";
import type { Position } from "./tail.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const position: Position = { place: "1:2", generation: 0, head: "aaaa", offset: 100, mark: "bbbb" };
const now = { place: "1:2", size: 200, head: "aaaa", mark: "bbbb" };

describe("runtime/tail: nextStep", () => {
  it.each([
    ["a file that grew goes on", now, "same"],
    ["a file that shrank was emptied", { ...now, size: 50 }, "anew"],
    ["a file that was emptied and outgrew the offset", { ...now, mark: "cccc" }, "anew"],
    ["a file that begins otherwise", { ...now, head: "dddd" }, "anew"],
    ["another file under the name", { ...now, place: "1:3" }, "other"],
  ])("%s", (_case, facts, kind) => {
    expect(nextStep(position, facts).kind).toBe(kind);
  });

  it("a file written anew has other ids at the same offsets", () => {
    const step = nextStep(position, { ...now, size: 50 });
    expect(step).toEqual({ kind: "anew", generation: 1, because: "it shrank from 100 bytes to 50" });
    expect(lineId({ ...position, generation: 1 }, 0)).not.toBe(lineId(position, 0));
  });
});

describe("runtime/tail: cutLines", () => {
  const cut = (text: string | Uint8Array, isEnd = false, longest = 100) => cutLines(typeof text === "string" ? bytes(text) : text, 10, { isEnd, longest });

  it.each([
    ["two lines", "a\nbb\n", [[10, 12, "a"], [12, 15, "bb"]], 15],
    ["the last one waits for its end", "a\nbb", [[10, 12, "a"]], 12],
    ["carriage returns belong to the end", "a\r\nb\r\n", [[10, 13, "a"], [13, 16, "b"]], 16],
    ["blank lines are none", "\n\na\n \n", [[12, 14, "a"]], 16],
    ["NUL stays", "a\0b\n", [[10, 14, "a\0b"]], 14],
  ])("%s", (_case, text, lines, next) => {
    const { lines: found, next: after } = cut(text);
    expect([found.map(({ offset, next: end, text: said }) => [offset, end, said]), after]).toEqual([lines, next]);
  });

  it("at the end, what has no end is a line", () => {
    expect(cut("a\nbb", true).lines.map(({ text }) => text)).toEqual(["a", "bb"]);
  });

  it("bytes that are no UTF-8 cost one character each", () => {
    expect(cut(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0x63, 0x0a])).lines.map(({ text }) => text)).toEqual(["a\ufffdb", "c"]);
  });

  it("a line longer than a record is left out and named, its neighbours are not", () => {
    const { lines, tooLong, next } = cut(`a\n${"x".repeat(101)}\nb\n`);
    expect([lines.map(({ text }) => text), tooLong, next]).toEqual([["a", "b"], [12], 116]);
  });

  it("a line that never ends does not stop reading", () => {
    expect(cut("x".repeat(101))).toEqual({ lines: [], next: 111, tooLong: [10] });
  });
});

describe("runtime/tail: wholeLines and digests", () => {
  const lines = (...texts: string[]) => texts.map((text, place) => ({ offset: place, next: place + 1, text }));

  it("records of the last audit event are kept together", () => {
    expect(wholeLines(lines("type=A msg=audit(1.000:1): a=1", "type=SYSCALL msg=audit(1.000:2): a=1", "type=PATH msg=audit(1.000:2): b=1"))).toBe(1);
  });

  it("other lines stand alone", () => {
    expect(wholeLines(lines("a", "b"))).toBe(2);
  });

  it("the head of a file is its first line, once it is whole", () => {
    expect(headOf(bytes("abc"))).toBeUndefined();
    expect(headOf(bytes("abc\n"))).toBe(headOf(bytes("abc\nmore\n")));
    expect(headOf(bytes("x".repeat(1024)))).toBe(headOf(bytes("x".repeat(1024) + "\n")));
  });

  it("the mark is of the last bytes", () => {
    expect(markOf(bytes(`${"x".repeat(300)}abc`))).not.toBe(markOf(bytes(`${"x".repeat(300)}abd`)));
  });
});
