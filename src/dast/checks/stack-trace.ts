// Failures of the application as its runtime or database printed them: paths, names and versions from the inside.
import { excerptOf, isScript, isText, searchedText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { databaseErrors, traceShapes } from "../answers/traces.ts";

export const stackTrace = defineCheck<PassiveCheck>({
  id: "stack-trace", about: "An answer shows how the application failed inside.", title: "Stack trace or inner error shown",
  cwe: 209, owasp: ["A05", "A09"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Answer failures with a page of your own and an id, and write the trace to the log under that id. Switch the development mode of the framework off in production.",
  *inspect(exchange) {
    const { reply } = exchange;
    if (reply === undefined || !isText(reply) || isScript(reply)) return;
    const text = searchedText(reply);
    const seen = new Set<string>();
    for (const [kind, shapes] of [["trace", traceShapes], ["database", databaseErrors]] as const) {
      for (const { runtime, shape } of shapes) {
        const match = seen.has(runtime) ? undefined : shape.exec(text) ?? undefined;
        if (match === undefined) continue;
        seen.add(runtime);
        // A page of documentation may show a trace with a good status; a failure has a failing one, or says nothing else.
        const failing = reply.status >= 400 || text.length < 20_000;
        yield sign(exchange, { technique: `${kind}:${runtime}`, about: runtime, severity: kind === "database" ? "medium" : "low", confidence: failing ? "firm" : "tentative", because: `The answer (${reply.status}) shows an error of ${runtime}: ${excerptOf(text, match.index, Math.min(match[0].length, 160))}` });
      }
    }
  },
});
