// Cookies that say who one is or what one may do, and are believed when they are changed.
import { ownedBy, ownPagesOf } from "../access/owned-values.ts";
import { isGiven } from "../access/views.ts";
import { setCookiesOf } from "../answers/cookies.ts";
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { partsOf } from "../compare/parts.ts";
import type { Exchange } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Claim } from "../session-ids/claims.ts";
import { claimsOf, controlOf, otherValues } from "../session-ids/claims.ts";

interface Cookie { name: string; value: string }
interface Setting { url: string; cookies: readonly Cookie[]; tools: Tools; base: readonly [Exchange, Exchange] }

const mostClaims = 8;
const mostPages = 5;

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

/** The session's own cookies, or those that a visitor is given. */
async function cookiesAt(origin: string, pages: readonly string[], tools: Tools): Promise<Cookie[]> {
  const own = tools.session.cookies(`${origin}/`);
  if (own.length > 0) return [...own];
  const given = new Map<string, Cookie>();
  for (const url of pages) for (const { name, value } of setCookiesOf(await send(url, [...given.values()], tools))) given.set(name, { name, value });
  return [...given.values()];
}

async function* onPage(url: string, claims: readonly Claim[], cookies: readonly Cookie[], tools: Tools, done: Set<string>): AsyncIterable<Proof> {
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
export const cookieTampering = defineCheck<OriginCheck>({
  id: "cookie-tampering", about: "A cookie says who one is or what one may do, and is believed when it is changed.", title: "Cookie that is believed",
  cwe: 565, owasp: ["A01", "A08"], severity: "high", risk: "marker", attackClass: "access-control", on: "origin",
  remediation: "Keep who a visitor is and what one may do on the server, under a random session id. What must stand in a cookie is to be signed or encrypted, and refused when it does not fit.",
  async *probe(origin, routes, tools) {
    const pages = [...new Set([...ownPagesOf(undefined, tools, origin), ...routes.filter((route) => route.origin === origin && route.method === "GET" && !route.template.includes("{")).toSorted((a, b) => a.depth - b.depth).map(({ request }) => request.url)])].slice(0, mostPages);
    const cookies = await cookiesAt(origin, pages, tools);
    const claims = cookies.flatMap((cookie) => claimsOf(cookie)).slice(0, mostClaims);
    const done = new Set<string>();
    if (claims.length > 0) for (const url of pages) yield* onPage(url, claims, cookies, tools, done);
  },
});
