// Pages without a content security policy that is enforced: an injected script runs.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headerOf } from "../exchange.ts";

const metaPolicy = /<meta\b[^>]*http-equiv\s*=\s*["']?content-security-policy["'\s>]/i;

export const missingCsp = defineCheck<PassiveCheck>({
  id: "missing-csp", about: "The page has no content security policy that is enforced.", title: "No content security policy",
  cwe: 693, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Send Content-Security-Policy with nonces or hashes for scripts, object-src 'none' and base-uri 'none'. Begin with Content-Security-Policy-Report-Only to learn what would break.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined || (headerOf(reply.headers, "content-security-policy") ?? "").trim() !== "" || metaPolicy.test(reply.text.slice(0, 100_000))) return;
    const watched = headerOf(reply.headers, "content-security-policy-report-only") !== undefined;
    yield sign(exchange, { technique: "header", at: ofOrigin("header:content-security-policy"), because: watched ? "The policy is only reported (Content-Security-Policy-Report-Only), nothing is blocked." : "The page has no Content-Security-Policy, neither as a header nor as a meta element." });
  },
});
