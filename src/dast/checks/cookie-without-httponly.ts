// Cookies that scripts of the page can read: one injected script takes the session away.
import { sign } from "../answers/answer.ts";
import { cookiePlace, isForScripts, isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import { maskedExchange } from "../answers/masked.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

export const cookieWithoutHttponly = defineCheck<PassiveCheck>({
  id: "cookie-without-httponly", about: "A cookie has no HttpOnly attribute.", title: "Cookie without HttpOnly",
  cwe: 1004, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Set HttpOnly on every cookie that no script of yours reads, sessions first. Only an anti-forgery token of the double-submit kind has to be readable.",
  *inspect(exchange) {
    for (const cookie of setCookiesOf(exchange).filter((one) => !one.httpOnly && !isForScripts(one))) {
      const session = isSessionLike(cookie);
      yield sign(maskedExchange(exchange, [cookie.value].filter(({ length }) => length > 7)), { technique: session ? "session" : "other", severity: session ? "medium" : "info", at: cookiePlace(cookie, exchange), because: `Scripts can read the cookie ${cookie.name}: it is set without HttpOnly.` });
    }
  },
});
