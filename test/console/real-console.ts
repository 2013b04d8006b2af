// The built console on a real server over an app of the test's own, and the look at every page that all tests share.
import type { AddressInfo } from "node:net";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { builtConsole } from "./built-console.ts";
import { openBrowser, seriousBreaches, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

export interface RealConsole { test: TestApp; browser: Browser; url: string; close(): Promise<void> }

/** Builds the console and serves it; fill brings the app to the state that the test looks at. */
export async function openRealConsole(fill: (test: TestApp) => Promise<void>, options: Parameters<typeof openTestApp>[0] = {}): Promise<RealConsole> {
  const dist = await builtConsole();
  const test = await openTestApp(options);
  await fill(test);
  const server = createServer(test.app, { consoleDir: dist });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const { secret } = await makeToken({ store: test.app.access, clock: test.clock, ids: createIds(test.clock) }, { org: test.app.org, name: "browser", scopes: ["read", "write", "admin"], expiresAt: undefined });
  const browser = await openBrowser({ url, token: secret, publish: () => {}, paths: [], close: async () => {} });
  return { test, browser, url, close: async () => { await browser.close(); await server.close(); await test.close(); } };
}

/** accessible: looked at with axe too; what it says does not depend on whether the server is real, so one look of a test is enough. */
export interface Look { theme: string; width: number; accessible?: boolean }

/** What is wrong on each page: not one heading, a problem, a breach of accessibility, something wider than the window, an error in the browser. */
export async function breachesOf({ browser, url }: Pick<RealConsole, "browser" | "url">, { accessible = true, ...look }: Look, paths: readonly string[]): Promise<string[]> {
  const page = await browser.open(look as Parameters<Browser["open"]>[0]);
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(`${page.url()}: ${String(error)}`));
  page.on("console", (message) => { if (message.type() === "error") found.push(`${page.url()}: ${message.text()}`); });
  for (const path of paths) {
    await page.goto(url + path);
    await settled(page);
    if (await page.locator("h1").count() !== 1) found.push(`${path}: not one heading`);
    found.push(...(await page.locator(".problem").allInnerTexts()).map((text) => `${path}: ${text}`), ...(accessible ? await seriousBreaches(page) : []).map((breach) => `${path}: ${JSON.stringify(breach)}`));
    if (!await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")) found.push(`${path}: overflows`);
  }
  await page.close();
  return found;
}
