// Sessions, tokens and passwords in addresses: they stay in histories and logs, and other sites learn them as the referrer.
import { isLoopback, pageOf, sign } from "../answers/answer.ts";
import { maskedExchange, maskOf } from "../answers/masked.ts";
import type { UrlSecret } from "../answers/tokens.ts";
import { secretsOfUrl } from "../answers/tokens.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headerOf, headersOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

const describe = ({ name, value }: UrlSecret): string => `${name}=${maskOf(value)}`;

/** Hosts beyond the origin from which the page fetches by itself: each learns the page's address, when the policy lets it. */
function foreignHostsOf(exchange: Exchange): string[] {
  const reply = pageOf(exchange);
  const policy = headersOf(reply?.headers ?? [], "referrer-policy").at(-1)?.trim().toLowerCase();
  // The browsers' default sends only the origin; a page must have asked for more.
  if (reply === undefined || (policy !== "unsafe-url" && policy !== "no-referrer-when-downgrade")) return [];
  const base = new URL(exchange.request.url);
  return [...new Set(elementsOf(reply).elements.flatMap(({ attributes: { src } }) => (src !== undefined && URL.canParse(src, base.href) && new URL(src, base).origin !== base.origin ? [new URL(src, base).host] : [])))];
}

/** Links, redirects and forms of the answer that carry a secret which the request did not have. */
function* linksWithSecrets(exchange: Exchange): Iterable<{ url: URL; secret: UrlSecret }> {
  const { reply, request } = exchange;
  if (reply === undefined) return;
  const given = [headerOf(reply.headers, "location") ?? "", ...elementsOf(reply).elements.flatMap(({ attributes: { href, action, src } }) => [href, action, src].filter((one) => one !== undefined))];
  for (const one of given) {
    if (!/[?;#@]/.test(one) || !URL.canParse(one, request.url)) continue;
    const url = new URL(one, request.url);
    for (const secret of secretsOfUrl(url.href)) if (!request.url.includes(secret.value)) yield { url, secret };
  }
}

export const informationInUrl = defineCheck<PassiveCheck>({
  id: "information-in-url", about: "An address holds a session, token or password.", title: "Secret in an address",
  cwe: 598, owasp: ["A04"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Send secrets in cookies, headers or the body of a POST request, never in the address. Make one-time links short-lived, and spend them by a POST request.",
  *inspect(exchange) {
    const foreign = foreignHostsOf(exchange);
    const own = secretsOfUrl(exchange.request.url);
    const masked = (secrets: readonly UrlSecret[]): Exchange => maskedExchange(exchange, secrets.map(({ value }) => value));
    for (const secret of own) {
      if (exchange.reply === undefined || exchange.reply.status >= 400) break;
      yield sign(masked(own), { technique: secret.kind, severity: secret.kind === "credential" ? "medium" : "low", confidence: "tentative", at: `query:${secret.name}`, because: `The address of the request holds ${describe(secret)}.` });
      if (foreign.length > 0) yield sign(masked(own), { technique: "referrer", about: "referrer", at: `query:${secret.name}`, because: `${foreign.slice(0, 3).join(", ")} learns ${describe(secret)} as the referrer.` });
    }
    const told = new Set<string>();
    for (const { url, secret } of linksWithSecrets(exchange)) {
      const away = url.origin !== new URL(exchange.request.url).origin && !isLoopback(url.href);
      const about = `${away ? url.host : "link"} ${secret.name}`;
      if (told.has(about)) continue;
      told.add(about);
      yield sign(masked([secret]), { technique: away ? "link-away" : "link", severity: away ? "medium" : "low", about, at: `link:${url.pathname.split(";", 1)[0] ?? ""}`, because: `A link to ${url.host}${url.pathname.split(";", 1)[0] ?? ""} holds ${describe(secret)}.` });
    }
  },
});
