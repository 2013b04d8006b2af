// Bodies and files as records: every shape JSON and lines come in, pieces of any size, and what is broken costs only itself.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoders } from "./decoders/index.ts";
import { contextOf } from "./decoder.suite.ts";
import { seeds } from "./decoder-seeds.sample.ts";
import { createFramer, frameBody } from "./framer.ts";
import type { Framed, Reads } from "./framer.ts";
import { createStream, decodeBody, recogniseDecoder } from "./framing.ts";

const frame = (text: string | Uint8Array, reads: Reads = "auto"): Framed => frameBody(typeof text === "string" ? Buffer.from(text) : text, reads);
const told = ({ frames, rejects }: Pick<Framed, "frames" | "rejects">) => [frames.map(({ record, at }) => [record, at]), rejects.map(({ at }) => at)];
const [a, b, c] = [{ a: 1 }, { b: "x{\"\n" }, { c: [{ d: null }] }];

/** The same bytes in pieces. */
function inPieces(bytes: Uint8Array, reads: Reads, sizes: readonly number[]): Pick<Framed, "frames" | "rejects"> {
  const [framer, all]: [ReturnType<typeof createFramer>, Framed[]] = [createFramer(reads), []];
  for (let at = 0, n = 0; at < bytes.length; n += 1) { const size = sizes[n % sizes.length] ?? 1; all.push(framer.push(bytes.subarray(at, at + size))); at += size; }
  all.push(framer.end());
  return { frames: all.flatMap(({ frames }) => frames), rejects: all.flatMap(({ rejects }) => rejects) };
}

describe("runtime/framing: JSON", () => {
  it.each([
    ["one value", JSON.stringify(a), [[a, "line 1"]], []],
    ["a value on many lines", JSON.stringify(c, null, 2), [[c, "line 1"]], []],
    ["NDJSON", `${JSON.stringify(a)}\n\n${JSON.stringify(b)}\r\n${JSON.stringify(c)}`, [[a, "line 1"], [b, "line 3"], [c, "line 4"]], []],
    ["values one after the other", `${JSON.stringify(a)}${JSON.stringify(b)} ${JSON.stringify(c)}`, [[a, "line 1"], [b, "line 1"], [c, "line 1"]], []],
    ["values on many lines, one after the other", [a, b, c].map((value) => JSON.stringify(value, null, 1)).join("\n"), [[a, "line 1"], [b, "line 4"], [c, "line 7"]], []],
    ["a list", JSON.stringify([a, b, 7, c]), [[a, "/0"], [b, "/1"], [7, "/2"], [c, "/3"]], []],
    ["a list on many lines", JSON.stringify([a, b, c], null, 2), [[a, "/0"], [b, "/1"], [c, "/2"]], []],
    ["an empty list", "[]", [], []],
    ["a byte order mark", `\uFEFF${JSON.stringify(a)}`, [[a, "line 1"]], []],
    ["nothing", " \n", [], []],
  ])("%s", (_case, text, records, rejects) => { expect(told(frame(text, "json"))).toEqual([records, rejects]); });

  it.each([
    ["a line that is cut", "{\"a\":1}\n{\"b\":\n{\"c\":[{\"d\":null}]}\n", [[a, "line 1"], [c, "line 3"]], ["line 2"]],
    ["a text that never ends", "{\"a\":1}\n{\"b\":\"x\n{\"c\":[{\"d\":null}]}\n", [[a, "line 1"], [c, "line 3"]], ["line 2"]],
    ["a bracket too many", "{\"a\":1}\n{\"b\":1}}\n{\"c\":[{\"d\":null}]}\n", [[a, "line 1"], [{ b: 1 }, "line 2"], [c, "line 3"]], ["line 2"]],
    ["a bracket too few", "{\"a\":1}\n{\"b\":[1,\n{\"c\":[{\"d\":null}]}\n{\"a\":1}\n", [[a, "line 1"], [c, "line 3"], [a, "line 4"]], ["line 2"]],
    ["words", "{\"a\":1}\nhello\nworld\n{\"c\":[{\"d\":null}]}", [[a, "line 1"], [c, "line 4"]], ["lines 2 to 3"]],
    ["a broken item of a list", "[{\"a\":1},{\"b\":nope},{\"c\":[{\"d\":null}]}]", [[a, "/0"], [c, "/2"]], ["line 1"]],
    ["a list that is cut", "[{\"a\":1},{\"c\":[", [[a, "/0"]], ["line 1"]],
  ])("%s costs only itself", (_case, text, records, rejects) => { expect(told(frame(text, "json"))).toEqual([records, rejects]); });

  it("a text that never ends does not hold back the lines after it", () => {
    const { frames, rejects } = createFramer("json").push(Buffer.from("{\"b\":\"x\n{\"a\":1}\n"));
    expect(told({ frames, rejects })).toEqual([[[a, "line 2"]], ["line 1"]]);
  });

  it("pieces of any size give what the whole gives", () => {
    const line = fc.oneof(fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify({ value })), fc.constantFrom("{\"a\":", "]", "hello", "{\"a\":\"\\\\\"}", "\"x\"", "7"));
    fc.assert(fc.property(fc.array(line, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), fc.constantFrom("\n", "\r\n", " ", "\n\n"), (lines, sizes, between) => {
      const bytes = Buffer.from(lines.join(between));
      const [whole, pieces] = [frame(bytes, "json"), inPieces(bytes, "json", sizes)];
      expect(told(pieces)[0]).toEqual(told(whole)[0]);
    }), { numRuns: 200 });
  });

  it("long lists and {\"Records\": [...]} beyond a record's size are read item by item", () => {
    const item = { eventID: "x", padding: "y".repeat(1000) };
    const text = JSON.stringify({ kind: "EventList", metadata: {}, Records: Array.from({ length: 5000 }, () => item), last: 1 });
    for (const sizes of [[65_536], [text.length]]) {
      const { frames, rejects } = inPieces(Buffer.from(`${text}\n{"after":1}`), "json", sizes);
      expect([frames.length, frames[0]?.at, frames[4999]?.at, frames[5000]?.record, rejects]).toEqual([5001, "/Records/0", "/Records/4999", { after: 1 }, []]);
    }
  });

  it("a record too long is named, and the item after it is read", () => {
    const long = JSON.stringify({ x: "y".repeat(5_000_000) });
    expect(told(inPieces(Buffer.from(`[{"a":1},${long},{"a":2}]`), "json", [65_536]))).toEqual([[[a, "/0"], [{ a: 2 }, "/2"]], ["/1"]]);
    expect(told(inPieces(Buffer.from(`{"a":1}\n${long}\n{"a":2}`), "json", [65_536]))).toEqual([[[a, "line 1"], [{ a: 2 }, "line 3"]], ["line 2"]]);
  });

  it("time is linear: a list of a million items on one line, a million broken lines", () => {
    for (const text of [`[${"{\"a\":1},".repeat(300_000)}7]`, "{\"a\":\n".repeat(300_000), "}".repeat(1_000_000), `[${"[".repeat(1_000_000)}`]) {
      const startedAt = process.hrtime.bigint();
      frame(text, "json");
      expect(Number(process.hrtime.bigint() - startedAt) / 1e9).toBeLessThan(8);
    }
  });
});

describe("runtime/framing: lines and bytes", () => {
  it("lines end with LF or CRLF; blank ones are counted and no records; the last needs no end", () => {
    expect(told(frame("one\r\n\r\n\ntwo\nthree", "lines"))).toEqual([[["one", "line 1"], ["two", "line 4"], ["three", "line 5"]], []]);
  });

  it("a line of a megabyte is a record, one of five is named and skipped", () => {
    const { frames, rejects } = inPieces(Buffer.from(`${"x".repeat(1_048_576)}\n${"y".repeat(5_000_000)}\nend`), "lines", [65_536]);
    expect([frames.map(({ text }) => text.length), rejects.map(({ at }) => at)]).toEqual([[1_048_576, 3], ["line 2"]]);
  });

  it("broken UTF-8 is kept and counted, over the edges of pieces too; UTF-16 with its mark is read", () => {
    expect(frame(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3, 0xa9]))).toMatchObject({ frames: [{ record: "a\uFFFDb" }, { record: "é" }], replaced: 1 });
    expect(inPieces(Buffer.from("é€😀"), "lines", [1]).frames.map(({ record }) => record)).toEqual(["é€😀"]);
    expect(frame(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("{\"a\":1}", "utf16le")]))).toMatchObject({ frames: [{ record: a }] });
  });

  it.each([["{\"a\":1}", "json"], [" [ {\"a\":1}]", "json"], ["[Sun Nov 22 11:59:59 2026] [error] x", "lines"], ["{not json", "lines"], ["203.0.113.9 - -", "lines"]])("%s is read as %s", (text, kind) => {
    expect(typeof frame(text).frames[0]?.record).toBe(kind === "json" ? "object" : "string");
  });
});

describe("runtime/framing: whose events these are", () => {
  it("first records tell the decoder; unknown objects are ndjson's, unknown lines nobody's", () => {
    expect(recogniseDecoder([JSON.parse(seeds["falco"]?.[0] ?? ""), {}, {}])?.id).toBe("falco");
    expect(recogniseDecoder([{ a: 1 }])?.id).toBe("ndjson");
    expect(recogniseDecoder(["lorem ipsum"])).toBeUndefined();
  });

  it("auto: a file that mixes senders gives each record to who knows it", () => {
    const lines = decoders.all.flatMap(({ id }) => (id === "auditd" ? [] : [[id, seeds[id]?.[0] ?? ""] as const]));
    const { events, rejects } = decodeBody("auto", Buffer.from(lines.map(([, line]) => line).join("\n")), contextOf());
    expect([events.map(({ decoder }) => decoder), rejects]).toEqual([lines.map(([id]) => id), []]);
  });

  it("auto: lines that nobody knows are rejects with their places", () => {
    expect(decodeBody("auto", Buffer.from("lorem\nipsum\n"), contextOf()).rejects.map(({ at }) => at)).toEqual(["line 1", "line 2"]);
  });

  it("a stream in pieces gives the events of the whole, in order", () => {
    const body = Buffer.from(Array.from({ length: 200 }, (_, n) => JSON.stringify({ ...JSON.parse(seeds["falco"]?.[0] ?? "{}") as object, uuid: String(n) })).join("\n"));
    const stream = createStream("auto", contextOf());
    const ids: (string | undefined)[] = [];
    for (let at = 0; at < body.length; at += 777) ids.push(...stream.push(body.subarray(at, at + 777)).events.map(({ id }) => id));
    ids.push(...stream.end().events.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 200 }, (_, n) => String(n)));
  });
});
