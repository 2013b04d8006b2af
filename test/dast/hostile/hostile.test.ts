// Hostile servers against the traffic of a scan: every answer ends within the time given, in bounded memory, with words that say what happened.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exchange } from "../../../src/dast/exchange.ts";
import { crawl, openTestTraffic } from "../../../src/dast/traffic/traffic.sample.ts";
import type { Budget } from "../../../src/dast/profile.ts";
import { brotliOfZeros, drip, gzipOfZeros, head, openHostile, pour, tlsNoise, twiceGzipped } from "./servers.ts";
import type { Hostile } from "./servers.ts";
import type { Socket } from "node:net";

const megabyte = 2 ** 20;
const limits: Partial<Budget> = { replyBytes: 2 * megabyte, replyMs: 1_500 };

interface Asked { exchange: Exchange; ms: number; grownBytes: number; why: string | undefined; server: Hostile }

/** One GET at such a server, with what it cost. */
async function ask(speak: (socket: Socket) => void, scheme: "http" | "https" = "http"): Promise<Asked> {
  const server = await openHostile(speak, scheme);
  const { traffic, lines } = await openTestTraffic(`${server.origin}/`, { budget: limits });
  const [rss, startedAt] = [process.memoryUsage().rss, performance.now()];
  const exchange = await traffic.send({ method: "GET", url: `${server.origin}/`, headers: [], body: undefined }, crawl);
  const [ms, grownBytes] = [performance.now() - startedAt, process.memoryUsage().rss - rss];
  const [line] = await lines();
  await server.close();
  return { exchange, ms, grownBytes, why: line?.why, server };
}

const ok = "HTTP/1.1 200 OK";
const bounded = ({ ms, grownBytes }: Asked): void => { expect(ms).toBeLessThan(5_000); expect(grownBytes / megabyte).toBeLessThan(150); };

describe("bodies without an end or a measure", () => {
  let bomb: Buffer;
  beforeAll(async () => { bomb = await gzipOfZeros(1024 * megabyte); }, 60_000);

  it.each([
    ["1 GB with a length", (socket: Socket) => { socket.write(head(ok, `content-length: ${1024 * megabyte}`)); pour(socket, Buffer.alloc(65_536, 97)); }],
    ["an endless page", (socket: Socket) => { socket.write(head(ok, "content-type: text/html")); pour(socket, Buffer.from("<a href='/x'>x</a>".repeat(1000))); }],
    ["endless chunks", (socket: Socket) => { socket.write(head(ok, "transfer-encoding: chunked")); pour(socket, Buffer.from(`1000\r\n${"y".repeat(4096)}\r\n`)); }],
  ])("%s is cut at the limit", async (_name, speak) => {
    const asked = await ask(speak);
    expect(asked.exchange.reply).toMatchObject({ status: 200, truncated: true });
    expect(asked.exchange.reply?.body.byteLength).toBe(2 * megabyte);
    expect(asked.why).toBe(`the body is larger than ${2 * megabyte} bytes`);
    bounded(asked);
  });

  it.each([
    ["a gzip of 1 GB", () => bomb, "gzip"],
    ["a gzip in a gzip", () => twiceGzipped(bomb), "gzip, gzip"],
    ["a brotli of 200 MB", () => brotliOfZeros(200 * megabyte), "br"],
  ])("%s is decoded up to the limit", async (_name, body, encoding) => {
    const bytes = body();
    const asked = await ask((socket) => { socket.write(head(ok, `content-encoding: ${encoding}`, `content-length: ${bytes.length}`)); socket.end(bytes); });
    expect(asked.exchange.reply?.truncated).toBe(true);
    expect(asked.exchange.reply?.body.byteLength).toBeLessThanOrEqual(2 * megabyte);
    expect(asked.why).toMatch(/decoded body is larger|not end|body is larger/);
    bounded(asked);
  });

  it("more layers than anybody needs are left as they are", async () => {
    const asked = await ask((socket) => { socket.end(`${head(ok, "content-encoding: gzip, gzip, gzip, gzip", "content-length: 3")}abc`); });
    expect([asked.exchange.reply?.text, asked.why]).toEqual(["abc", "4 layers of content encoding were not undone"]);
  });

  it("what says gzip and is none stays readable", async () => {
    const asked = await ask((socket) => { socket.end(`${head(ok, "content-encoding: gzip", "content-length: 5")}plain`); });
    expect([asked.exchange.reply?.text, asked.why]).toEqual(["plain", "the body is not gzip, as its header says"]);
  });
});

describe("slowness", () => {
  it.each([
    ["silence", () => {}, "timeout", "no answer within 1500 ms"],
    ["a head that drips", (socket: Socket) => { socket.write("HTTP/1.1 200 OK\r\nx-a: "); drip(socket, 100); }, "timeout", "no answer within 1500 ms"],
    ["interim answers for ever", (socket: Socket) => { const timer = setInterval(() => { socket.write(head("HTTP/1.1 102 Processing")); }, 100); socket.on("close", () => { clearInterval(timer); }); }, "timeout", "only interim answers within 1500 ms"],
    ["a flood of interim answers", (socket: Socket) => { pour(socket, Buffer.from(head("HTTP/1.1 103 Early Hints", "link: </a>; rel=preload").repeat(1000))); }, "malformed", "more than 16 interim answers"],
  ])("%s", async (_name, speak, kind, why) => {
    const asked = await ask(speak);
    expect(asked.exchange.failure).toEqual({ kind, why });
    bounded(asked);
  });

  it("a body that drips is given up as a whole, not only between bytes", async () => {
    const asked = await ask((socket) => { socket.write(head(ok, "content-length: 1000")); drip(socket, 100); });
    expect(asked.exchange.reply).toMatchObject({ status: 200, truncated: true });
    expect(asked.why).toBe("the body did not end within 1500 ms");
    expect(asked.ms).toBeGreaterThan(1_300);
    bounded(asked);
  });
});

describe("what is no HTTP", () => {
  it.each([
    ["headers of 1 MB", (socket: Socket) => { socket.write(`${ok}\r\nx: ${"a".repeat(megabyte)}\r\n\r\n`); }, "malformed"],
    ["10,000 headers for ever", (socket: Socket) => { socket.write(`${ok}\r\n`); pour(socket, Buffer.from("x-header: some value\r\n".repeat(100))); }, "malformed"],
    ["a bad status line", (socket: Socket) => { socket.end("HTTP/1.1 abc Nonsense\r\n\r\n"); }, "malformed"],
    ["another protocol", (socket: Socket) => { socket.end("220 mail.example ESMTP ready\r\n"); }, "malformed"],
    ["a negative length", (socket: Socket) => { socket.end(head(ok, "content-length: -5")); }, "malformed"],
    ["two lengths that differ", (socket: Socket) => { socket.end(`${head(ok, "content-length: 5", "content-length: 6")}abcdef`); }, "malformed"],
    ["a length and chunks", (socket: Socket) => { socket.end(`${head(ok, "content-length: 5", "transfer-encoding: chunked")}5\r\nabcde\r\n0\r\n\r\n`); }, "malformed"],
    ["an end before any answer", (socket: Socket) => { socket.destroy(); }, "reset"],
  ])("%s", async (_name, speak, kind) => {
    const asked = await ask(speak);
    expect(asked.exchange.failure?.kind).toBe(kind);
    expect(asked.exchange.failure?.why).toMatch(/\w{3,} \w+/);
    bounded(asked);
  });

  it.each([
    ["ends before its length", (socket: Socket) => { socket.end(`${head(ok, "content-length: 100")}half`); }],
    ["has a bad chunk", (socket: Socket) => { socket.end(`${head(ok, "transfer-encoding: chunked")}4\r\nhalf\r\nzz\r\n`); }],
  ])("a body that %s is given as far as it came", async (_name, speak) => {
    const { exchange, why } = await ask(speak);
    expect([exchange.reply?.text, exchange.reply?.truncated]).toEqual(["half", true]);
    expect(why).toMatch(/^broken off in the middle of the body/);
  });

  it.each(Object.entries(tlsNoise))("TLS: %s", async (_name, speak) => {
    const asked = await ask(speak, "https");
    expect(asked.exchange.failure?.kind).toBe("tls");
    bounded(asked);
  });
});

describe("redirects without an end", () => {
  let server: Hostile;
  let seen = 0;
  beforeAll(async () => { server = await openHostile((socket) => { const say = (): void => { seen += 1; socket.write(head("HTTP/1.1 302 Found", `location: /again?n=${seen}`, "content-length: 0")); }; say(); socket.on("data", say); }); });
  afterAll(() => server.close());

  it("are followed as often as was asked", async () => {
    const { traffic, lines } = await openTestTraffic(`${server.origin}/`);
    const { reply } = await traffic.send({ method: "GET", url: `${server.origin}/`, headers: [], body: undefined }, { ...crawl, follow: 7 });
    expect([reply?.status, seen]).toEqual([302, 8]);
    expect(await lines()).toHaveLength(8);
  });
});

describe("a hundred hostile answers at once", () => {
  it("cost bounded memory and leave no connection open", async () => {
    const bomb = await gzipOfZeros(300 * megabyte);
    const server = await openHostile((socket) => { socket.write(head(ok, "content-encoding: gzip", "content-length: 999999999")); pour(socket, bomb, bomb.length); });
    const { traffic, lines } = await openTestTraffic(`${server.origin}/`, { budget: { ...limits, concurrency: 12 } });
    const before = process.memoryUsage().rss;
    const replies = await Promise.all(Array.from({ length: 100 }, (_, n) => traffic.send({ method: "GET", url: `${server.origin}/${n}`, headers: [], body: undefined }, crawl)));
    expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(400);
    expect(replies.every(({ reply }) => (reply?.body.byteLength ?? 0) <= 2 * megabyte)).toBe(true);
    await lines();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(server.open()).toBe(0);
    await server.close();
  }, 60_000);
});
