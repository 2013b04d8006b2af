// Answers that every other site's scripts may read (Fetch section 3.2.5), where more than public files are given out.
import { isHtml, isJson, ofOrigin, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { headerOf } from "../exchange.ts";

const asksWho = ({ request }: Exchange): boolean => headerOf(request.headers, "authorization") !== undefined || headerOf(request.headers, "cookie") !== undefined;

export const corsWildcard = defineCheck<PassiveCheck>({
  id: "cors-wildcard", about: "Scripts of every other site may read the answers.", title: "Answers readable by every site",
  cwe: 942, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Name the origins that may read in Access-Control-Allow-Origin, or leave the header out. Keep the wildcard for public files that hold nothing of a user.",
  *inspect(exchange) {
    const { reply } = exchange;
    const allowed = headerOf(reply?.headers ?? [], "access-control-allow-origin")?.trim();
    if (reply === undefined || reply.status >= 400 || (allowed !== "*" && allowed !== "null") || !(isJson(reply) || isHtml(reply))) return;
    const credentials = headerOf(reply.headers, "access-control-allow-credentials")?.trim().toLowerCase() === "true";
    if (allowed === "null" && credentials) {
      yield sign(exchange, { technique: "null", about: "null", severity: "high", at: ofOrigin("header:access-control-allow-origin"), because: "Access-Control-Allow-Origin: null with credentials: any site in a sandboxed frame reads what the visitor may see." });
      return;
    }
    yield sign(exchange, { technique: allowed, about: allowed, severity: asksWho(exchange) || credentials ? "medium" : "low", confidence: asksWho(exchange) ? "firm" : "tentative", at: ofOrigin("header:access-control-allow-origin"), because: `Access-Control-Allow-Origin is ${allowed}${credentials ? " together with Access-Control-Allow-Credentials" : ""}${asksWho(exchange) ? ", on an answer to a logged-in request" : ""}.` });
  },
});
