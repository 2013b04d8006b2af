// Server-side template injection: a value is read as part of a template; the engine is told apart by what it computes.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { proveFormula, tryFormula } from "../execution/computed.ts";
import { hears } from "../execution/judged.ts";
import { numbersOf } from "../execution/numbers.ts";
import { gate } from "../execution/syntax-gate.ts";
import { everyTemplate, isJavaExpression, templateFamilies } from "../execution/template-formulas.ts";
import type { TemplateFamily } from "../execution/template-formulas.ts";
import type { Point } from "../point.ts";

export const templateInjection = defineCheck<PointCheck>({
  id: "template-injection", about: "A value becomes part of a template that the server renders.",
  title: "Server-side template injection", cwe: 1336, owasp: ["A03"], severity: "critical", risk: "payload", attackClass: "template-injection",
  remediation: "Keep templates in files of the application and hand values to them as data, never by joining strings into the template. Where users must write templates, use an engine without logic or a sandbox of its own process.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const numbers = numbersOf(tools.seed, "every-template");
    const all = await gate(point, tools, `${point.value}${everyTemplate(numbers)}`);
    if (all === undefined || (!all.reacts && !hears(all.exchange, numbers.product))) return;
    for (const family of templateFamilies) {
      const proof = await proofOf(point, tools, family);
      if (proof === "another check's") return;
      if (proof !== undefined) { yield proof; return; }
    }
  },
});

async function proofOf(point: Point, tools: Tools, family: TemplateFamily): Promise<Proof | "another check's" | undefined> {
  const shown = await tryFormula(point, tools, family.first);
  const proof = shown === undefined ? undefined : await proveFormula(point, tools, shown);
  if (proof === undefined) return undefined;
  const engine = await engineOf(point, tools, family);
  if (engine === undefined && await isExpressionLanguage(point, tools, family)) return "another check's";
  return engine === undefined ? proof : { ...proof, technique: engine, because: `${proof.because} It is ${engine}: only that engine answers its own words so.` };
}

async function engineOf(point: Point, tools: Tools, { engines }: TemplateFamily): Promise<string | undefined> {
  for (const one of engines) if (await tryFormula(point, tools, one) !== undefined) return one.technique;
  return undefined;
}

const isExpressionLanguage = async (point: Point, tools: Tools, { first }: TemplateFamily): Promise<boolean> =>
  (first.technique === "${ }" || first.technique === "#{ }") && await tryFormula(point, tools, isJavaExpression(first.technique.startsWith("$") ? "${" : "#{")) !== undefined;
