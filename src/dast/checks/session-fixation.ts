// A session id that was there before the login is good after it: who has planted it is logged in too.
import { isSessionLike } from "../answers/cookies.ts";
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import { givenIds } from "../session-ids/samples.ts";
import type { FreshLogin } from "../session.ts";

interface Cookie { name: string; value: string }

const withCookie = (fresh: FreshLogin, cookies: readonly Cookie[], { send }: Tools): Promise<Exchange> => send({ ...fresh.page, headers: [["cookie", cookies.map(({ name, value }) => `${name}=${value}`).join("; ")]] }, { session: "none" });
const isId = (cookie: Cookie): boolean => isSessionLike({ ...cookie, secure: false, httpOnly: true, sameSite: undefined, domain: undefined, path: undefined, livesSeconds: undefined });

/** Logs in with these cookies planted before; whether they alone open the page afterwards. */
async function plantedOpens(planted: readonly Cookie[], technique: "kept" | "made-up", tools: Tools): Promise<Proof | undefined> {
  const fresh = await tools.session.logIn?.(planted);
  if (fresh === undefined) return undefined;
  const kept = planted.filter(({ name, value }) => fresh.cookies.some((one) => one.name === name && one.value === value));
  const [first] = kept;
  if (first === undefined) return undefined;
  // An id of the same make that nobody logged in with shows what the page is to others.
  const other = [{ name: first.name, value: `${first.value.slice(0, -6)}${tools.seed.word(`other ${technique}`, 6)}` }];
  const [opened, control, again] = [await withCookie(fresh, kept, tools), await withCookie(fresh, other, tools), await withCookie(fresh, kept, tools)];
  if (!fresh.isIn(opened) || fresh.isIn(control) || !fresh.isIn(again)) return undefined;
  return {
    technique, confidence: "confirmed", at: `origin:cookie:${first.name}`, because: technique === "kept" ? `The id in the cookie ${first.name} that a visitor was given before the login is the one of ${tools.session.identity} after it.` : `An id of our own making in the cookie ${first.name} was taken over at the login of ${tools.session.identity}.`,
    steps: [{ role: "control", exchange: control, shows: "Another id is nobody's." }, { role: "attack", exchange: opened, shows: "With the id from before the login alone, one is logged in." }, { role: "attack", exchange: again, shows: "Again." }],
  };
}

/** Identity: the origin and the cookie. Logs in twice more as the identity, in cookies of their own. */
export const sessionFixation = defineCheck<OriginCheck>({
  id: "session-fixation", about: "The session id stays the same when somebody logs in.", title: "Session fixation",
  cwe: 384, owasp: ["A07"], severity: "high", risk: "marker", attackClass: "session", on: "origin",
  remediation: "Give out a new session id at each login and at each change of rights, and end the old one. Take no id that the server has not made itself.",
  async *probe(origin, routes, tools) {
    const { session, send } = tools;
    if (session.logIn === undefined || session.cookies(origin).length === 0) { if (session.state === "logged-in") tools.note("Session fixation was not tested: it needs an identity that logs in by a form or JSON and gets a cookie."); return; }
    const pages = [`${origin}/`, ...routes.filter((route) => route.origin === origin && route.method === "GET" && /log-?in|sign-?in|auth|session/i.test(route.template)).map(({ request }) => request.url)].slice(0, 4);
    const before = new Map<string, Cookie>();
    for (const url of pages) for (const cookie of givenIds(await send({ method: "GET", url, headers: [], body: undefined }, { session: "none" }))) before.set(cookie.name, { name: cookie.name, value: cookie.value });
    const kept = before.size === 0 ? undefined : await plantedOpens([...before.values()], "kept", tools);
    if (kept !== undefined) { yield kept; return; }
    const names = session.cookies(origin).filter(isId).map(({ name }) => name).slice(0, 3);
    const madeUp = names.length === 0 ? undefined : await plantedOpens(names.map((name) => ({ name, value: tools.seed.word(`planted ${name}`, 26) })), "made-up", tools);
    if (madeUp !== undefined) yield madeUp;
  },
});
