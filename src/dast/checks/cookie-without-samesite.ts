// Cookies that do not say whether other sites' requests carry them (RFC 6265bis section 5.6.7).
import { sign } from "../answers/answer.ts";
import { cookiePlace, isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import type { SetCookie } from "../answers/cookies.ts";
import { maskedExchange } from "../answers/masked.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

function faultOf({ name, sameSite, secure }: SetCookie): { technique: string; because: string } | undefined {
  if (sameSite === undefined) return { technique: "missing", because: `The cookie ${name} has no SameSite attribute: what other sites may send with it is left to the browser.` };
  if (sameSite === "none" && !secure) return { technique: "none-without-secure", because: `The cookie ${name} has SameSite=None without Secure, which browsers reject.` };
  if (sameSite === "none") return { technique: "none", because: `Requests from other sites carry the cookie ${name}: it has SameSite=None.` };
  return sameSite === "lax" || sameSite === "strict" ? undefined : { technique: "invalid", because: `The cookie ${name} has SameSite=${sameSite.slice(0, 40)}, which is no value of it.` };
}

export const cookieWithoutSamesite = defineCheck<PassiveCheck>({
  id: "cookie-without-samesite", about: "A cookie is sent along with requests that other sites cause.", title: "Cookie without SameSite",
  cwe: 1275, owasp: ["A01"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Set SameSite=Lax, or Strict where nobody arrives from other sites. Where SameSite=None is needed, protect every change by an anti-forgery token.",
  *inspect(exchange) {
    for (const cookie of setCookiesOf(exchange)) {
      const fault = faultOf(cookie);
      if (fault === undefined) continue;
      yield sign(maskedExchange(exchange, [cookie.value].filter(({ length }) => length > 7)), { ...fault, severity: isSessionLike(cookie) ? "low" : "info", at: cookiePlace(cookie, exchange) });
    }
  },
});
