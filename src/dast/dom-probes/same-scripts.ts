// Pages with the very same scripts: what holds of a few of them holds of all, and loading a page in a browser is dear.
import { hash } from "node:crypto";
import type { Browser } from "../browser.ts";
import type { Route } from "../route.ts";

/** Of pages whose scripts are the same, this many are probed: their markup differs, and a script may need an element. */
const pagesOfScripts = 3;

// A browser serves one scan, so that what was seen in it ends with the scan.
const seen = new WeakMap<Browser, Map<string, Set<string>>>();

/** False when enough other pages with these scripts were probed for this; a page that was probed may always be again. */
export function isWorthProbing(browser: Browser, what: string, { routeId, origin }: Pick<Route, "routeId" | "origin">, scripts: string): boolean {
  const known = seen.get(browser) ?? new Map<string, Set<string>>();
  seen.set(browser, known);
  // Numbers and long tokens in scripts of the page itself change from page to page.
  const key = `${what} ${origin} ${hash("sha256", scripts.replaceAll(/\b[\w-]*\d[\w-]*\b/g, "0"), "base64")}`;
  const pages = known.get(key) ?? new Set<string>();
  known.set(key, pages);
  if (pages.has(routeId)) return true;
  if (pages.size >= pagesOfScripts) return false;
  pages.add(routeId);
  return true;
}
