// The cookies of one identity: taken from answers and given to requests by RFC 6265bis, prefixes and all.
import { CookieJar, getPublicSuffix } from "tough-cookie";
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";

export interface HeldCookie { name: string; value: string; httpOnly: boolean }

export interface IdentityJar {
  /** What is sent to this URL, as a browser would: longest path first. */
  cookies(url: string): readonly HeldCookie[];
  take(exchange: Exchange): void;
  /** A cookie that was given by hand or came from a browser. domain: with a dot in front it goes to all names below. */
  put(url: string, cookie: { name: string; value: string; domain?: string; path?: string; secure?: boolean; httpOnly?: boolean; expiresAt?: number | undefined }): void;
  clear(): void;
}

/** told: each value that is taken. */
export function createJar(told: (cookie: { name: string; value: string }) => void): IdentityJar {
  let jar = newJar();
  const set = (line: string, url: string): void => {
    const kept = jar.setCookieSync(line, url, { ignoreError: true });
    if (kept !== undefined && kept.value !== "") told({ name: kept.key, value: kept.value });
  };
  return {
    cookies: (url) => jar.getCookiesSync(url).map(({ key, value, httpOnly }) => ({ name: key, value, httpOnly })),
    take: ({ request, reply }) => { for (const line of headersOf(reply?.headers ?? [], "set-cookie")) set(line, request.url); },
    put: (url, { name, value, domain, path = "/", secure = false, httpOnly = false, expiresAt }) => {
      const below = domain?.startsWith(".") === true ? `; Domain=${domain.slice(1)}` : "";
      const host = domain === undefined ? url : `${new URL(url).protocol}//${domain.replace(/^\./, "")}${path}`;
      set(`${name}=${value}; Path=${path}${below}${secure ? "; Secure" : ""}${httpOnly ? "; HttpOnly" : ""}${expiresAt === undefined ? "" : `; Expires=${new Date(expiresAt).toUTCString()}`}`, host);
    },
    clear: () => { jar = newJar(); },
  };
}

const newJar = (): CookieJar => new CookieJar(undefined, { prefixSecurity: "silent", looseMode: true, allowSpecialUseDomain: true, rejectPublicSuffixes: true });

/** Whether what tells who one is may go from one URL's site to another's: the same host, or names under one registered domain. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one).hostname, new URL(other).hostname];
  if (a === b) return true;
  const site = getPublicSuffix(a, { allowSpecialUseDomain: true, ignoreError: true });
  return site !== undefined && site !== null && site === getPublicSuffix(b, { allowSpecialUseDomain: true, ignoreError: true });
}
