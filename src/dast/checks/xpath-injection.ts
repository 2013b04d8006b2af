// XPath injection: a value changes the expression by which an XML document is searched.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { isInjectable, plainOf } from "../queries/injectable.ts";
import { proveByParserError } from "../queries/parser-errors.ts";
import { firstPair } from "../queries/pair-proof.ts";
import { proberOf } from "../queries/prober.ts";
import { xpathErrorsIn, xpathPairs } from "../queries/xpath.ts";

export const xpathInjection = defineCheck<PointCheck>({
  id: "xpath-injection",
  about: "A value from the request becomes part of an XPath expression.",
  title: "XPath injection",
  cwe: 643,
  owasp: ["A03"],
  severity: "high",
  remediation: "Bind values as XPath variables instead of joining them into the expression. Where the library has none, accept only letters and digits for such values.",
  risk: "marker",
  attackClass: "xpath",
  on: "point",
  fits: isInjectable,
  async *probe(point, tools) {
    const prober = await proberOf(point, tools);
    if (prober === undefined) return;
    const plain = (round: number): string => plainOf(point, tools.seed, round);
    const proof = await proveByParserError(prober, { plain, breakers: ["'", '"', "]"], errorsIn: xpathErrorsIn, what: "an XPath engine" })
      ?? (tools.allows("payload") ? await firstPair(prober, xpathPairs(point.value, tools.seed), plain(1)) : undefined);
    if (proof !== undefined) yield proof;
  },
});
