// Development tools that answer in a running system: debuggers, profilers, detailed error pages.
import { excerptOf, isText, ofOrigin, searchedText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { debugTools } from "../answers/debug-tools.ts";

export const debugPage = defineCheck<PassiveCheck>({
  id: "debug-page", about: "A development tool or mode is switched on.", title: "Debug mode or development tool",
  cwe: 489, owasp: ["A05"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Switch debug mode off and leave development tools out of what is deployed. Set the environment of the framework to production and check it after each deployment.",
  *inspect(exchange) {
    const { reply } = exchange;
    if (reply === undefined) return;
    const headers = reply.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
    const text = isText(reply) ? searchedText(reply) : "";
    for (const { tool, severity, header, body } of debugTools) {
      const inHeader = header?.exec(headers) ?? undefined;
      const match = inHeader ?? body?.exec(text) ?? undefined;
      if (match === undefined) continue;
      const seen = inHeader === undefined ? excerptOf(text, match.index, Math.min(match[0].length, 120)) : match[0].slice(0, 120);
      yield sign(exchange, { technique: inHeader === undefined ? "body" : "header", severity, about: tool, at: ofOrigin(`debug:${tool}`), because: `${tool}: ${seen}` });
    }
  },
});
