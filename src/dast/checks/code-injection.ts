// Code injection: a value is run by an interpreter of the application's own language.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { hints, wholeDelays, wholeFormulas, withinDelays, withinFormulas } from "../execution/code-formulas.ts";
import { firstComputed, tryFormula } from "../execution/computed.ts";
import { firstDelayed } from "../execution/delay.ts";
import { isUsual } from "../execution/judged.ts";
import { gate } from "../execution/syntax-gate.ts";
import type { Point } from "../point.ts";

export const codeInjection = defineCheck<PointCheck>({
  id: "code-injection", about: "A value is run as code (JavaScript, Python, PHP, Perl, Ruby, Lua).",
  title: "Code injection", cwe: 94, owasp: ["A03"], severity: "critical", risk: "payload", attackClass: "code-injection",
  remediation: "Never give values from requests to eval or its relatives; parse what is expected (JSON, a number, a name from a list). Where users need formulas, use a parser of your own that knows only the operations they need.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const proof = await computed(point, tools);
    if (proof !== undefined) yield proof;
  },
});

async function computed(point: Point, tools: Tools): Promise<Proof | undefined> {
  for (const hint of hints) {
    const whole = await tryFormula(point, tools, hint) === undefined ? undefined : await firstComputed(point, tools, wholeFormulas);
    if (whole !== undefined) return whole;
  }
  const reaction = await gate(point, tools, `${point.value}'"\${{(\\`);
  const reacts = reaction?.reacts ?? false;
  const within = reacts ? await firstComputed(point, tools, withinFormulas) : undefined;
  if (within !== undefined || !tools.allows("timing") || isUsual(point)) return within;
  return firstDelayed(point, tools, reacts ? [...wholeDelays, ...withinDelays] : wholeDelays);
}
