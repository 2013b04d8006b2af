// Authentication that sends the password itself with every request (RFC 7617), over http.
import { isSecureUrl, ofOrigin, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf } from "../exchange.ts";

export const plainBasicAuth = defineCheck<PassiveCheck>({
  id: "plain-basic-auth", about: "The system asks for a password over http by Basic or Digest authentication.", title: "Password asked for over http",
  cwe: 522, owasp: ["A02", "A07"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Serve what needs a password over https only. Prefer a login with sessions or tokens to Basic authentication.",
  *inspect(exchange) {
    if (exchange.reply?.status !== 401 && exchange.reply?.status !== 407) return;
    if (isSecureUrl(exchange.request.url)) return;
    const schemes = [...headersOf(exchange.reply.headers, "www-authenticate"), ...headersOf(exchange.reply.headers, "proxy-authenticate")].join(", ");
    const scheme = /(?:^|,\s*)(basic|digest)\b/i.exec(schemes)?.[1]?.toLowerCase();
    if (scheme === undefined) return;
    yield sign(exchange, { technique: scheme, severity: scheme === "basic" ? "medium" : "low", at: ofOrigin("header:www-authenticate"), about: scheme, because: `The answer asks for ${scheme === "basic" ? "the password in plain" : "a digest of the password"} over http: ${schemes.slice(0, 120)}` });
  },
});
