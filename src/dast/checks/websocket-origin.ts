// WebSocket connections that any site may open in the visitor's name: same-origin rules do not hold for them.
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { getRequest } from "../exchange.ts";
import type { Header } from "../exchange.ts";
import { openingOf, socketsIn } from "../forgery/handshake.ts";
import { ridesOnCookies } from "../forgery/cross-site.ts";
import type { Route } from "../route.ts";

const mostPages = 60;
const mostSockets = 8;

async function socketsOf(origin: string, routes: readonly Route[], tools: Tools): Promise<string[]> {
  const found = new Set<string>();
  for (const route of routes.filter((one) => one.origin === origin && one.method === "GET").slice(0, mostPages)) {
    const [page] = (await tools.baseline(route))?.exchanges ?? [];
    if (page?.reply !== undefined) for (const url of socketsIn(page.reply.text.slice(0, 2_000_000), route.request.url)) found.add(url);
  }
  return [...found].slice(0, mostSockets);
}

async function hijacked(url: string, tools: Tools, dressedAs: readonly Header[]): Promise<Proof | undefined> {
  const { origin, pathname } = new URL(url);
  const site = `https://${tools.seed.word("site", 9)}.example`;
  const own = await openingOf(tools, { url, headers: [["Origin", origin], ...dressedAs] });
  if (!own.isOpen) return undefined;
  const attack = await openingOf(tools, { url, headers: [["Origin", site], ...dressedAs] });
  const again = await openingOf(tools, { url, headers: [["Origin", `https://${tools.seed.word("other site", 9)}.example`], ...dressedAs] });
  if (!attack.isOpen || !again.isOpen) return undefined;
  const control = await openingOf(tools, { url, headers: [["Origin", site]] });
  const isOwn = dressedAs.length > 0 && !control.isOpen;
  return {
    technique: isOwn ? "session" : "anybody", confidence: isOwn ? "confirmed" : "tentative", severity: isOwn ? "high" : "low", at: `socket:${pathname}`,
    because: isOwn ? `The socket ${pathname} was opened with the session's cookie for pages of ${site}, and not without the cookie.` : `The socket ${pathname} was opened for pages of ${site}; whether its messages are somebody's own was not seen.`,
    steps: [{ role: "baseline", exchange: own, shows: "Opened for its own page." }, { role: "attack", exchange: attack, shows: `Opened for ${site}.` }, { role: "attack", exchange: again, shows: "And for another site." }, { role: "control", exchange: control, shows: isOwn ? "Refused without the session's cookie." : "Without a cookie." }],
  };
}

/** Opens connections and closes them; no message is sent. Identity: the socket. */
export const websocketOrigin = defineCheck<OriginCheck>({
  id: "websocket-origin", about: "A WebSocket takes connections that other sites open with the visitor's cookies.", title: "Cross-site WebSocket hijacking",
  cwe: 1385, owasp: ["A01", "API8"], severity: "high", risk: "marker", attackClass: "csrf", on: "origin",
  remediation: "Compare the Origin of each opening with your own and refuse the rest. Ask for a token of the page in the first message as a second line.",
  async *probe(origin, routes, tools) {
    for (const url of await socketsOf(origin, routes, tools)) {
      const dressed = tools.session.dress(getRequest(url));
      const given = dressed.headers.length > 0 ? dressed.headers : routes.find((route) => route.origin === origin && ridesOnCookies(route.request))?.request.headers ?? [];
      const proof = await hijacked(url, tools, given.filter(([name]) => name.toLowerCase() === "cookie"));
      if (proof !== undefined) yield proof;
    }
  },
});
