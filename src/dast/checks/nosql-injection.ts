// NoSQL injection: a value becomes an operator or code of a query to a document database.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import { provesDelay } from "../compare/delay.ts";
import type { Proof } from "../evidence.ts";
import { isInjectable, mayWiden, plainOf, saysWriting } from "../queries/injectable.ts";
import { mongoErrorsIn, operatorPairs, scriptPairs, scriptWaits } from "../queries/mongo.ts";
import { firstPair } from "../queries/pair-proof.ts";
import { proveByParserError } from "../queries/parser-errors.ts";
import { proberOf } from "../queries/prober.ts";
import type { Prober } from "../queries/prober.ts";

export const nosqlInjection = defineCheck<PointCheck>({
  id: "nosql-injection",
  about: "A value from the request becomes an operator or code of a query to a document database.",
  title: "NoSQL injection",
  cwe: 943,
  owasp: ["A03"],
  severity: "high",
  remediation: "Check that each value has the type that the query expects, a text or a number and never an object, before it goes into a filter. Turn evaluation of JavaScript in the database off.",
  risk: "marker",
  attackClass: "nosqli",
  on: "point",
  fits: isInjectable,
  async *probe(point, tools) {
    const prober = await proberOf(point, tools);
    if (prober === undefined) return;
    const plain = (round: number): string => plainOf(point, tools.seed, round);
    const byError = await proveByParserError(prober, { plain, breakers: ["'", '"', "\\", "{"], errorsIn: mongoErrorsIn, what: "a document database" });
    const pairs = [...operatorPairs(point, tools.seed), ...scriptPairs(point.value, tools.seed)].filter(({ expects }) => expects === "keeps" || mayWiden(point) || (tools.allows("write") && !saysWriting(point)));
    const proof = byError ?? (tools.allows("payload") ? await firstPair(prober, pairs, plain(1)) ?? await byTime(prober, tools) : undefined);
    if (proof !== undefined) yield proof;
  },
});

async function byTime(prober: Prober, tools: Tools): Promise<Proof | undefined> {
  if (!tools.allows("timing")) return undefined;
  for (const valueOf of scriptWaits(prober.point.value)) {
    const proof = await provesDelay(async (waitMs) => (await prober.ask(valueOf(waitMs), waitMs)).exchange, prober.baseline);
    if (proof !== undefined) return { technique: "time:script", confidence: "confirmed", because: proof.because, steps: proof.asked.map(({ waitMs, exchange }) => ({ role: waitMs === 0 ? "control" as const : "attack" as const, exchange, shows: `answered after ${Math.round(exchange.reply?.headMs ?? 0)} ms, asked for ${waitMs}` })) };
  }
  return undefined;
}
