// Pages that any other site may put into a frame: clicks meant for something else land on them.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Header } from "../exchange.ts";
import { headersOf } from "../exchange.ts";

/** The sources of frame-ancestors of each policy that is enforced; undefined when none has the directive. */
function ancestorsOf(headers: readonly Header[]): string[][] {
  const policies = headersOf(headers, "content-security-policy").flatMap((value) => value.split(","));
  return policies.flatMap((policy) => {
    const directive = policy.split(";").map((part) => part.trim().split(/\s+/)).find(([name]) => name?.toLowerCase() === "frame-ancestors");
    return directive === undefined ? [] : [directive.slice(1).map((source) => source.toLowerCase())];
  });
}

const isEverybody = (sources: readonly string[]): boolean => sources.some((source) => ["*", "http:", "https:", "http://*", "https://*"].includes(source));

/** Why the page can be framed; undefined when it cannot. frame-ancestors wins over X-Frame-Options (CSP3 section 6.4.2.2). */
function openness(headers: readonly Header[]): string | undefined {
  const ancestors = ancestorsOf(headers);
  if (ancestors.some((sources) => !isEverybody(sources))) return undefined;
  if (ancestors.length > 0) return "frame-ancestors allows every site.";
  const given = headersOf(headers, "x-frame-options").flatMap((value) => value.split(",")).map((value) => value.trim().toLowerCase()).filter((value) => value !== "");
  if (given.length === 0) return "The page has neither X-Frame-Options nor frame-ancestors in its content security policy.";
  return given.every((value) => value === "deny" || value === "sameorigin") && new Set(given).size === 1 ? undefined : `X-Frame-Options says ${JSON.stringify(given.join(", "))}, which browsers ignore.`;
}

export const missingFrameProtection = defineCheck<PassiveCheck>({
  id: "missing-frame-protection", about: "Other sites may show the page in a frame.", title: "Page can be framed",
  cwe: 1021, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Send Content-Security-Policy with frame-ancestors 'self' or 'none', and X-Frame-Options: DENY for old browsers. List the sites that must frame the page by name.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    const because = reply === undefined ? undefined : openness(reply.headers);
    if (because !== undefined) yield sign(exchange, { technique: "header", at: ofOrigin("header:x-frame-options"), because });
  },
});
