// Range cases of expression injection: an evaluator of Java expressions with values in it, and twins that bind them.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { oneField } from "../one-field.ts";
import { evaluated, javaExpression } from "../rendering.ts";

const check = "expression-injection";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const answered = (make: () => string, status = 500): RangeAnswer => { try { return htmlAnswer(`<p>${escapeHtml(make())}`); } catch (thrown) { return htmlAnswer(`<h1>HTTP Status ${status}</h1>${escapeHtml(String(thrown))}`, { status }); } };
const within = (text: string, pattern: RegExp): string => text.replace(pattern, (_all, expression: string) => javaExpression(expression));
const dollar = /\$\{([^}]*)\}/g;

export const cases: readonly RangeCase[] = [
  vulnerable("${ } in a message", (names) => oneField(names, { answer: (value) => answered(() => within(`Hello ${value}`, dollar)) })),
  vulnerable("#{ } in a form field", (names) => oneField(names, { by: "form", answer: (value) => answered(() => within(`Hello ${value}`, /#\{([^}]*)\}/g)) })),
  vulnerable("%{ } in an error page", (names) => oneField(names, { by: "header", answer: (value) => answered(() => { throw new Error(within(`unsupported ${value}`, /%\{([^}]*)\}/g)); }) })),
  vulnerable("the value is the expression, in JSON", (names) => oneField(names, { by: "json", value: "1+1", answer: (value) => { try { return jsonAnswer({ result: javaExpression(value) }); } catch { return jsonAnswer({ error: "EL1041E" }, { status: 400 }); } } })),
  vulnerable("the value stands within quotes of an expression", (names) => oneField(names, { answer: (value) => answered(() => javaExpression(`'name: '+'${value}'`)) })),
  vulnerable("*{ } in a cookie, errors of status 200", (names) => oneField(names, { by: "cookie", answer: (value) => answered(() => within(`Hello ${value}`, /\*\{([^}]*)\}/g), 200) })),
  vulnerable("%{ } with arithmetic and no methods", (names) => oneField(names, { answer: (value) => answered(() => within(`Hello ${value}`, /%\{([^}]*)\}/g).replace(/-?\d{6,}(?=$)/g, (digits) => (value.includes("hashCode") ? "" : digits))) })),
  twin("the value is bound as a variable", (names) => oneField(names, { answer: (value) => answered(() => `${javaExpression("'Hello '")}${value}`) })),
  twin("the value is shown as it came", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(escapeHtml(value)) })),
  twin("JavaScript between ${ }, which another check finds", (names) => oneField(names, { answer: (value) => answered(() => value.replace(dollar, (_all, code: string) => String(evaluated(code)))) })),
  twin("delimiters bring an error of status 500", (names) => oneField(names, { by: "cookie", answer: (value) => (/[{}'"]/.test(value) ? htmlAnswer("javax.el.ELException: Failed to parse the expression", { status: 500 }) : htmlAnswer("fine")) })),
  twin("delimiters are taken away", (names) => oneField(names, { answer: (value) => htmlAnswer(escapeHtml(value.replace(/[#$%*@]\{|\}/g, ""))) })),
  twin("numbers are added, nothing else", (names) => oneField(names, { by: "json", value: "1+1", answer: (value) => { const parts = value.split("+"); return parts.every((part) => /^\d{1,12}$/.test(part)) ? jsonAnswer({ sum: parts.map(Number).reduce((a, b) => a + b) }) : jsonAnswer({ error: "numbers only" }, { status: 400 }); } })),
];
