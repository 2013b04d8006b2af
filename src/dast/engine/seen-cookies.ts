// Cookies that a target sets, joined to its routes: a visitor's browser would send them, so they are places for values of ours.
import { headerOf, headersOf, withHeader } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

export interface SeenCookies {
  saw(exchange: Exchange): void;
  /** The route with the cookies of its origin and path that it does not have yet. */
  on(route: Route): Route;
}

interface Cookie { name: string; value: string; path: string }

// Of one path: an application may have a cookie of its own for each of a thousand pages.
const keptOfAPath = 50;
const keptOfAnOrigin = 5_000;
// What tells who somebody is stays with the session: to change it is to log out.
const isIdentity = /^(?:.*sess.*|sid|.*token|jwt|auth.*|connect\.sid|remember.*)$/i;

export function seenCookies(): SeenCookies {
  const byOrigin = new Map<string, Map<string, Cookie>>();
  return {
    saw: ({ request, reply }) => {
      const { origin } = new URL(request.url);
      for (const line of headersOf(reply?.headers ?? [], "set-cookie")) {
        const cookie = cookieOf(line);
        if (cookie === undefined || isIdentity.test(cookie.name) || /(?:^|;)\s*max-age=0|expires=thu, 01[ -]jan[ -]1970/i.test(line)) continue;
        const own = byOrigin.get(origin) ?? new Map<string, Cookie>();
        byOrigin.set(origin, own);
        const place = `${cookie.path} ${cookie.name}`;
        if (!own.has(place) && own.size < keptOfAnOrigin && countOf(own, cookie.path) < keptOfAPath) own.set(place, cookie);
      }
    },
    on: (route) => {
      const { pathname } = new URL(route.request.url);
      const sent = headerOf(route.request.headers, "cookie");
      const names = new Set((sent ?? "").split(/; */).map((pair) => pair.split("=", 1)[0]));
      const more = [...byOrigin.get(route.origin)?.values() ?? []].filter(({ name, path }) => !names.has(name) && pathname.startsWith(path)).map(({ name, value }) => `${name}=${value}`);
      return more.length === 0 ? route : { ...route, request: withHeader(route.request, "cookie", [...(sent === undefined ? [] : [sent]), ...more].join("; ")) };
    },
  };
}

const countOf = (cookies: ReadonlyMap<string, Cookie>, path: string): number => [...cookies.values()].filter((one) => one.path === path).length;

function cookieOf(line: string): Cookie | undefined {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const path = attributes.map((one) => /^\s*path\s*=\s*(\/.*?)\s*$/i.exec(one)?.[1]).find((one) => one !== undefined);
  return at <= 0 ? undefined : { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), path: path ?? "/" };
}
