// Proofs in the browser: what runs is seen however it runs, and what does not run is not.
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../../test/dast/check-tools.ts";
import { browserFor, chromium, openPages, unlessChromium } from "../../../test/dast/browser-under-test.ts";
import type { BrowserUnderTest, Pages } from "../../../test/dast/browser-under-test.ts";
import type { TestRequest } from "../exchange.ts";

const token = "kwmrtoken";

/** Where the Chromium of this browser keeps its profile. */
async function profileOf({ browser }: BrowserUnderTest): Promise<string> {
  const session = await (await browser.engine.tab()).context.browser()!.newBrowserCDPSession();
  const { commandLine } = await session.send("SystemInfo.getInfo");
  return /--user-data-dir=(\S+)/.exec(commandLine)?.[1] ?? "";
}

describe.skipIf(chromium === undefined)(`dast/browser/proofs${unlessChromium}`, () => {
  let pages: Pages;
  let under: BrowserUnderTest;

  beforeAll(async () => {
    pages = await openPages((request, response) => {
      const url = new URL(request.url ?? "/", "http://a");
      if (url.pathname === "/policy") response.setHeader("content-security-policy", "default-src 'self'; script-src 'unsafe-inline'");
      if (url.pathname === "/strict") response.setHeader("content-security-policy", "script-src 'none'");
      if (url.pathname === "/onward") { response.writeHead(302, { location: `/?x=${encodeURIComponent(url.searchParams.get("x") ?? "")}` }); response.end(); return; }
      let body = "";
      request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
      request.on("end", () => { response.end(`<!doctype html><body>hello ${url.searchParams.get("x") ?? ""}${new URLSearchParams(body).get("x") ?? ""}${url.pathname === "/sink" ? "<script>document.body.insertAdjacentHTML('beforeend', decodeURIComponent(location.hash.slice(1)))</script>" : ""}`); });
    });
    under = browserFor([pages.origin]);
  });
  afterAll(async () => { await under.browser.close(); await pages.close(); });

  const get = (path: string, x = ""): TestRequest => ({ method: "GET", url: `${pages.origin}${path}?x=${encodeURIComponent(x)}`, headers: [], body: undefined });
  const executes = (request: TestRequest, more: { fragment?: string; timeoutMs?: number } = {}) => under.browser.executes(request, token, { session: anonymous, interact: true, timeoutMs: 5000, ...more });

  it.each([
    ["a script", `<script>${token}()</script>`, "call", "load"],
    ["a template literal as a call", `<svg onload=${token}\`1\`>`, "call", "load"],
    ["a look-up by name", `<script>window["${token}"]()</script>`, "call", "load"],
    ["a handler without parentheses", `<script>onerror=${token};throw 1</script>`, "call", "load"],
    ["an assignment", `<script>${token}=1</script>`, "property", "load"],
    ["a dialog", `<script>alert("${token}")</script>`, "dialog", "load"],
    ["an error of an image", `<img src=x onerror=${token}()>`, "call", "load"],
    ["a document in a frame", `<iframe srcdoc="<script>${token}()</script>"></iframe>`, "call", "load"],
    ["a timer", `<script>setTimeout("${token}()", 700)</script>`, "call", "load"],
    ["a javascript link", `<a href="javascript:${token}()">x</a>`, "call", "interaction"],
    ["hovering", `<b onmouseover=${token}()>x</b>`, "call", "interaction"],
    ["a button with an action of its own", `<form><button formaction=javascript:${token}()>x</button></form>`, "call", "interaction"],
    ["a way to another host", `<script>location = "http://${token}.invalid/"</script>`, "navigation", "load"],
  ])("%s is seen", async (_name, x, how, after) => {
    expect(await executes(get("/", x))).toMatchObject({ how, after });
  }, 20_000);

  it.each([
    ["text", `<b>${token}</b>`], ["a name that is only read", `<script>void ${token}</script>`], ["a comment", `<!-- <script>${token}()</script> -->`], ["a string in a script", `<script>const a = "${token}()"</script>`],
    ["a text field", `<textarea><script>${token}()</script></textarea>`], ["another function", "<script>kwmrother?.()</script>"],
  ])("%s is not", async (_name, x) => {
    expect(await executes(get("/", x))).toBeUndefined();
  }, 20_000);

  it("a policy that allows it does not hide it, one that forbids it does", async () => {
    expect(await executes(get("/policy", `<script>${token}()</script>`))).toMatchObject({ how: "call" });
    expect(await executes(get("/strict", `<script>${token}()</script><img src=x onerror=${token}()>`))).toBeUndefined();
  }, 20_000);

  it("redirects, bodies and fragments lead to the page as in a browser", async () => {
    expect(await executes(get("/onward", `<script>${token}()</script>`))).toMatchObject({ how: "call" });
    expect(await executes({ method: "POST", url: `${pages.origin}/`, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `x=${encodeURIComponent(`<script>${token}()</script>`)}` })).toMatchObject({ how: "call" });
    expect(await executes(get("/sink"), { fragment: `<img src=x onerror=${token}()>` })).toMatchObject({ how: "call" });
  }, 30_000);

  it("one proof leaves nothing for the next", async () => {
    const leave = "<script>window.name = 'n'; localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1'; Object.prototype.left = 3</script>";
    for (let n = 0; n < 4; n += 1) await under.browser.rendered(get("/", leave), { session: anonymous, timeoutMs: 4000 });
    const expression = "JSON.stringify([window.name, localStorage.length, sessionStorage.length, document.cookie, Object.prototype.left ?? null])";
    for (let n = 0; n < 4; n += 1) expect(await under.browser.evaluates(get("/"), expression, { session: anonymous, timeoutMs: 4000 })).toBe('["",0,0,"",null]');
  }, 40_000);

  it("evaluates gives the value, and undefined when it throws", async () => {
    expect(await under.browser.evaluates(get("/", "<script>Object.prototype.zz = 3</script>"), "({ zz: ({}).zz })", { session: anonymous, timeoutMs: 4000 })).toEqual({ zz: 3 });
    expect(await under.browser.evaluates(get("/"), "nothing.here", { session: anonymous, timeoutMs: 4000 })).toBeUndefined();
  }, 20_000);

  it("a script that never ends costs its timeout, and the next proof works", async () => {
    expect(await executes(get("/", "<script>for(;;){}</script>"), { timeoutMs: 1500 })).toBeUndefined();
    expect(await executes(get("/", `<script>${token}()</script>`))).toMatchObject({ how: "call" });
  }, 30_000);

  it("a page that brings Chromium down is survived", async () => {
    under.browser.engine.kill();
    expect(await executes(get("/", `<script>${token}()</script>`))).toMatchObject({ how: "call" });
    expect(under.notes.join()).toContain("started again");
  }, 40_000);

  it("is gone within two seconds when the scan is stopped, with a page that never ends, and leaves no profile", async () => {
    const other = browserFor([pages.origin]);
    const hanging = other.browser.executes(get("/", "<script>for(;;){}</script>"), token, { session: anonymous, interact: false, timeoutMs: 20_000 }).catch(() => undefined);
    const profile = await profileOf(other);
    expect(existsSync(profile)).toBe(true);
    const startedAt = performance.now();
    await other.browser.close();
    expect(performance.now() - startedAt).toBeLessThan(2500);
    await hanging;
    expect(existsSync(profile)).toBe(false);
  }, 40_000);
});
