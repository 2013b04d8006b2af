// The network door on a real loopback server and on files: answers, redirects, deadlines, validators, proxies.
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeClock } from "./clock.ts";
import { Fault } from "./fault.ts";
import { createHttp } from "./fetch-http.ts";

const clock = fakeClock(Date.UTC(2026, 0, 2));
const http = createHttp({ clock, userAgent: "aftwatch-test", idleMs: 150 });
const compressed = gzipSync("plain text");

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? "/", "http://x");
  const to = (status: number, location: string): void => { response.writeHead(status, { location }).end("moved"); };
  const pages: Record<string, () => void> = {
    "/echo": () => { void echo(request, response); },
    "/gzip": () => { response.setHeader("content-encoding", "gzip"); response.end(compressed); },
    "/redirect": () => { to(302, "/echo"); },
    "/see-other": () => { to(303, "/echo"); },
    "/keep": () => { to(307, "/echo"); },
    "/elsewhere": () => { to(302, `http://localhost:${(server.address() as AddressInfo).port}/echo`); },
    "/loop": () => { to(302, "/loop"); },
    "/to-file": () => { to(302, "file:///etc/hostname"); },
    "/silent": () => {},
    "/stalls": () => { response.write("begin"); },
    "/breaks": () => { response.writeHead(200, { "content-length": "100" }); response.write("begin", () => request.socket.destroy()); },
    "/missing": () => { response.writeHead(404).end("nothing here"); },
  };
  (pages[pathname] ?? ((): void => { response.end("x".repeat(1000)); }))();
}

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  response.end(JSON.stringify({ method: request.method, url: request.url, body, headers: request.headers }));
}

let server: Server;
let base: string;
let folder: string;
let page: string;
beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), "aftwatch-http-"));
  page = pathToFileURL(join(folder, "a page.txt")).href;
  writeFileSync(join(folder, "a page.txt"), "on disk");
});
afterAll(() => { server.closeAllConnections(); server.close(); rmSync(folder, { recursive: true }); });

interface Echoed { method: string; url: string; body: string; headers: Record<string, string> }
const echoed = async (path: string, request: Parameters<typeof http.send>[1] = {}): Promise<Echoed> =>
  JSON.parse(await (await http.send(`${base}${path}`, request)).text()) as Echoed;
const faultOf = async (asked: Promise<unknown>): Promise<Fault> => {
  const thrown: unknown = await asked.then(() => undefined, (reason: unknown) => reason);
  if (thrown instanceof Fault) return thrown;
  throw new Error(`no fault: ${String(thrown)}`);
};

describe("kernel/fetch-http over http", () => {
  it("sends method, headers, body and its name", async () => {
    expect(await echoed("/echo?q=1", { method: "POST", body: "hällo", headers: { "x-a": "b" } }))
      .toMatchObject({ method: "POST", url: "/echo?q=1", body: "hällo", headers: { "user-agent": "aftwatch-test", "x-a": "b", "content-length": "6" } });
  });

  it("any status is an answer", async () => {
    const reply = await http.send(`${base}/missing`);
    expect([reply.status, await reply.text()]).toEqual([404, "nothing here"]);
  });

  it("leaves decompression to the caller", async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await http.send(`${base}/gzip`)).body()) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(compressed);
  });

  it.each([["/redirect", "GET", ""], ["/see-other", "GET", ""], ["/keep", "POST", "x"]])("a POST redirected by %s arrives as %s", async (path, method, body) => {
    expect(await echoed(path, { method: "POST", body: "x" })).toMatchObject({ method, body });
  });

  it("credentials stay with their origin", async () => {
    const headers = { authorization: "Bearer t", cookie: "a=b", "x-kept": "1" };
    expect((await echoed("/redirect", { headers })).headers).toMatchObject({ authorization: "Bearer t", "x-kept": "1" });
    const other = (await echoed("/elsewhere", { headers })).headers;
    expect([other["authorization"], other["cookie"], other["x-kept"]]).toEqual([undefined, undefined, "1"]);
  });

  it.each([
    ["/loop", "more than 5 redirects"],
    ["/to-file", "refused to follow a redirect from http: to file:"],
    ["/silent", "no answer within 80 ms"],
  ])("%s is unreachable: %s", async (path, why) => {
    const fault = await faultOf(http.send(`${base}${path}`, { timeoutMs: 80 }));
    expect([fault.code, fault.message]).toEqual(["http.unreachable", expect.stringContaining(why)]);
  });

  it.each([["/stalls", "nothing came for 150 ms"], ["/breaks", "broke off"]])("a body that %s is a fault", async (path, why) => {
    const reply = await http.send(`${base}${path}`);
    expect((await faultOf(reply.text())).message).toContain(why);
  });

  it("a text over its limit is a fault", async () => {
    expect((await faultOf((await http.send(`${base}/big`)).text(10))).code).toBe("http.too-large");
  });

  it("a refused connection names the host and never the credentials", async () => {
    const fault = await faultOf(http.send("http://user:hush@127.0.0.1:1/p?token=hush"));
    expect(fault.message).toContain("http://127.0.0.1:1/p: connect ECONNREFUSED");
    expect(fault.message).not.toContain("hush");
  });

  it.each(["gopher://x/", "not a url"])("%s is unreachable", async (url) => { expect((await faultOf(http.send(url))).code).toBe("http.unreachable"); });

  it("an abort throws the signal's reason, before and after the head", async () => {
    await expect(http.send(`${base}/big`, { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow("early");
    const late = new AbortController();
    const reply = await http.send(`${base}/stalls`, { signal: late.signal });
    late.abort(new Error("late"));
    await expect(reply.text()).rejects.toThrow("late");
  });

  it("asks through the proxy, except for hosts that are named", async () => {
    const through = createHttp({ clock, userAgent: "t", proxy: base, noProxy: "127.0.0.1" });
    const far = JSON.parse(await (await through.send("http://far.example.test/echo")).text()) as Echoed;
    expect(far.headers["host"]).toBe("far.example.test");
    expect((JSON.parse(await (await through.send(`${base}/echo`)).text()) as Echoed).url).toBe("/echo");
  });
});

describe("kernel/fetch-http over file:", () => {
  it("reads a file, with validators", async () => {
    const reply = await http.send(page);
    expect([reply.status, await reply.text(), reply.headers["content-length"]]).toEqual([200, "on disk", "7"]);
    expect(reply.headers["etag"]).toMatch(/^"[0-9a-z]+-[0-9a-z]+"$/);
    expect(reply.headers["last-modified"]).toBe(statSync(new URL(page)).mtime.toUTCString());
    expect(reply.headers["date"]).toBe("Fri, 02 Jan 2026 00:00:00 GMT");
  });

  it("answers 304 to its own validators, and 200 once the file changed", async () => {
    const { headers } = await http.send(page, { method: "HEAD" });
    const tag = { "If-None-Match": `"other", ${headers["etag"]}` };
    const since = { "if-modified-since": headers["last-modified"]! };
    expect([(await http.send(page, { headers: tag })).status, (await http.send(page, { headers: since })).status]).toEqual([304, 304]);
    utimesSync(new URL(page), new Date("2031-01-01"), new Date("2031-01-01"));
    expect([(await http.send(page, { headers: tag })).status, (await http.send(page, { headers: since })).status]).toEqual([200, 200]);
  });

  it.each([["a missing file", "nope.txt", "GET", 404], ["a folder", "", "GET", 404], ["writing", "a%20page.txt", "PUT", 405]] as const)("%s is answered", async (_name, path, method, status) => {
    expect((await http.send(`${pathToFileURL(folder).href}/${path}`, { method })).status).toBe(status);
  });

  it("an encoded slash is not a way out of the folder", async () => {
    expect((await faultOf(http.send(`${pathToFileURL(folder).href}/..%2Fx`))).code).toBe("http.unreachable");
  });
});
