// Range cases of code injection: values that real interpreters of JavaScript, Python and Perl run, and twins that parse them.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { confined, installed, python, pythonPath } from "../confined.ts";
import { oneField } from "../one-field.ts";
import { evaluated } from "../rendering.ts";

const check = "code-injection";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const answered = (make: () => unknown, status = 500): RangeAnswer => { try { return htmlAnswer(`<output>${escapeHtml(String(make()))}</output>`); } catch { return htmlAnswer("That cannot be computed.", { status }); } };
const py = async (program: string, value: string): Promise<RangeAnswer> => { const { output, code } = await python(pythonPath ?? "", program, value); return code === 0 ? htmlAnswer(`<pre>${escapeHtml(output)}</pre>`) : htmlAnswer("Something went wrong."); };
const perl = async (program: string): Promise<RangeAnswer> => { const { output, code } = await confined("perl", ["-e", program]); return code === 0 ? htmlAnswer(`<pre>${escapeHtml(output)}</pre>`) : htmlAnswer("Internal error", { status: 500 }); };

const pythonCases: readonly RangeCase[] = pythonPath === undefined ? [] : [
  vulnerable("Python evaluates the value", (names) => oneField(names, { value: "2+3", answer: (value) => py("import sys;print(eval(sys.argv[1]))", value) })),
  vulnerable("Python evaluates a string around the value, in a form", (names) => oneField(names, { by: "form", answer: (value) => py("import sys;print(eval(\"'Hello \"+sys.argv[1]+\"'\"))", value) })),
  vulnerable("Python runs the value, and shows what it prints", (names) => oneField(names, { by: "json", value: "print(1)", answer: (value) => py("import sys;exec(sys.argv[1])", value) })),
  vulnerable("Python runs the value, and shows nothing", (names) => oneField(names, { value: "a=1", answer: async (value) => { await py("import sys;exec(sys.argv[1])", value); return htmlAnswer("Stored."); } })),
  twin("Python reads literals only", (names) => oneField(names, { value: "[1,2]", answer: (value) => py("import sys,ast;print(ast.literal_eval(sys.argv[1]))", value) })),
];
const perlCases: readonly RangeCase[] = installed("perl") ? [vulnerable("Perl: a value within double quotes", (names) => oneField(names, { by: "cookie", answer: (value) => perl(`print "Hello ${value}";`) }))] : [];

export const cases: readonly RangeCase[] = [
  ...pythonCases, ...perlCases,
  vulnerable("JavaScript evaluates the value", (names) => oneField(names, { value: "2+3", answer: (value) => answered(() => evaluated(value)) })),
  vulnerable("JavaScript: a value within single quotes, errors of status 200", (names) => oneField(names, { by: "form", answer: (value) => answered(() => evaluated(`var s='Hello ${value}';s`), 200) })),
  vulnerable("JavaScript: a value within double quotes, in JSON", (names) => oneField(names, { by: "json", answer: (value) => { try { return jsonAnswer({ greeting: evaluated(`"Hello ${value}"`) }); } catch { return jsonAnswer({ error: "bad" }, { status: 400 }); } } })),
  vulnerable("JavaScript: a number in an expression, nothing shown", (names) => oneField(names, { value: "7", answer: (value) => { try { evaluated(`var total=100*${value}`); } catch { /* nobody is told */ } return htmlAnswer("Thank you."); } })),
  vulnerable("JavaScript: a value within backticks, in a cookie", (names) => oneField(names, { by: "cookie", answer: (value) => answered(() => evaluated(`\`Hello ${value}\``)) })),
  twin("numbers only, the rest is refused", (names) => oneField(names, { value: "5", answer: (value) => answered(() => { if (!/^\d{1,9}$/.test(value)) throw new Error("number"); return Number(value) * 2; }) })),
  twin("a calculator with a parser of its own", (names) => oneField(names, { value: "2*3", answer: (value) => answered(() => { const [, a, b] = /^(\d{1,9})\*(\d{1,9})$/.exec(value) ?? []; if (a === undefined) throw new Error("product"); return Number(a) * Number(b); }) })),
  twin("the value is JSON, and parsed as that", (names) => oneField(names, { by: "json", value: "[1]", answer: (value) => answered(() => JSON.stringify(JSON.parse(value))) })),
  twin("the value is a string for the interpreter, quoted as JSON", (names) => oneField(names, { by: "form", answer: (value) => answered(() => evaluated(`"Hello "+${JSON.stringify(value)}`)) })),
  twin("the value is shown as it came", (names) => oneField(names, { answer: (value) => htmlAnswer(`<p>${escapeHtml(value)}`) })),
  twin("quotes and brackets bring an error of status 500", (names) => oneField(names, { by: "cookie", answer: (value) => (/['"\x60(){}]/.test(value) ? htmlAnswer("SyntaxError: Unexpected token", { status: 500 }) : htmlAnswer("fine")) })),
];
