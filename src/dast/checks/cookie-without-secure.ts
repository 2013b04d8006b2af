// Cookies that browsers also send over http: whoever listens on the way takes them.
import { isSecureUrl, sign } from "../answers/answer.ts";
import { cookiePlace, isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import { maskedExchange } from "../answers/masked.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

export const cookieWithoutSecure = defineCheck<PassiveCheck>({
  id: "cookie-without-secure", about: "A cookie has no Secure attribute.", title: "Cookie without Secure",
  cwe: 614, owasp: ["A05"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Set the Secure attribute on every cookie and serve the application over https only. Give session cookies the __Host- prefix, with which browsers insist on it.",
  *inspect(exchange) {
    const overTls = isSecureUrl(exchange.request.url);
    for (const cookie of setCookiesOf(exchange).filter(({ secure }) => !secure)) {
      const severity = isSessionLike(cookie) && overTls ? "medium" : "low";
      yield sign(maskedExchange(exchange, [cookie.value].filter(({ length }) => length > 7)), { technique: overTls ? "https" : "http", severity, at: cookiePlace(cookie, exchange), because: `The cookie ${cookie.name} is set without Secure${overTls ? "" : ", over http"}.` });
    }
  },
});
