// Tokens that requests of a session carry, and whether an answer depends on them.
import type { Tools } from "../check.ts";
import { comparatorFor } from "../compare/answer.ts";
import { isDisturbed } from "../compare/disturbance.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import type { Route } from "../route.ts";
import { tokensIn } from "./token.ts";
import type { Jwt } from "./token.ts";

/** A token that decides what a route answers, and how to ask with another in its place. */
export interface Carried {
  token: Jwt;
  /** "jwt:header:authorization", "jwt:cookie:sid", "jwt:query:t". */
  at: string;
  usual: Exchange;
  /** With a text that is no token: answered otherwise. */
  without: Exchange;
  send(token: string): Promise<Exchange>;
  /** Answered as with the true token. */
  isAccepted(exchange: Exchange): boolean;
}

const mostRoutes = 60;
const mostTokens = 3;
const triedRoutes = 4;

/** At most three tokens, each at the first route that needs it. Only GET: what is asked with a forged token must change nothing. */
export async function carriedTokens(origin: string, routes: readonly Route[], tools: Tools): Promise<Carried[]> {
  const tried = new Map<string, number>();
  const found = new Map<string, Carried>();
  for (const route of routes.filter((one) => one.origin === origin && one.method === "GET").slice(0, mostRoutes)) {
    const dressed = tools.session.dress(route.request);
    for (const { token, at } of tokensOf(dressed)) {
      if (found.has(at) || found.size >= mostTokens || (tried.get(at) ?? 0) >= triedRoutes) continue;
      tried.set(at, (tried.get(at) ?? 0) + 1);
      const carried = await needed(route, { token, at, dressed }, tools);
      if (carried !== undefined) found.set(at, carried);
    }
  }
  return [...found.values()];
}

function tokensOf({ url, headers }: TestRequest): { token: Jwt; at: string }[] {
  const inHeaders = headers.filter(([name]) => name.toLowerCase() !== "cookie").flatMap(([name, value]) => tokensIn(value).map((token) => ({ token, at: `jwt:header:${name.toLowerCase()}` })));
  const inCookies = headers.filter(([name]) => name.toLowerCase() === "cookie").flatMap(([, value]) => value.split(/; */)).flatMap((pair) => tokensIn(pair).map((token) => ({ token, at: `jwt:cookie:${pair.slice(0, Math.max(0, pair.indexOf("=")))}` })));
  const inQuery = [...new URL(url).searchParams].flatMap(([name, value]) => tokensIn(value).map((token) => ({ token, at: `jwt:query:${name}` })));
  return [...inHeaders, ...inCookies, ...inQuery];
}

async function needed(route: Route, { token, at, dressed }: { token: Jwt; at: string; dressed: TestRequest }, tools: Tools): Promise<Carried | undefined> {
  const baseline = await tools.baseline(route);
  const [usual] = baseline?.exchanges ?? [];
  if (baseline === undefined || usual === undefined || baseline.status >= 400) return undefined;
  const comparator = comparatorFor(baseline);
  const send = (other: string): Promise<Exchange> => tools.send(withOther(dressed, token.text, other), { session: "none" });
  const isAccepted = (exchange: Exchange): boolean => comparator.lookOf(exchange) === comparator.usual;
  const without = await send(tools.seed.word("no token", 24));
  if (without.reply === undefined || isDisturbed(without, baseline) && without.reply.status < 500 || isAccepted(without)) return undefined;
  // Where anybody sees the same, a token may be left unread: that is no weakness.
  const bare = await tools.send(withNone(dressed, token.text), { session: "none" });
  if (bare.reply === undefined || isAccepted(bare)) return undefined;
  return { token, at, usual, without, send, isAccepted };
}

const withOther = (request: TestRequest, text: string, other: string): TestRequest => ({ ...request, url: request.url.replaceAll(text, other), headers: request.headers.map(([name, value]) => [name, value.replaceAll(text, other)] as const) });

function withNone(request: TestRequest, text: string): TestRequest {
  const url = new URL(request.url);
  for (const [name, value] of Array.from(url.searchParams)) if (value.includes(text)) url.searchParams.delete(name);
  const cookies = (value: string): string => value.split(/; */).filter((pair) => !pair.includes(text)).join("; ");
  return { ...request, url: url.href, headers: request.headers.flatMap(([name, value]): Header[] => (!value.includes(text) ? [[name, value]] : name.toLowerCase() === "cookie" && cookies(value) !== "" ? [[name, cookies(value)]] : [])) };
}
