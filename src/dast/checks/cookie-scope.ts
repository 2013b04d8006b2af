// Cookies that reach further or last longer than they should, and prefixes whose promise is not kept (RFC 6265bis section 4.1.3).
import { sign } from "../answers/answer.ts";
import { cookiePlace, isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import type { SetCookie } from "../answers/cookies.ts";
import { maskedExchange } from "../answers/masked.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

const monthSeconds = 30 * 86_400;
interface Fault { technique: string; severity: "low" | "info"; because: string }

function prefixFault({ name, secure, domain, path }: SetCookie): string | undefined {
  if (/^__host-/i.test(name) && (!secure || domain !== undefined || path !== "/")) return `${name} promises Secure, Path=/ and no Domain, and does not keep it: browsers reject it.`;
  return /^__secure-/i.test(name) && !secure ? `${name} promises Secure and does not keep it: browsers reject it.` : undefined;
}

function* faultsOf(cookie: SetCookie, host: string): Iterable<Fault> {
  const broken = prefixFault(cookie);
  if (broken !== undefined) yield { technique: "prefix", severity: "low", because: broken };
  if (!isSessionLike(cookie)) return;
  if (cookie.domain !== undefined && cookie.domain !== host && host.endsWith(`.${cookie.domain}`)) yield { technique: "domain", severity: "low", because: `Every host below ${cookie.domain} gets the cookie ${cookie.name}, not only ${host}.` };
  if ((cookie.livesSeconds ?? 0) > monthSeconds) yield { technique: "lifetime", severity: "info", because: `The cookie ${cookie.name} lives for ${Math.round((cookie.livesSeconds ?? 0) / 86_400)} days.` };
}

export const cookieScope = defineCheck<PassiveCheck>({
  id: "cookie-scope", about: "A session cookie reaches too far, lives too long, or breaks its prefix.", title: "Loose scope of a cookie",
  cwe: 284, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Leave Domain out so that only the host itself gets the cookie, and let sessions end with the browser or within days. Use the __Host- prefix with Secure and Path=/.",
  *inspect(exchange) {
    const host = new URL(exchange.request.url).hostname;
    for (const cookie of setCookiesOf(exchange)) for (const fault of faultsOf(cookie, host)) yield sign(maskedExchange(exchange, [cookie.value].filter(({ length }) => length > 7)), { ...fault, about: fault.technique, at: cookiePlace(cookie, exchange) });
  },
});
