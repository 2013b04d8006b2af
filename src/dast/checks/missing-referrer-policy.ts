// Where the visitor comes from, told to other sites: a policy that sends whole addresses, or none at all.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf } from "../exchange.ts";

const policies = new Set(["no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"]);
const metaReferrer = /<meta\b(?=[^>]*name\s*=\s*["']?referrer\b)[^>]*content\s*=\s*["']?([\w-]+)/i;

/** Referrer Policy section 8.1: the last value that the browser knows counts. */
const policyOf = (values: readonly string[]): string | undefined => values.flatMap((value) => value.split(",")).map((value) => value.trim().toLowerCase()).findLast((value) => policies.has(value));

export const missingReferrerPolicy = defineCheck<PassiveCheck>({
  id: "missing-referrer-policy", about: "Addresses of pages may be told to other sites.", title: "No or unsafe referrer policy",
  cwe: 200, owasp: ["A05"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Send Referrer-Policy: strict-origin-when-cross-origin or stricter. Keep secrets out of addresses all the same.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const policy = policyOf([...headersOf(reply.headers, "referrer-policy"), metaReferrer.exec(reply.text.slice(0, 100_000))?.[1] ?? ""]);
    const at = ofOrigin("header:referrer-policy");
    if (policy === undefined) yield sign(exchange, { technique: "missing", at, because: "The page has no Referrer-Policy: what other sites learn is left to the browser." });
    if (policy === "unsafe-url") yield sign(exchange, { technique: "unsafe", severity: "low", at, because: "Referrer-Policy unsafe-url sends the whole address to every site, also over http." });
  },
});
