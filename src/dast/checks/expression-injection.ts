// Expression injection: a value is evaluated by an expression language of the Java platform (EL, SpEL, OGNL, MVEL, JEXL).
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstComputed, tryFormula } from "../execution/computed.ts";
import type { Formula } from "../execution/computed.ts";
import { addends } from "../execution/numbers.ts";
import type { Numbers } from "../execution/numbers.ts";
import { gate } from "../execution/syntax-gate.ts";
import { javaHashCode } from "../execution/template-formulas.ts";

// The hash code of a string: every Java expression language can call the method, and nothing else gives this number.
const hashed = ({ word }: Numbers): string => `'${word}'.hashCode()`;
const expression = (technique: string, wrap: (text: string, original: string) => string): Formula => ({
  technique, by: "An expression language of the Java platform", result: ({ word }) => String(javaHashCode(word)),
  write: (numbers, original) => wrap(hashed(numbers), original), control: (numbers, original) => wrap(hashed(numbers).replace(".hashCode()", ".hashCod()"), original),
});

const delimited: readonly Formula[] = [
  expression("${ }", (text) => `\${${text}}`), expression("#{ }", (text) => `#{${text}}`), expression("%{ }", (text) => `%{${text}}`), expression("*{ }", (text) => `*{${text}}`), expression("@{ }", (text) => `@{${text}}`),
];
const bare: readonly Formula[] = [
  expression("expression", (text) => text),
  expression("in '...'", (text, original) => `${original}'+${text}+'`), expression("in \"...\"", (text, original) => `${original}"+${text}+"`),
];
// SpEL and OGNL name their classes in ways of their own.
const platform: readonly Formula[] = [
  { technique: "spel", by: "The Spring Expression Language", result: ({ product }) => Number(product).toString(36), write: ({ product }) => `T(java.lang.Long).toString(${product}L,36)`, control: ({ product }) => `T(java.lang.Lon).toString(${product}L,36)` },
  { technique: "ognl", by: "OGNL", result: ({ product }) => Number(product).toString(36), write: ({ product }) => `@java.lang.Long@toString(${product}L,36)`, control: ({ product }) => `@java.lang.Lon@toString(${product}L,36)` },
];
// Struts reads "%{...}" in values; EL 2.1 has arithmetic and no methods.
const arithmetic: readonly Formula[] = ["%{", "*{"].map((open): Formula => ({ technique: `${open} }`, by: "An expression language", result: ({ sum }) => sum, write: (numbers) => `${open}${addends(numbers).join("+")}}`, control: (numbers) => `${open.slice(1)}${addends(numbers).join("+")}}` }));

export const expressionInjection = defineCheck<PointCheck>({
  id: "expression-injection", about: "A value is evaluated as an expression (EL, SpEL, OGNL, MVEL, JEXL).",
  title: "Expression language injection", cwe: 917, owasp: ["A03"], severity: "critical", risk: "payload", attackClass: "expression-injection",
  remediation: "Do not build expressions from values of requests; bind values as variables of a fixed expression. Where users must give expressions, evaluate them in a context that can reach no types and no methods (in Spring, SimpleEvaluationContext).",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const plain = await firstComputed(point, tools, [...delimited.slice(0, 3), ...bare.slice(0, 1)]);
    if (plain !== undefined) { yield plain; return; }
    const reaction = await gate(point, tools, `'"\${'}#{'}%{'}*{'}@{'}`);
    if (reaction?.reacts !== true) return;
    const proof = await firstComputed(point, tools, [...delimited.slice(3), ...bare.slice(1), ...platform]) ?? await firstArithmetic(point, tools);
    if (proof !== undefined) yield proof;
  },
});

async function firstArithmetic(...[point, tools]: Parameters<PointCheck["probe"]>): ReturnType<typeof firstComputed> {
  for (const one of arithmetic) if (await tryFormula(point, tools, one) !== undefined) return firstComputed(point, tools, [one]);
  return undefined;
}
