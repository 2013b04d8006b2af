// Cookies of a page: those that its scripts set go with its requests, below those of the session.
import type { BrowserContext, CDPSession } from "playwright-core";
import type { TestRequest } from "../exchange.ts";
import { headerOf, withHeader } from "../exchange.ts";
import type { Session, StoredItem } from "../session.ts";

/** The request with the cookies that the page holds. The session dresses it afterwards and wins. */
export async function dressedWithCookies(context: BrowserContext, request: TestRequest): Promise<TestRequest> {
  const held = await context.cookies(request.url);
  if (held.length === 0 || headerOf(request.headers, "cookie") !== undefined) return request;
  return withHeader(request, "cookie", held.map(({ name, value }) => `${name}=${value}`).join("; "));
}

/** Lets the page's scripts see the cookies and the storage of the session, as they would after a login in this browser. */
export async function lendSession(tab: { context: BrowserContext; cdp: CDPSession }, session: Session, url: string): Promise<void> {
  const { origin } = new URL(url);
  const cookies = session.cookies(url).map(({ name, value }) => ({ name, value, url: origin }));
  // One that Chromium would not take must not keep the others out.
  if (cookies.length > 0) await tab.context.addCookies(cookies).catch(async () => { for (const one of cookies) await tab.context.addCookies([one]).catch(() => {}); });
  const items = session.storage?.(origin) ?? [];
  if (items.length > 0) await tab.cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: storageScript(origin, items) });
}

const storageScript = (origin: string, items: readonly StoredItem[]): string => `(() => { if (location.origin !== ${JSON.stringify(origin)}) return; for (const { area, name, value } of ${JSON.stringify(items)}) { try { const store = area === "session" ? sessionStorage : localStorage; if (store.getItem(name) === null) store.setItem(name, value); } catch {} } })();`;
