// Pages and scripts without X-Content-Type-Options: browsers may take them for another type than the server said.
import { isHtml, isScript, ofOrigin, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf, mediaTypeOf } from "../exchange.ts";

export const missingNosniff = defineCheck<PassiveCheck>({
  id: "missing-nosniff", about: "Answers do not forbid browsers to guess another content type.", title: "Content type may be guessed",
  cwe: 693, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Send X-Content-Type-Options: nosniff with every answer. Give each answer the content type that it has.",
  *inspect(exchange) {
    const { reply } = exchange;
    if (reply === undefined || reply.status < 200 || reply.status >= 300 || reply.sizeBytes === 0) return;
    if (!isHtml(reply) && !isScript(reply) && mediaTypeOf(reply.headers) !== "text/css") return;
    const given = headersOf(reply.headers, "x-content-type-options");
    // Fetch section 3.6: only the first value counts.
    if (given.join(",").split(",")[0]?.trim().toLowerCase() === "nosniff") return;
    yield sign(exchange, { technique: "header", at: ofOrigin("header:x-content-type-options"), because: given.length === 0 ? "The answer has no X-Content-Type-Options header." : `X-Content-Type-Options says ${JSON.stringify(given.join(", "))}, which browsers ignore.` });
  },
});
