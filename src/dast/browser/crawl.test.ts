// Crawls of pages that only a browser understands: our own site of numbered kinds, and pages that mean harm.
import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../../test/dast/check-tools.ts";
import { isWhole, shareOf } from "../../../test/dast/share-of.ts";
import { browserFor, chromium, openPages, unlessChromium } from "../../../test/dast/browser-under-test.ts";
import type { BrowserUnderTest, Pages } from "../../../test/dast/browser-under-test.ts";
import { goalOf, openSpaSite } from "../../../test/dast/range/spa-site.ts";
import type { SpaSite } from "../../../test/dast/range/spa-site.ts";
import type { BrowserCrawl, PageView } from "../browser.ts";

const reads = ["GET", "HEAD", "OPTIONS"];
const options: BrowserCrawl = { session: anonymous, interact: true, methods: reads, maxStates: 30, maxMs: 25_000 };
const hostile: Readonly<Record<string, string>> = {
  alerts: "<script>for (;;) alert(1);</script>",
  loop: "<button id=t>x</button><script>t.onclick = () => { for (;;) {} }</script><a href='/seen-before'>a</a>",
  "loop-at-once": "<script>for (;;) {}</script>",
  growth: "<script>setInterval(() => { for (let n = 0; n < 50; n += 1) document.body.append(document.createElement('p')); }, 5)</script>",
  leaving: "<script>addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'no'; }); onclick = () => { location = '/elsewhere'; }</script><button>x</button>",
  frames: "<script>for (let n = 0; n < 1000; n += 1) document.body.append(document.createElement('iframe'));</script>",
  wandering: "<script>setInterval(() => { location.href = '/wander/' + Date.now(); }, 1)</script>",
  hog: "<button id=t>x</button><script>t.onclick = () => { const all = []; for (;;) all.push(new Array(1e6).fill({})); }</script>",
  popups: "<button id=t>x</button><script>t.onclick = () => { for (let n = 0; n < 50; n += 1) open('/popup/' + n); }</script>",
};
// In a run that is not whole: one that never lets go, one that asks without end, one that will not be left, one that fills the screen.
const tried = Object.keys(hostile).filter((name) => isWhole || ["loop", "leaving"].includes(name));
// What the tests below speak of is always among them.
const spokenOf = ["a click that must be a person's", "three steps of a form", "fetch with a header of its own", "XMLHttpRequest"];
const pathsOf = ({ routes }: PageView): string[] => routes.map(({ method, request }) => `${method} ${new URL(request.url).pathname}`);

describe.skipIf(chromium === undefined)(`dast/browser/crawl: every kind is found${unlessChromium}`, () => {
  let site: SpaSite;
  let under: BrowserUnderTest;
  let views: Map<number, PageView>;
  let kinds: number[];

  beforeAll(async () => {
    site = await openSpaSite();
    under = browserFor([site.origin]);
    const numbers = site.pages.map((_page, at) => at + 1);
    kinds = [...new Set([...shareOf(numbers, 5), ...numbers.filter((n) => spokenOf.includes(site.pages[n - 1]!.kind))])];
    const waiting = [...kinds];
    views = new Map();
    await Promise.all([0, 1, 2].map(async () => { for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) views.set(n, await under.browser.crawl(`${site.origin}/page/${n}`, options)); }));
  }, 240_000);
  afterAll(async () => { await under.browser.close(); await site.close(); });

  it("there are at least 40 kinds", () => { expect(site.pages.length).toBeGreaterThanOrEqual(40); });

  it("the route behind each is found", () => {
    const missed = kinds.filter((n) => !pathsOf(views.get(n)!).includes(`${site.pages[n - 1]!.method ?? "GET"} /goal/${goalOf(n)}`)).map((n) => site.pages[n - 1]!.kind);
    expect(missed).toEqual([]);
  });

  it("unsafe methods are captured with the headers and body of the script, and never sent", () => {
    const put = [...views.values()].flatMap(({ routes }) => routes).find(({ method }) => method === "PUT");
    expect(put?.request.headers).toContainEqual(["x-tenant", "a"]);
    expect(put?.request.body).toBe('{"name":"x"}');
    expect(site.seen.filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("a second run gives the same routes", async () => {
    for (const n of kinds.filter((one) => spokenOf.slice(0, 2).includes(site.pages[one - 1]!.kind))) {
      const again = await under.browser.crawl(`${site.origin}/page/${n}`, options);
      expect(again.routes).toEqual(views.get(n)!.routes);
    }
  }, 90_000);

  it("without interaction nothing is operated", async () => {
    const view = await under.browser.crawl(`${site.origin}/page/1`, { ...options, interact: false });
    expect(pathsOf(view)).toEqual(["GET /page/1"]);
  });

  it("a control whose words are refused is left alone and named", async () => {
    const guarded = browserFor([site.origin], { refusesLabel: (label) => /first/i.test(label) });
    const view = await guarded.browser.crawl(`${site.origin}/page/41`, options);
    await guarded.browser.close();
    expect(pathsOf(view)).toEqual(["GET /page/41"]);
    expect(view.unseen.join()).toContain('"First" was not operated');
  }, 30_000);
});

describe.skipIf(chromium === undefined)(`dast/browser/crawl: pages that mean harm are bounded${unlessChromium}`, () => {
  let pages: Pages;
  let under: BrowserUnderTest;

  beforeAll(async () => {
    pages = await openPages((request, response) => { response.end(`<!doctype html><body>${hostile[request.url?.slice(1) ?? ""] ?? "nothing"}`); });
    under = browserFor([pages.origin]);
  });
  afterAll(async () => { await under.browser.close(); await pages.close(); });

  it.each(tried)("%s", async (name) => {
    const startedAt = performance.now();
    const view = await under.browser.crawl(`${pages.origin}/${name}`, { ...options, maxMs: 4000 });
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    if (name === "loop") expect(view.unseen.join("\n")).toMatch(/hang/);
    if (name === "alerts" || name === "loop-at-once") expect(view.unseen).not.toEqual([]);
    if (name === "loop") expect(pathsOf(view)).toContain("GET /seen-before");
  }, 60_000);

  it("and Chromium serves the next page as before", async () => {
    expect((await under.browser.crawl(`${pages.origin}/leaving`, options)).routes.map(({ template }) => template)).toContain("/elsewhere");
  }, 60_000);
});

describe.skipIf(chromium === undefined)(`dast/browser/crawl: scripts reach nothing but the scope${unlessChromium}`, () => {
  it("another server on this machine stays untouched, whatever a page tries", async () => {
    const inner = await openPages((_request, response) => { response.end("secret"); });
    const udp = createSocket("udp4");
    let datagrams = 0;
    udp.on("message", () => { datagrams += 1; });
    await new Promise<void>((resolve) => { udp.bind(0, "127.0.0.1", resolve); });
    const { host } = new URL(inner.origin);
    const port = new URL(inner.origin).port;
    const attempts = `
      <link rel=preconnect href="${inner.origin}"><link rel=prefetch href="${inner.origin}/prefetch"><link rel=dns-prefetch href="//internal.example"><link rel=stylesheet href="${inner.origin}/css"><link rel=icon href="${inner.origin}/icon">
      <script type=speculationrules>{"prefetch":[{"urls":["${inner.origin}/speculation"]}],"prerender":[{"urls":["${inner.origin}/prerender"]}]}</script>
      <img src="${inner.origin}/img"><iframe src="${inner.origin}/frame"></iframe><script src="${inner.origin}/script"></script><iframe src="/away"></iframe><video src="${inner.origin}/video"></video>
      <form id=f action="${inner.origin}/form" target=_blank method=post></form><a id=p href="#" ping="${inner.origin}/ping">p</a>
      <script>
        const each = (work) => { try { Promise.resolve(work()).catch(() => {}); } catch {} };
        each(() => fetch("${inner.origin}/fetch", { mode: "no-cors" })); each(() => fetch("/away")); each(() => fetch("http://localhost:${port}/name")); each(() => fetch("http://0x7f.1:${port}/hex"));
        each(() => navigator.sendBeacon("${inner.origin}/beacon", "x")); each(() => new WebSocket("ws://${host}/socket")); each(() => new EventSource("${inner.origin}/events"));
        each(() => new WebTransport("https://127.0.0.1:${udp.address().port}/"));
        each(() => { const clean = document.createElement("iframe"); document.body.append(clean); const Peer = self.RTCPeerConnection ?? clean.contentWindow.RTCPeerConnection; const peer = new Peer({ iceServers: [{ urls: "stun:127.0.0.1:${udp.address().port}" }] }); peer.createDataChannel("x"); return peer.createOffer().then((offer) => peer.setLocalDescription(offer)); });
        each(() => new Worker(URL.createObjectURL(new Blob(["fetch('${inner.origin}/worker', { mode: 'no-cors' })"])))); each(() => new SharedWorker(URL.createObjectURL(new Blob(["fetch('${inner.origin}/shared', { mode: 'no-cors' })"]))));
        each(() => navigator.serviceWorker.register("/worker.js")); each(() => f.submit()); each(() => p.click()); each(() => open("${inner.origin}/open")); each(() => { location.href = "${inner.origin}/location"; });
      </script>`;
    const outer = await openPages((request, response) => {
      if (request.url === "/away") { response.writeHead(302, { location: `${inner.origin}/redirected` }); response.end(); } else response.end(`<!doctype html><body>${attempts}`);
    });
    const { browser } = browserFor([outer.origin]);
    const view = await browser.crawl(`${outer.origin}/`, { ...options, methods: [...reads, "POST"], maxMs: 8000 });
    await browser.rendered({ method: "GET", url: `${outer.origin}/`, headers: [], body: undefined }, { session: anonymous, timeoutMs: 3000 });
    await browser.close();
    expect(inner.seen).toEqual([]);
    expect(inner.connections()).toBe(0);
    expect(datagrams).toBe(0);
    expect(view.sockets.map(({ url }) => url)).toEqual([`ws://${host}/socket`]);
    expect(view.unseen.join("\n")).toContain("outside the scope");
    udp.close();
    await inner.close();
    await outer.close();
  }, 60_000);
});
