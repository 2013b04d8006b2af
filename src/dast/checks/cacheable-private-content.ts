// What is meant for one person and may stay in caches (RFC 9111): a proxy's, or that of a browser which others use.
import { isHtml, isJson, isSecureUrl, sign } from "../answers/answer.ts";
import { isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

/** Why the answer is one person's own; undefined when nothing says so. */
function privacyOf(exchange: Exchange, loggedIn: boolean): string | undefined {
  if (exchange.reply === undefined) return undefined;
  if (setCookiesOf(exchange).some(isSessionLike)) return "it sets a session cookie";
  if (loggedIn) return "it answers a logged-in visitor";
  const typed = elementsOf(exchange.reply).named("input").find(({ attributes: { type, value = "" } }) => type?.toLowerCase() === "password" && value !== "");
  return typed === undefined ? undefined : "it has a password filled in";
}

export const cacheablePrivateContent = defineCheck<PassiveCheck>({
  id: "cacheable-private-content", about: "An answer for one person may be kept by caches.", title: "Private content may be cached",
  cwe: 525, owasp: ["A04"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Send Cache-Control: no-store with everything that depends on who asks. Static files can stay cacheable.",
  *inspect(exchange, { session }) {
    const { reply, request } = exchange;
    if (reply === undefined || reply.status !== 200 || request.method !== "GET" || !(isHtml(reply) || isJson(reply))) return;
    const control = headersOf(reply.headers, "cache-control").join(",").toLowerCase();
    const shared = /\bpublic\b|\bs-maxage=[1-9]/.test(control);
    if (/\bno-store\b/.test(control) || (!shared && (/\bprivate\b|\bno-cache\b|\bmax-age=0\b/.test(control)))) return;
    const why = privacyOf(exchange, session.state === "logged-in");
    if (why === undefined || (control === "" && !isSecureUrl(request.url))) return;
    yield sign(exchange, { technique: shared ? "shared" : "unsaid", severity: shared ? "medium" : "low", confidence: shared ? "firm" : "tentative", at: "header:cache-control", because: `${control === "" ? "There is no Cache-Control" : `Cache-Control says ${JSON.stringify(control)}`} on an answer that is one person's own: ${why}.` });
  },
});
