// Cookies that say who one is or what one may do, and are believed when they are changed.
import { ownedBy } from "../access/owned-values.ts";
import { isGiven } from "../access/views.ts";
import { setCookiesOf } from "../answers/cookies.ts";
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { partsOf } from "../compare/parts.ts";
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";
import type { Claim } from "../session-ids/claims.ts";
import { claimsOf, controlOf, otherValues } from "../session-ids/claims.ts";

interface Cookie { name: string; value: string }
interface Setting { url: string; cookies: readonly Cookie[]; tools: Tools; base: readonly [Exchange, Exchange] }

const mostClaims = 8;
const mostPages = 12;

const send = (url: string, cookies: readonly Cookie[], tools: Tools): Promise<Exchange> => tools.send({ method: "GET", url, headers: [["cookie", cookies.map(({ name, value }) => `${name}=${value}`).join("; ")]], body: undefined }, { session: "none" });
const changed = (cookies: readonly Cookie[], claim: Claim, value: string): Cookie[] => cookies.map((one) => (one.name === claim.cookie ? { name: one.name, value } : one));

/** Parts of an answer that none of the others has, without what repeats the values that were sent. */
function gainOf(exchange: Exchange, others: readonly Exchange[], sent: readonly string[]): string[] {
  const known = new Set(others.flatMap(({ reply }) => (reply === undefined ? [] : partsOf(reply, sent))));
  return exchange.reply === undefined ? [] : [...new Set(partsOf(exchange.reply, sent))].filter((part) => !known.has(part));
}

async function proofFor(claim: Claim, value: string, { url, cookies, tools, base }: Setting): Promise<Proof | undefined> {
  const garbage = tools.seed.word(`garbage ${claim.name}`, 9);
  const sent = [value, garbage, claim.value].filter((one) => one.length >= 2);
  const first = await send(url, changed(cookies, claim, claim.with(value)), tools);
  if (!isGiven(first) || gainOf(first, base, sent).length === 0) return undefined;
  const control = await send(url, changed(cookies, claim, controlOf(claim, garbage)), tools);
  const again = await send(url, changed(cookies, claim, claim.with(value)), tools);
  const still = await send(url, cookies, tools);
  const repeats = new Set(gainOf(again, [...base, control, still], sent));
  const gain = gainOf(first, [...base, control, still], sent).filter((part) => repeats.has(part));
  if (gain.length === 0 || control.reply === undefined || still.reply === undefined) return undefined;
  const shown = gain.find((part) => !part.startsWith("<")) ?? gain[0] ?? "";
  return {
    technique: claim.kind === "who" ? "identity" : "rights", confidence: await isAnothers(gain, url, tools) ? "confirmed" : "firm", at: `origin:cookie:${claim.cookie}`, about: claim.name,
    because: `${claim.name} in the cookie ${claim.cookie}, changed from ${JSON.stringify(claim.value)} to ${JSON.stringify(value)}, is believed: ${new URL(url).pathname} then shows ${JSON.stringify(shown.slice(0, 120))}, twice, and not otherwise.`,
    steps: [{ role: "baseline", exchange: base[0], shows: "With the cookie as it was given." }, { role: "attack", exchange: first, shows: "With another value the page shows more." }, { role: "control", exchange: control, shows: "With a value that means nothing it does not." }, { role: "attack", exchange: again, shows: "Shown again." }, { role: "control", exchange: still, shows: "With the cookie as it was given it still does not." }],
  };
}

/** What was gained holds values of another identity of the scan. */
async function isAnothers(gain: readonly string[], url: string, tools: Tools): Promise<boolean> {
  if (tools.otherSessions.length === 0) return false;
  const owned = await ownedBy(undefined, new URL(url).origin, tools);
  const text = gain.join("\n").toLowerCase();
  return tools.otherSessions.some((other) => [...owned.get(other)?.sure ?? []].some((value) => text.includes(value.toLowerCase())));
}

interface Memory { given: Map<string, Cookie & { path: string }>; looked: Map<string, Set<string>> }
const memories = new WeakMap<Session, Memory>();
const memoryOf = (session: Session): Memory => { const one = memories.get(session) ?? { given: new Map(), looked: new Map() }; memories.set(session, one); return one; };

/** The session's own cookies, or those that a visitor was given here or on pages before. */
async function cookiesFor(route: Route, tools: Tools): Promise<readonly Cookie[]> {
  const { url } = route.request;
  const own = tools.session.cookies(url);
  if (own.length > 0) return own;
  // The crawl puts what the target has set before onto the request.
  const held = headersOf(route.request.headers, "cookie").flatMap((line) => line.split(/; */)).flatMap((pair): Cookie[] => { const at = pair.indexOf("="); return at > 0 ? [{ name: pair.slice(0, at), value: pair.slice(at + 1) }] : []; });
  const { given } = memoryOf(tools.session);
  for (const exchange of (await tools.baseline(route))?.exchanges.slice(0, 1) ?? []) for (const { name, value, path } of setCookiesOf(exchange)) given.set(`${route.origin} ${path ?? "/"} ${name}`, { name, value, path: `${route.origin}${path ?? "/"}` });
  const set = [...given.values()].filter(({ path, name }) => url.startsWith(path) && !held.some((one) => one.name === name));
  return [...held, ...set.map(({ name, value }) => ({ name, value }))].slice(0, 20);
}

/** A claim is tried on so many pages of an origin, the same ones in every run. */
function isToTry(claim: Claim, { routeId, origin }: Route, session: Session): boolean {
  const { looked } = memoryOf(session);
  const key = `${origin} ${claim.cookie} ${claim.name}`;
  const routes = looked.get(key) ?? new Set<string>();
  looked.set(key, routes);
  if (routes.size < mostPages) routes.add(routeId);
  return routes.has(routeId);
}

async function* onPage(url: string, claims: readonly Claim[], cookies: readonly Cookie[], tools: Tools): AsyncIterable<Proof> {
  const done = new Set<string>();
  const base = [await send(url, cookies, tools), await send(url, cookies, tools)] as const;
  if (base[0].reply === undefined || base[1].reply === undefined || base[0].reply.status >= 500) return;
  for (const claim of claims) {
    const key = `${claim.cookie} ${claim.name}`;
    const others = tools.otherSessions.flatMap((other) => other.cookies(url).filter(({ name }) => name === claim.cookie).flatMap((one) => claimsOf(one)).filter(({ name }) => name === claim.name).map(({ value }) => value));
    for (const value of otherValues(claim, others)) {
      if (done.has(key)) break;
      const proof = await proofFor(claim, value, { url, cookies, tools, base });
      if (proof !== undefined) { done.add(key); yield proof; }
    }
  }
}

/** Identity: the origin, the cookie and what of it was changed. Reads pages only. */
export const cookieTampering = defineCheck<RouteCheck>({
  id: "cookie-tampering", about: "A cookie says who one is or what one may do, and is believed when it is changed.", title: "Cookie that is believed",
  cwe: 565, owasp: ["A01", "A08"], severity: "high", risk: "marker", attackClass: "access-control", on: "route",
  remediation: "Keep who a visitor is and what one may do on the server, under a random session id. What must stand in a cookie is to be signed or encrypted, and refused when it does not fit.",
  fits: ({ method, template }) => method === "GET" && !template.includes("{") && !/\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf)$/i.test(template),
  async *probe(route, tools) {
    const cookies = await cookiesFor(route, tools);
    const claims = cookies.flatMap((cookie) => claimsOf(cookie)).slice(0, mostClaims).filter((claim) => isToTry(claim, route, tools.session));
    if (claims.length > 0) yield* onPage(route.request.url, claims, cookies, tools);
  },
});
