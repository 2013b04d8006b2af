// What came from a feed's server: recognised, unpacked, cut into lines whatever the chunks.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../kernel/fetch-http.ts";
import { askFeed, expected, linesOf, textOf } from "./feed-reply.ts";
import { folderOf, suiteClock } from "./feed.suite.ts";

let folder: ReturnType<typeof folderOf> | undefined;
afterEach(() => { folder?.remove(); });
const asking = { http: createHttp({ clock: suiteClock, userAgent: "t" }), signal: new AbortController().signal };
async function ask(content: string | Uint8Array): Promise<string> {
  folder = folderOf({ x: content });
  const reply = await askFeed(asking, `${folder.url}/x`, expected.json);
  return reply.kind === "content" ? textOf(reply.bytes, "file:///x", 1000) : reply.kind;
}

describe("advisories/feed-reply", () => {
  it.each([["as it is", "{\"a\":1}"], ["gzipped, whatever its name", gzipSync("{\"a\":1}")], ["with a byte order mark", "\ufeff{\"a\":1}"], ["after white space", "\n {\"a\":1}"]])("a JSON object %s is taken", async (_name, content) => {
    expect(JSON.parse(await ask(content))).toEqual({ a: 1 });
  });

  it.each([["HTML", "<html>Log in"], ["gzipped HTML", gzipSync("<html>Log in")], ["control characters", "\u0007\u001b[31m<html>Log in"], ["nothing", ""]])("%s is a fault with what came, printable", async (_name, content) => {
    await expect(ask(content)).rejects.toMatchObject({ code: "feed.not-the-feed", message: expect.stringMatching(/expected a JSON object, got "(?:(?:\[31m)?<html>Log in|\(nothing\))"\.$/) });
  });

  it("gzip that ends early is truncated", async () => {
    const noise = JSON.stringify({ a: Array.from({ length: 200 }, (_, at) => at * 7919 % 1000) });
    await expect(ask(gzipSync(noise).subarray(0, 200))).rejects.toMatchObject({ code: "feed.truncated" });
  });

  it("text over its limit is a fault", async () => { await expect(ask(`{"a":"${"x".repeat(2000)}"}`)).rejects.toMatchObject({ code: "http.too-large" }); });

  it("lines are the same for any cut of the bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" }).map((line) => line.replace(/[\r\n\ufeff]/g, "")), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(`${lines.join("\n")}\n`);
      const got: string[] = [];
      async function* cut(): AsyncGenerator<Uint8Array> { for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size); }
      for await (const batch of linesOf(cut(), "file:///x")) got.push(...batch);
      expect(got).toEqual(lines);
    }));
  });

  it("a line without an end in sight is not the feed", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> { for (;;) yield Buffer.from("x".repeat(100)); }
    await expect(linesOf(endless(), "file:///x", 1000).next()).rejects.toMatchObject({ code: "feed.not-the-feed" });
  });
});
