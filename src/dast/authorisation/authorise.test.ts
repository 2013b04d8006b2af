// Authorisation against real servers: which words of an owner count, and which only look like them.
import { afterEach, describe, expect, it } from "vitest";
import type { RequestListener } from "node:http";
import fc from "fast-check";
import { openHttp, openTestTraffic, scopeOf } from "../traffic/traffic.sample.ts";
import type { TestServer } from "../traffic/traffic.sample.ts";
import { profiles } from "../profile.ts";
import { authorise, isOwnMachine } from "./authorise.ts";
import type { Authorisation, AuthorisePlan } from "./authorise.ts";
import { authorisationOf, holdsToken, scanTokenOf, tokenPath, tokenRecordOf } from "./token.ts";

const key = "key of an organisation";
const servers: TestServer[] = [];
afterEach(async () => { for (const server of servers.splice(0)) await server.close(); });

async function asked(listener: (origin: string) => RequestListener, more: Partial<AuthorisePlan> = {}, name?: string): Promise<Authorisation> {
  let answer: RequestListener = () => {};
  const server = await openHttp((request, response) => { answer(request, response); });
  servers.push(server);
  const origin = name === undefined ? server.origin : `http://${name}:${server.port}`;
  answer = listener(origin);
  const { traffic } = await openTestTraffic(origin, { profile: profiles.production, scope: scopeOf(origin, { addresses: ["127.0.0.0/8"] }) });
  const authorisation = await authorise({ url: `${origin}/shop`, key, traffic, resolveTxt: () => Promise.resolve([]), ...more });
  await traffic.close();
  return authorisation;
}

const file = (text: (origin: string) => string, type = "text/plain") => (origin: string): RequestListener => (request, response) => { if (request.url === tokenPath) response.writeHead(200, { "content-type": type }).end(text(origin)); else response.writeHead(404).end(); };
const nothing = (): RequestListener => (_request, response) => { response.writeHead(404).end(); };

describe("src/dast/authorisation/authorise", () => {
  it.each<[string, () => Promise<Authorisation>, string]>([
    ["the token in the file", () => asked(file((origin) => scanTokenOf(key, origin))), "the file http://127.0.0.1:"],
    ["the token beside other lines", () => asked(file((origin) => `# security team\r\n${scanTokenOf("another", origin)}\r\n${scanTokenOf(key, origin)}\r\n`)), "the file http://127.0.0.1:"],
    ["the own machine, asked from the command line", () => asked(nothing, { allowsOwnMachine: true }), "127.0.0.1 is the machine on which this was asked for"],
  ])("grants by %s", async (_name, given, how) => {
    expect(await given()).toEqual({ granted: expect.stringContaining(how) as string });
  });

  it("grants by a TXT record of the name", async () => {
    const names: string[] = [];
    const granted = await asked(nothing, { resolveTxt: (name) => { names.push(name); return Promise.resolve(["v=spf1 -all", scanTokenOf(key, `http://shop.test:${servers[0]?.port ?? 0}`)]); } }, "shop.test");
    expect([granted, names]).toEqual([{ granted: "the TXT record _aftwatch-dast.shop.test" }, ["_aftwatch-dast.shop.test"]]);
  });

  it.each<[string, (origin: string) => RequestListener, RegExp]>([
    ["no file", nothing, /answers 404/],
    ["the token of another origin", file(() => scanTokenOf(key, "https://shop.example")), /does not hold the token/],
    ["the token of another organisation", file((origin) => scanTokenOf("another", origin)), /does not hold the token/],
    ["a token inside of other text", file((origin) => `you asked for ${scanTokenOf(key, origin)} here`), /does not hold the token/],
    ["a web page", file((origin) => scanTokenOf(key, origin), "text/html; charset=utf-8"), /is a web page/],
    ["a redirect within the origin", (origin) => (request, response) => { if (request.url === tokenPath) response.writeHead(302, { location: "/x" }).end(); else response.writeHead(200, { "content-type": "text/plain" }).end(scanTokenOf(key, origin)); }, /answers 302, and a redirect does not count/],
    ["a redirect elsewhere", () => (_request, response) => { response.writeHead(301, { location: "http://127.0.0.1:1/" }).end(); }, /answers 301/],
    ["an error", () => (_request, response) => { response.destroy(); }, /could not be read/],
  ])("refuses %s, and says what to do", async (_name, listener, why) => {
    const refused = await asked(listener);
    expect(refused).toEqual({ refused: expect.stringMatching(why) as string });
    expect(refused).toEqual({ refused: expect.stringMatching(/Put the line aftwatch-dast-[\w-]{43} into \/\.well-known/) as string });
  });

  it("a DNS that fails does not grant", async () => {
    expect(await asked(nothing, { resolveTxt: () => Promise.reject(new Error("SERVFAIL")) }, "shop.test")).toEqual({ refused: expect.stringContaining("could not be asked for") as string });
  });
});

describe("src/dast/authorisation/scan-token", () => {
  it("is the same for one origin and different for any other, and for any other key", () => {
    fc.assert(fc.property(fc.webUrl(), fc.webUrl(), fc.string(), fc.string(), (one, other, ours, theirs) => {
      const token = scanTokenOf(ours, one);
      expect(scanTokenOf(ours, `${new URL(one).origin}/elsewhere`)).toBe(token);
      expect(scanTokenOf(theirs, one) === token).toBe(ours === theirs);
      expect(scanTokenOf(ours, other) === token).toBe(new URL(one).origin === new URL(other).origin);
      expect([holdsToken(`\n${token}\n`, token), holdsToken(`${token}x`, token)]).toEqual([true, false]);
    }));
  });
  it("says how an owner can answer", () => {
    const token = scanTokenOf(key, "https://shop.example");
    expect(authorisationOf("https://shop.example/a?b", key)).toEqual({ fileUrl: "https://shop.example/.well-known/aftwatch-dast.txt", fileText: `${token}\n`, txtName: "_aftwatch-dast.shop.example", txtText: token });
  });
  it.each([["https://shop.example:8443/x", "_aftwatch-dast.shop.example"], ["https://shop.example./", "_aftwatch-dast.shop.example"], ["http://10.0.0.1/", undefined], ["http://[::1]/", undefined]])("the record of %s is %s", (url, record) => { expect(tokenRecordOf(url)).toBe(record); });
  it.each([["127.0.0.1", true], ["127.8.8.8", true], ["::1", true], ["localhost", true], ["app.localhost", true], ["localhost.example.com", false], ["128.0.0.1", false], ["0.0.0.0", false]])("own machine: %s %s", (host, own) => { expect(isOwnMachine(host)).toBe(own); });
});
