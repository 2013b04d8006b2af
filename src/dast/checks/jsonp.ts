// Answers that call a function which the address names: any site that includes them as a script reads the data.
import { isScript, isText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headerOf, headersOf, mediaTypeOf } from "../exchange.ts";

// `/**/` stands before it where somebody thought of Flash.
const call = /^\s*(?:\/\*.*?\*\/\s*)?(?:(?:typeof [\w$.]+ === ["']function["'] && )|(?:try\s*\{\s*))?([A-Za-z_$][\w$.[\]"']{0,120})\(\s*([[{"][\s\S]*[\]}"]|null|true|false|-?\d+)\s*\)\s*;?\s*(?:\}\s*catch\s*\(\w+\)\s*\{\s*\})?\s*$/;
const whole = 1_000_000;

const isData = (text: string): boolean => { try { JSON.parse(text); return true; } catch { return false; } };

export const jsonp = defineCheck<PassiveCheck>({
  id: "jsonp", about: "Data is given out as a call of a function that the address names (JSONP).", title: "Data readable by every site (JSONP)",
  cwe: 346, owasp: ["A01", "A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Answer with JSON and name the sites that may read it by CORS. Where JSONP must stay, give out nothing that depends on the visitor's session.",
  *inspect(exchange) {
    const { reply, request } = exchange;
    if (reply === undefined || reply.status !== 200 || request.method !== "GET" || reply.sizeBytes > whole || !(isScript(reply) || isText(reply)) || mediaTypeOf(reply.headers) === "text/html") return;
    const [, name = "", data = ""] = call.exec(reply.text) ?? [];
    const parameter = [...new URL(request.url).searchParams].find(([, value]) => value === name && name !== "")?.[0];
    if (parameter === undefined || !isData(data)) return;
    const asked = headersOf(request.headers, "cookie").length > 0 || headerOf(request.headers, "authorization") !== undefined;
    yield sign(exchange, { technique: "callback", severity: asked ? "medium" : "low", at: `query:${parameter}`, because: `The answer calls ${name}, as the parameter ${parameter} says, with ${data.length} characters of data${asked ? " for a visitor with a session" : ""}.` });
  },
});
