// TLS through the traffic: what a server is offered, what it gives, and that guard, budget and log hold for it as well.
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import type { TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { crawl, openTestTraffic } from "./traffic.sample.ts";

const about = { phase: "check", check: "tls" } as const;
let [folder, key, cert] = ["", "", ""];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aftwatch-tls-"));
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=shop.test", "-addext", "subjectAltName=DNS:shop.test", "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")], { stdio: "ignore" });
  [key, cert] = [readFileSync(join(folder, "key.pem"), "utf8"), readFileSync(join(folder, "cert.pem"), "utf8")];
});
afterAll(() => { rmSync(folder, { recursive: true }); });

async function withTls<T>(options: TlsOptions, act: (origin: string, seen: { servername: string | false | null }[]) => Promise<T>): Promise<T> {
  const seen: { servername: string | false | null }[] = [];
  const server = createServer({ key, cert, ...options }, (socket) => { seen.push({ servername: socket.servername }); socket.on("error", () => {}).end("HTTP/1.0 200 OK\r\n\r\nraw"); });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  try { return await act(`https://shop.test:${(server.address() as AddressInfo).port}`, seen); } finally { server.close(); }
}

describe("src/dast/traffic/tls-probe", () => {
  it("tells protocol, cipher, key exchange, names and certificate", () => withTls({ ALPNProtocols: ["http/1.1"] }, async (origin, seen) => {
    const { traffic, lines } = await openTestTraffic(origin);
    const answer = await traffic.probeTls(origin, { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256", alpn: ["h2", "http/1.1"], withoutStore: true, timeoutMs: 3_000 }, about);
    expect(answer).toMatchObject({ protocol: "TLSv1.2", cipher: { name: "ECDHE-RSA-AES128-GCM-SHA256" }, alpn: "http/1.1", failure: undefined, key: { type: "ECDH" } });
    expect(answer.certificates.map((der) => new X509Certificate(der).subject)).toEqual(["CN=shop.test"]);
    expect(seen).toEqual([{ servername: "shop.test" }]);
    expect((await lines()).map(({ seq, method, url, phase, why }) => [seq, method, url, phase, why])).toEqual([[1, "TLS", `${origin}/`, "check", "over a socket of its own"]]);
  }));

  it.each([["TLSv1.2", "TLSv1.3", false], ["TLSv1.3", "TLSv1.2", false], ["TLSv1.2", "TLSv1.2", true], ["TLSv1.3", "TLSv1.3", true]] as const)("a server of %s offered %s: %s", (speaks, offered, agrees) => withTls({ minVersion: speaks, maxVersion: speaks }, async (origin) => {
    const { traffic, lines } = await openTestTraffic(origin);
    const answer = await traffic.probeTls(origin, { minVersion: offered, maxVersion: offered, timeoutMs: 3_000 }, about);
    expect([answer.protocol, answer.failure === undefined]).toEqual(agrees ? [offered, true] : [undefined, false]);
    if (!agrees) expect(answer.failure).toMatch(/^no TLS connection came about/);
    await lines();
  }));

  it("a self-signed certificate is told and does not hinder", () => withTls({}, async (origin) => {
    const { traffic, lines } = await openTestTraffic(origin);
    expect((await traffic.probeTls(origin, { timeoutMs: 3_000 }, about)).trustError).toMatch(/SELF_SIGNED/);
    const { bytes } = await traffic.sendRaw({ origin, bytes: Buffer.from("GET / HTTP/1.0\r\n\r\n"), timeoutMs: 3_000 }, about);
    expect(Buffer.from(bytes).toString()).toBe("HTTP/1.0 200 OK\r\n\r\nraw");
    await lines();
  }));

  it("bytes without TLS go to the same port, and reading ends when enough is there", () => withTls({}, async (origin) => {
    const { traffic, lines } = await openTestTraffic(origin);
    // RFC 8446 section 6.2: an alert answers a handshake message that does not exist.
    const reply = await traffic.sendRaw({ origin, bytes: Buffer.from([22, 3, 1, 0, 4, 99, 0, 0, 0]), bare: true, until: (bytes) => bytes.length >= 7, timeoutMs: 3_000 }, about);
    expect([...reply.bytes.subarray(0, 1), reply.totalMs < 2_500]).toEqual([21, true]);
    expect((await lines()).map(({ method }) => method)).toEqual(["TLS"]);
  }));

  it("outside the scope nothing is offered", () => withTls({}, async (origin, seen) => {
    const { traffic, lines } = await openTestTraffic("https://shop.test:1");
    expect((await traffic.probeTls(origin, { timeoutMs: 3_000 }, about)).failure).toMatch(/^refused: .* is not an origin of this scan/);
    expect([seen, (await lines()).map(({ refused }) => refused)]).toEqual([[], [true]]);
  }));

  it("requests over HTTPS work with any certificate and any Host, on kept connections", async () => {
    let connections = 0;
    const server = createHttps({ key, cert }, (request, response) => { response.end(request.headers.host); }).on("secureConnection", () => { connections += 1; });
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { traffic, lines } = await openTestTraffic(origin);
    const hosts: (string | undefined)[] = [];
    for (const host of ["a.example", "b.example", "c.example"]) hosts.push((await traffic.send({ method: "GET", url: `${origin}/`, headers: [["host", host]], body: undefined }, crawl)).reply?.text);
    expect(hosts).toEqual(["a.example", "b.example", "c.example"]);
    expect(connections).toBeLessThanOrEqual(2);
    await lines();
    await new Promise((resolve) => { server.close(resolve); });
  });
});
