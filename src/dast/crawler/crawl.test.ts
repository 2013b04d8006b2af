// The crawl against real servers: every source of links, traps, soft 404s, profiles that only read, and being taken up again.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { openCrawlSite } from "../../../test/dast/range/crawl-site.ts";
import type { CrawlSite } from "../../../test/dast/range/crawl-site.ts";
import { createSeed } from "../seed.ts";
import { crawl } from "./crawl.ts";
import type { Crawled, CrawlPlan } from "./crawl.ts";
import { createFrontier } from "./frontier.ts";
import { crawlLimits } from "./limits.ts";

const plan = (origin: string, more: Partial<CrawlPlan> = {}): CrawlPlan => {
  const tools = checkTools();
  return { start: [`${origin}/`], send: (request) => tools.send(request), refusal: (url) => (new URL(url).origin === origin ? undefined : "another origin"), methods: ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"], submits: true, guesses: true, concurrency: 4, frontier: createFrontier(), ...more };
};
const all = async (given: CrawlPlan): Promise<Crawled[]> => { const crawled: Crawled[] = []; for await (const one of crawl(given)) crawled.push(one); return crawled; };

describe("dast/crawler/crawl: every source of links", () => {
  let site: CrawlSite;
  beforeAll(async () => { site = await openCrawlSite(); await all(plan(site.origin)); }, 60_000);
  afterAll(async () => { await site.close(); });
  it("has more than eighty kinds", () => { expect(site.found().size).toBeGreaterThan(100); });
  it("finds them all", () => { expect([...site.found()].filter(([, found]) => !found).map(([kind]) => kind)).toEqual([]); });
});

const open: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of open.splice(0)) await close(); });

/** A loopback server; counts what came. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => { asked.push(`${request.method} ${request.url}`); response.setHeader("content-type", "text/html"); answer(request, response); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  open.push(async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe("dast/crawler/crawl: traps end", () => {
  it.each([
    ["a calendar that goes on for ever", (url: string) => { const day = Number(new URL(url, "http://x").searchParams.get("day") ?? 0); return `<a href="/?day=${day + 1}">next</a><a href="/?day=${day - 1}">back</a>`; }, 20],
    ["numbered pages", (url: string) => { const page = Number(/\d+/.exec(url)?.[0] ?? 0); return `<a href="/page/${page + 1}">next ${page}</a>`; }, 20],
    ["a path that grows by a relative link", (url: string) => `<a href="more/">${url.length}</a>`, 20],
    ["two folders in turn", (url: string) => `<a href="${url.endsWith('a/') ? "b" : "a"}/">${url}</a>`, 30],
    ["a maze of words", (url: string) => `<a href="/${word(url)}">${url}</a>`, 60],
    ["a session in every link", (_url: string, count: number) => `<a href="/home;jsessionid=${"AB".repeat(8)}${count}">a</a><a href="/list?PHPSESSID=0123456789abcdef${count}">b</a>${count}`, 20],
    ["a number against caches in every link", (_url: string, count: number) => `<a href="/list?a=1&_=${17_000_000 + count}">b</a>${count}`, 20],
    ["redirects without end", (url: string) => `redirect /${url.length}x${word(url)}`, 60],
    ["the same answer to everything, with relative links", () => `<a href="sub/one">a</a><a href="sub/two">b</a>`, 60],
  ])("%s", async (_name, body, most) => {
    const { origin, asked } = await serve((request, response) => {
      const text = body(request.url ?? "/", asked.length);
      if (text.startsWith("redirect ")) response.writeHead(302, { location: text.slice(9) });
      response.end(text);
    });
    await all(plan(origin, { guesses: false }));
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(most);
  }, 30_000);
});

const word = (text: string): string => createSeed("pages").word(text, 8);

describe("dast/crawler/crawl: what counts as there", () => {
  it("a target that answers 200 to everything gives no routes for guesses", async () => {
    const { origin } = await serve((request, response) => { response.end(request.url === "/" ? '<title>Start</title><a href="/real">x</a><script>var a = "/ghost/page.html"; var b = "/other";</script>' : request.url === "/real" ? "<h1>Real</h1><p>text" : `<p>Not found: ${request.url}`); });
    expect((await all(plan(origin))).map(({ route }) => route.template)).toEqual(["/", "/real"]);
  });
  it("a sure link that is gone is a route all the same, and says so by its exchange", async () => {
    const { origin } = await serve((request, response) => { if (request.url !== "/") response.statusCode = 404; response.end('<a href="/gone?id=1">x</a>'); });
    const crawled = await all(plan(origin, { guesses: false }));
    expect(crawled.map(({ route, exchange }) => [route.template, exchange?.reply?.status])).toEqual([["/", 200], ["/gone", 404]]);
  });
  it("pages with the same template are one route, with values of several", async () => {
    const { origin } = await serve((_request, response) => { response.end(Array.from({ length: 40 }, (_one, index) => `<a href="/item/${index}?view=1">x</a>`).join("")); });
    expect((await all(plan(origin, { guesses: false }))).map(({ route }) => `${route.template} ${route.parameters.map(({ name }) => name).join(" ")}`)).toEqual(["/ ", "/item/{n} n view"]);
  });
  it("many pages of one folder are all routes, however alike", async () => {
    const { origin } = await serve((request, response) => { response.end(request.url === "/" ? Array.from({ length: 300 }, (_one, index) => `<a href="/suite/Case${String(index).padStart(5, "0")}">x</a>`).join("") : `<form method=post><input name=a></form>${request.url}`); });
    expect((await all(plan(origin, { guesses: false }))).filter(({ route }) => route.method === "GET")).toHaveLength(301);
  });
});

describe("dast/crawler/crawl: profiles and limits", () => {
  const shop = (request: IncomingMessage, response: ServerResponse): void => { response.end(request.url === "/" ? '<a href="/a">a</a><form method=post action=/buy><input name=q></form><form action=/find><input name=q></form><script>fetch("/api/x", {method: "DELETE"})</script>' : `<p>${request.url}<a href="/logout">out</a>`); };
  it("without submitting, forms and unsafe methods are recorded and not sent", async () => {
    const { origin, asked } = await serve(shop);
    const crawled = await all(plan(origin, { submits: false, methods: ["GET", "HEAD", "OPTIONS"] }));
    expect(asked.filter((one) => !one.startsWith("GET ") || one.includes("/find"))).toEqual([]);
    expect(crawled.filter(({ left }) => left !== undefined).map(({ route, left }) => `${route.method} ${route.template}: ${left}`)).toEqual(["POST /buy: POST is not sent in this profile", "GET /find: forms are not sent in this profile", "DELETE /api/x: DELETE is not sent in this profile"]);
  });
  it("what the traffic refuses is recorded with its reason", async () => {
    const { origin, asked } = await serve(shop);
    const tools = checkTools();
    const crawled = await all(plan(origin, { send: (request) => (request.url.includes("logout") ? Promise.resolve({ seq: 0, at: 0, request, reply: undefined, failure: { kind: "refused", why: "its words say logout" } }) : tools.send(request)) }));
    expect(asked.some((one) => one.includes("logout"))).toBe(false);
    expect(crawled.find(({ route }) => route.template === "/logout")?.left).toBe("its words say logout");
  });
  it("keeps to robots.txt when asked to", async () => {
    const { origin, asked } = await serve((request, response) => { response.setHeader("content-type", request.url === "/robots.txt" ? "text/plain" : "text/html"); response.end(request.url === "/robots.txt" ? "User-agent: *\nDisallow: /private" : '<a href="/private/x">a</a><a href="/public">b</a>'); });
    const crawled = await all(plan(origin, { robotsAgent: "aftwatch" }));
    expect(asked).toContain("GET /public");
    expect(asked.some((one) => one.includes("/private"))).toBe(false);
    expect(crawled.find(({ route }) => route.template === "/private/x")?.left).toContain("robots.txt");
  });
  it("another origin is no route", async () => {
    const { origin } = await serve((_request, response) => { response.end('<a href="http://127.0.0.1:1/x">a</a>'); });
    expect((await all(plan(origin))).every(({ route }) => route.origin === origin)).toBe(true);
  });
  it("a limit that was reached is told", async () => {
    const { origin } = await serve((request, response) => { response.end(`<a href="/${word(`${request.url}a`)}">x</a><a href="/${word(`${request.url}b`)}">y</a>`); });
    const frontier = createFrontier({ ...crawlLimits, requests: 7 });
    await all(plan(origin, { guesses: false, frontier }));
    expect(frontier.requests).toBe(7);
    expect(Object.keys(frontier.left).join()).toContain("the limit of 7 requests");
  });
  it("a repeated POST follows 307 with its body", async () => {
    const { origin, asked } = await serve((request, response) => { if (request.url === "/old") response.writeHead(307, { location: "/new" }); response.end(request.url === "/" ? '<form method=post action=/old><input name=a value=b></form>' : "x"); });
    await all(plan(origin, { guesses: false }));
    expect(asked).toEqual(["GET /", "POST /old", "POST /new"]);
  });
});

describe("dast/crawler/crawl: the same each time", () => {
  const site = (request: IncomingMessage, response: ServerResponse): void => { setTimeout(() => response.end(`${request.url}${Array.from({ length: 6 }, (_one, index) => `<a href="/${word(`${request.url}${index}`).slice(0, 3)}">x</a>`).join("")}`), request.url?.length === 4 ? 3 : 0); };
  it("two runs give one list, whatever the concurrency", async () => {
    const { origin } = await serve(site);
    const runs = await Promise.all([8, 8, 1].map(async (concurrency) => (await all(plan(origin, { concurrency, frontier: createFrontier({ ...crawlLimits, depth: 3 }) }))).map(({ route }) => route.routeId)));
    expect(runs[0]?.length).toBeGreaterThan(100);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]?.toSorted()).toEqual(runs[0]?.toSorted());
  });
  it("a crawl that was put away gives the rest when it is taken up", async () => {
    const { origin, asked } = await serve(site);
    const limits = { ...crawlLimits, depth: 3 };
    const whole = (await all(plan(origin, { guesses: false, frontier: createFrontier(limits) }))).map(({ route }) => route.routeId);
    asked.length = 0;
    const first = createFrontier(limits);
    const begun: string[] = [];
    for await (const { route } of crawl(plan(origin, { guesses: false, frontier: first }))) { begun.push(route.routeId); if (begun.length === 9) break; }
    const saved = JSON.parse(JSON.stringify(first.save())) as ReturnType<typeof first.save>;
    const rest = (await all(plan(origin, { guesses: false, frontier: createFrontier(limits, saved) }))).map(({ route }) => route.routeId);
    expect([...begun, ...rest].toSorted()).toEqual(whole.toSorted());
    expect(asked.length).toBeLessThan(whole.length + 12);
  });
});
