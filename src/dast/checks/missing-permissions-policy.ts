// Pages that do not say which features of the browser they need: what is injected into them may use all.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headerOf } from "../exchange.ts";

export const missingPermissionsPolicy = defineCheck<PassiveCheck>({
  id: "missing-permissions-policy", about: "The page does not limit features such as camera, location and payment.", title: "No permissions policy",
  cwe: 693, owasp: ["A05"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Send Permissions-Policy and switch off the features that the application does not use. Feature-Policy is its old name and is read by no current browser.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined || (headerOf(reply.headers, "permissions-policy") ?? "").trim() !== "") return;
    const old = headerOf(reply.headers, "feature-policy") !== undefined;
    yield sign(exchange, { technique: "header", at: ofOrigin("header:permissions-policy"), because: old ? "The page has only the old Feature-Policy header." : "The page has no Permissions-Policy header." });
  },
});
