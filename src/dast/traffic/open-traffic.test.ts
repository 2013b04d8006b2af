// Traffic end to end against loopback servers: what is sent, what is refused, how much, how fast, and how it ends.
import { afterEach, describe, expect, it } from "vitest";
import { gzipSync } from "node:zlib";
import { headersOf } from "../exchange.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { profiles } from "../profile.ts";
import type { Session } from "../session.ts";
import { crawl, openHttp, openTcp, openTestTraffic, scopeOf } from "./traffic.sample.ts";
import type { TestServer } from "./traffic.sample.ts";
import { ScanEnded } from "./traffic.ts";

const open: TestServer[] = [];
afterEach(async () => { for (const server of open.splice(0)) await server.close(); });
const serve = async (...given: Parameters<typeof openHttp>): Promise<TestServer> => { const server = await openHttp(...given); open.push(server); return server; };
const speak = async (...given: Parameters<typeof openTcp>): Promise<TestServer> => { const server = await openTcp(...given); open.push(server); return server; };
const get = (url: string, headers: readonly Header[] = []): TestRequest => ({ method: "GET", url, headers, body: undefined });
const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A server that keeps what it was sent, byte for byte, and says 200. */
async function recorder(): Promise<TestServer & { seen: string[] }> {
  const seen: string[] = [];
  const server = await speak((socket) => { socket.on("data", (data) => { seen.push(data.toString("latin1")); socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"); }); });
  return { ...server, seen };
}

describe("src/dast/traffic/open-traffic: what goes over the wire", () => {
  it("is the request as it was written: path, order and spelling of headers, and ours behind them", async () => {
    const server = await recorder();
    const { traffic } = await openTestTraffic(server.origin);
    await traffic.send(get(`${server.origin}/a/../b/%2e%2e/"<x>'\\é c?q=%zz&r=a b`, [["X-B", "2"], ["x-A", "1"], ["X-B", "3"]]), crawl);
    await traffic.close();
    expect(server.seen[0]?.split("\r\n")).toEqual([
      `GET /a/../b/%2e%2e/"<x>'\\%C3%A9%20c?q=%zz&r=a%20b HTTP/1.1`, `host: 127.0.0.1:${server.port}`, "connection: keep-alive", "X-B: 2", "x-A: 1", "X-B: 3",
      "user-agent: aftwatch-dast/test (+scan scan-1)", "accept: */*", "accept-encoding: gzip, deflate, br", "x-aftwatch-scan: scan-1", "", "",
    ]);
  });

  it("an answer whose lines end in a line feed alone is read all the same, at once the second time", async () => {
    let connections = 0;
    const server = await speak((socket) => { connections += 1; socket.once("data", () => { socket.end("HTTP/1.1 200\nContent-Type: text/html\nX-A: b\n\nhi"); }); });
    const { traffic } = await openTestTraffic(server.origin);
    const first = await traffic.send(get(`${server.origin}/loose?a=1`), crawl);
    const second = await traffic.send(get(`${server.origin}/loose?a=2`), crawl);
    await traffic.close();
    expect([first, second].map(({ reply }) => [reply?.text, headersOf(reply?.headers ?? [], "x-a")])).toEqual([["hi", ["b"]], ["hi", ["b"]]]);
    expect(connections).toBe(3);
  });

  it.each<[string, Header[], RegExp]>([
    ["a Host of the probe's own", [["Host", "elsewhere.example"]], /host: elsewhere\.example\r\n/],
    ["two Hosts", [["Host", "a.example"], ["Host", "b.example"]], /Host: a\.example\r\nHost: b\.example\r\n/],
    ["Expect", [["Expect", "100-continue"]], /Expect: 100-continue\r\n/],
    ["Connection with names", [["Connection", "close, X-Forwarded-For"], ["Keep-Alive", "x"]], /Connection: close, X-Forwarded-For\r\n/],
    ["a User-Agent of the probe's own", [["User-Agent", "' or 1=1 --"]], /User-Agent: ' or 1=1 --\r\n[^]*x-aftwatch-scan: scan-1/],
    ["text beyond Latin-1", [["X-Name", "日本"]], /X-Name: \u00e6\u0097\u00a5\u00e6\u009c\u00ac\r\n/],
  ])("can carry %s", async (_name, headers, expected) => {
    const server = await recorder();
    const { traffic } = await openTestTraffic(server.origin);
    const { reply } = await traffic.send(get(`${server.origin}/`, headers), crawl);
    await traffic.close();
    expect([reply?.status, server.seen[0]]).toEqual([200, expect.stringMatching(expected)]);
  });

  it("counts the length of a body anew and keeps binary bodies whole", async () => {
    const bodies: Buffer[] = [];
    const server = await serve((request, response) => { const chunks: Buffer[] = []; request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => { bodies.push(Buffer.concat(chunks)); response.end(); }); });
    const { traffic } = await openTestTraffic(server.origin);
    await traffic.send({ method: "POST", url: `${server.origin}/`, headers: [["Content-Length", "3"]], body: "longer than three: é" }, crawl);
    await traffic.send({ method: "POST", url: `${server.origin}/`, headers: [], body: Uint8Array.from({ length: 256 }, (_, n) => n) }, crawl);
    await traffic.close();
    expect(bodies).toEqual([Buffer.from("longer than three: é"), Buffer.from(Array.from({ length: 256 }, (_, n) => n))]);
  });

  it("wears the session, which sees every answer on the way", async () => {
    const server = await serve((request, response) => { if (request.url === "/") response.writeHead(302, { location: "/in", "set-cookie": ["a=1", "b=2"] }); response.end(request.headers.cookie); });
    const seen: Exchange[] = [];
    const session: Session = { identity: "alice", dress: (request) => ({ ...request, headers: [...request.headers.filter(([name]) => name !== "cookie"), ["cookie", `n=${seen.length}`]] }), undress: (request) => request, saw: (exchange) => { seen.push(exchange); }, cookies: () => [], state: "logged-in" };
    const { traffic, lines } = await openTestTraffic(server.origin);
    const { reply } = await traffic.send(get(`${server.origin}/`), { ...crawl, session, follow: 3 });
    expect(reply?.text).toBe("n=1");
    expect(headersOf(seen[0]?.reply?.headers ?? [], "set-cookie")).toEqual(["a=1", "b=2"]);
    expect((await lines()).map(({ seq, identity, status }) => [seq, identity, status])).toEqual([[1, "alice", 302], [2, "alice", 200]]);
  });
});

describe("src/dast/traffic/open-traffic: what comes back", () => {
  it.each<[string, Header[], Buffer, string]>([
    ["gzip", [["content-encoding", "gzip"]], gzipSync("packed"), "packed"],
    ["a charset of the header", [["content-type", "text/plain; charset=iso-8859-1"]], Buffer.from([0xe9]), "é"],
    ["a charset of a meta tag", [["content-type", "text/html"]], Buffer.from("<meta charset='windows-1251'>\u00ef", "latin1"), "<meta charset='windows-1251'>п"],
    ["a byte order mark", [], Buffer.from([0xff, 0xfe, 0x41, 0]), "A"],
    ["no word about it, as UTF-8", [], Buffer.from("ü"), "ü"],
    ["no word about it, as what it must be", [], Buffer.from([0xfc]), "ü"],
    ["a charset that nobody knows", [["content-type", "text/html; charset=klingon"]], Buffer.from("ü"), "ü"],
  ])("%s", async (_name, headers, body, text) => {
    const server = await serve((_request, response) => { for (const [name, value] of headers) response.setHeader(name, value); response.end(body); });
    const { traffic } = await openTestTraffic(server.origin);
    const { reply } = await traffic.send(get(`${server.origin}/`), crawl);
    await traffic.close();
    expect(reply?.text).toBe(text);
  });

  it("headers keep their spelling, their order and every time they came; times are there", async () => {
    const server = await speak((socket) => { socket.once("data", () => { socket.write("HTTP/1.1 200 OK\r\nX-Two: 1\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"); setTimeout(() => { socket.end("content-length: 0\r\n\r\n"); }, 120); }); });
    const { traffic } = await openTestTraffic(server.origin);
    const { reply } = await traffic.send(get(`${server.origin}/`), crawl);
    await traffic.close();
    expect(reply?.headers).toEqual([["X-Two", "1"], ["Set-Cookie", "a=1"], ["set-cookie", "b=2"], ["content-length", "0"]]);
    expect(reply?.headMs).toBeGreaterThan(100);
    expect(reply?.headMs).toBeLessThan(1000);
  });

  it("nobody listens", async () => {
    const server = await serve(() => {});
    await server.close();
    open.pop();
    const { traffic } = await openTestTraffic(server.origin);
    const { failure } = await traffic.send(get(`${server.origin}/`), crawl);
    await traffic.close();
    expect(failure?.kind).toBe("unreachable");
    expect(failure?.why).toMatch(/^nothing listens there/);
  });
});

describe("src/dast/traffic/open-traffic: guards", () => {
  it("production refuses other origins, methods and words; nothing of it leaves and all of it is logged", async () => {
    const server = await recorder();
    const { traffic, lines } = await openTestTraffic(server.origin, { profile: profiles.production, scope: scopeOf(server.origin, { exclude: ["/private"] }) });
    const requests: TestRequest[] = [get("http://127.0.0.1:1/"), get("ftp://127.0.0.1/"), { ...get(`${server.origin}/`), method: "POST" }, get(`${server.origin}/logout`), get(`${server.origin}/%70rivate/x`), get(`http://a:b@127.0.0.1:${server.port}/`)];
    for (const request of requests) expect((await traffic.send(request, crawl)).failure?.kind).toBe("refused");
    expect(requests.every((request) => traffic.refusal(request) !== undefined)).toBe(true);
    expect(traffic.counts()).toMatchObject({ requests: 0, refused: 6 });
    const logged = await lines();
    expect([server.seen, logged.map(({ seq, refused, why }) => [seq, refused, typeof why])]).toEqual([[], requests.map(() => [0, true, "string"])]);
  });

  it("a login may post and is not asked for its words", async () => {
    const server = await recorder();
    const { traffic } = await openTestTraffic(server.origin, { profile: profiles.production });
    const { reply } = await traffic.send({ method: "POST", url: `${server.origin}/reset-session/login`, headers: [["content-type", "application/x-www-form-urlencoded"]], body: "u=1" }, { session: undefined, about: { phase: "login" } });
    await traffic.close();
    expect(reply?.status).toBe(200);
  });

  it("a redirect that leads outside is the answer itself, and the step outside is logged as refused", async () => {
    const outside = await recorder();
    const server = await serve((_request, response) => { response.writeHead(302, { location: `${outside.origin}/stolen?token=abcdef123456` }).end(); });
    const { traffic, lines } = await openTestTraffic(server.origin);
    const { reply } = await traffic.send(get(server.origin), { ...crawl, follow: 5 });
    expect([reply?.status, outside.seen]).toEqual([302, []]);
    const [, second] = await lines();
    expect([second?.refused, second?.url.includes("abcdef123456")]).toEqual([true, false]);
  });

  it("raw bytes are held to scope, method, words and log, with every request that they smuggle", async () => {
    const server = await recorder();
    const { traffic, lines } = await openTestTraffic(server.origin, { profile: profiles.production });
    const raw = (text: string, origin = server.origin) => traffic.sendRaw({ origin, bytes: Buffer.from(text), timeoutMs: 300 }, { phase: "check", check: "request-smuggling" });
    const { bytes } = await raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(Buffer.from(bytes).toString()).toMatch(/^HTTP\/1\.1 200/);
    for (const reply of [await raw("POST / HTTP/1.1\r\n\r\n"), await raw("GET / HTTP/1.1\r\n\r\nGET /logout HTTP/1.1\r\n\r\n"), await raw("GET / HTTP/1.1\r\n\r\n", "http://127.0.0.1:9")]) expect(reply.failure).toMatch(/^refused: /);
    expect(server.seen).toHaveLength(1);
    expect((await lines()).map(({ seq, refused, check }) => [seq, refused, check])).toEqual([[1, false, "request-smuggling"], ...[2, 3, 4].map(() => [0, true, "request-smuggling"])]);
  });
});

describe("src/dast/traffic/open-traffic: limits", () => {
  const answered = (server: TestServer, traffic: { send: Awaited<ReturnType<typeof openTestTraffic>>["traffic"]["send"] }, count: number) => Promise.allSettled(Array.from({ length: count }, (_, n) => traffic.send(get(`${server.origin}/${n}`), crawl)));

  it("the budget of requests is kept to the request, however many ask at once", async () => {
    const server = await recorder();
    const { traffic } = await openTestTraffic(server.origin, { budget: { requests: 200, concurrency: 20 } });
    const ends = await answered(server, traffic, 300);
    await traffic.close();
    expect(server.seen).toHaveLength(200);
    const ended = ends.find((end) => end.status === "rejected");
    expect(ended?.reason).toBeInstanceOf(ScanEnded);
    expect(ended?.reason).toMatchObject({ reason: "budget", message: "The budget of 200 requests for 127.0.0.1 is spent." });
  });

  // What every connection had under way when it was spent comes on top: 64 KiB each.
  it("the budget of bytes is kept to within 1 %, decoded ones counted", async () => {
    const bodies = [Buffer.alloc(1_000_000, "a"), gzipSync(Buffer.alloc(1_000_000, "b"))];
    const server = await serve((request, response) => { const isPacked = request.url?.endsWith("1") === true; if (isPacked) response.setHeader("content-encoding", "gzip"); response.end(bodies[isPacked ? 1 : 0]); });
    const { traffic } = await openTestTraffic(server.origin, { budget: { bytes: 80_000_000, concurrency: 8 } });
    const ends = await answered(server, traffic, 120);
    await traffic.close();
    expect(traffic.counts().bytes / 80_000_000).toBeGreaterThan(0.99);
    expect(traffic.counts().bytes / 80_000_000).toBeLessThan(1.01);
    expect(ends.some((end) => end.status === "rejected")).toBe(true);
  });

  it("the rate is kept to within 1 % over some seconds, and concurrency exactly", async () => {
    let [most, now] = [0, 0];
    const server = await serve((_request, response) => { now += 1; most = Math.max(most, now); setTimeout(() => { now -= 1; response.end(); }, 5); });
    const { traffic } = await openTestTraffic(server.origin, { budget: { requestsPerSecond: 200, concurrency: 4 } });
    const startedAt = performance.now();
    await answered(server, traffic, 600);
    const seconds = (performance.now() - startedAt) / 1000;
    await traffic.close();
    expect([600 / seconds <= 202, most <= 4]).toEqual([true, true]);
    // On a machine that stands still for a while it may be less.
    expect(600 / seconds).toBeGreaterThan(40);
  });

  it("the budget of time ends the scan", async () => {
    const server = await recorder();
    const { traffic } = await openTestTraffic(server.origin, { budget: { totalMs: 300 } });
    await wait(700);
    await expect(traffic.send(get(server.origin), crawl)).rejects.toMatchObject({ reason: "budget" });
    await traffic.close();
    expect(server.seen).toHaveLength(0);
  });

  it.each<["wait" | "end"]>([["wait"], ["end"]])("outside the change window nothing leaves: %s", async (outsideWindow) => {
    const server = await recorder();
    let at = Date.UTC(2026, 10, 20, 12);
    const { traffic, notes } = await openTestTraffic(server.origin, { clock: { now: () => at }, window: { from: "22:00", to: "05:00", zone: "UTC", days: [] }, outsideWindow });
    const sending = traffic.send(get(server.origin), crawl);
    const ended = sending.then(() => "sent", (thrown: ScanEnded) => thrown.reason);
    await wait(200);
    expect(server.seen).toHaveLength(0);
    if (outsideWindow === "end") { expect(await ended).toBe("window"); await traffic.close(); return; }
    expect(notes).toEqual(["Outside the change window nothing is sent; the scan goes on at 2026-11-20T22:00:00Z."]);
    at = Date.UTC(2026, 10, 20, 21, 59, 59, 900);
    await traffic.close();
    expect(await ended).toBe("stopped");
  });
});

describe("src/dast/traffic/open-traffic: the kill switch", () => {
  const tenGigabytes = (socket: { write(chunk: Buffer): boolean; once(event: "drain", listener: () => void): unknown; destroyed: boolean }): void => { const more = (): void => { if (socket.destroyed) return; if (socket.write(Buffer.alloc(65_536))) setImmediate(more); else socket.once("drain", more); }; more(); };
  it.each<[string, Parameters<typeof openTcp>[0]]>([
    ["a server that never answers", (socket) => { socket.resume(); }],
    ["the middle of a body without end", (socket) => { socket.once("data", () => { socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"); tenGigabytes(socket); }); }],
    ["a queue that waits for its turn", (socket) => { socket.on("data", () => { setTimeout(() => { socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"); }, 50); }); }],
  ])("%s: all is over well within 2 s, and nothing goes out after", async (_name, speaks) => {
    const server = await speak(speaks);
    const { traffic, stop, lines } = await openTestTraffic(server.origin, { budget: { replyBytes: 1e11, bytes: 1e12, replyMs: 60_000, requestsPerSecond: 20, concurrency: 5 } });
    const sendings = Array.from({ length: 60 }, () => traffic.send(get(server.origin), crawl).then(() => "sent", (thrown: ScanEnded) => thrown.reason));
    const raw = traffic.sendRaw({ origin: server.origin, bytes: Buffer.from("GET / HTTP/1.1\r\n\r\n"), timeoutMs: 60_000 }, { phase: "check" }).then(() => "sent", (thrown: ScanEnded) => thrown.reason);
    await wait(300);
    const stoppedAt = performance.now();
    stop();
    const reasons = await Promise.all([...sendings, raw]);
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
    expect(reasons.slice(-20).every((reason) => reason === "stopped")).toBe(true);
    await expect(traffic.send(get(server.origin), crawl)).rejects.toBeInstanceOf(ScanEnded);
    await wait(100);
    expect(server.connections.size).toBe(0);
    expect((await lines()).length).toBe(traffic.counts().requests + traffic.counts().refused);
  });
});
