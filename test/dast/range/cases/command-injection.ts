// Range cases of command injection: real shells with values in every quoting, and twins that run the same programs safely.
import { confined, sh } from "../confined.ts";
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { oneField } from "../one-field.ts";

const shown = ({ output, errors }: { output: string; errors: string }): RangeAnswer => htmlAnswer(`<h1>Result</h1><pre>${escapeHtml(output + errors)}</pre>`);
const check = "command-injection";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;

export const cases: readonly RangeCase[] = [
  vulnerable("a value without quotes at the end of a command", (names) => oneField(names, { answer: async (value) => shown(await sh(`printf 'looking for %s\\n' ${value}`)) })),
  vulnerable("a value in double quotes amid a command, in a form", (names) => oneField(names, { by: "form", answer: async (value) => shown(await sh(`printf '%s' "host ${value}" && echo done`)) })),
  vulnerable("a value in single quotes that are not escaped", (names) => oneField(names, { answer: async (value) => shown(await sh(`printf '%s' 'host ${value}'; echo done`)) })),
  vulnerable("semicolons, ampersands and pipes are taken away, newlines are not", (names) => oneField(names, { answer: async (value) => shown(await sh(`printf '%s ' ${value.replace(/[;&|]/g, "")}`)) })),
  vulnerable("blanks are refused, a value in a cookie", (names) => oneField(names, { by: "cookie", answer: async (value) => (/\s/.test(value) ? htmlAnswer("No blanks, please.", { status: 400 }) : shown(await sh(`printf '%s' ${value}`))) })),
  vulnerable("the output is never shown, only time tells", (names) => oneField(names, { answer: async (value) => { await sh(`printf '%s' ${value}`); return htmlAnswer("Your report is being made."); } })),
  vulnerable("the command line is the value, in JSON", (names) => oneField(names, { by: "json", value: "date", answer: async (value) => jsonAnswer({ output: (await sh(value)).output }) })),
  vulnerable("output within an error page of status 500, a value in a header of its own", (names) => oneField(names, { by: "header", answer: async (value) => { const { output } = await sh(`test -f ${value}`); return htmlAnswer(`<h1>Failed</h1>${escapeHtml(output)}`, { status: 500 }); } })),
  vulnerable("only a pipe gets through", (names) => oneField(names, { answer: async (value) => shown(await sh(`printf '%s' ${value.replace(/[;&\n$\x60]/g, "")}`)) })),
  vulnerable("the value splits into a program and its arguments, without a shell", (names) => oneField(names, { value: "date", answer: async (value) => { const [program = "", ...args] = value.split(" "); return shown(await confined(program, args)); } })),
  twin("the same program with an array of arguments", (names) => oneField(names, { answer: async (value) => shown(await confined("printf", ["looking for %s\\n", value])) })),
  twin("single quotes, and those within escaped as a shell needs it", (names) => oneField(names, { answer: async (value) => shown(await sh(`printf '%s' ${quoted(value)}`)) })),
  twin("only letters and digits are let through", (names) => oneField(names, { answer: async (value) => (/^\w+$/.test(value) ? shown(await sh(`printf '%s' ${value}`)) : htmlAnswer("That is no name.", { status: 400 })) })),
  twin("the value is echoed as it came", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(`<p>You asked for ${escapeHtml(value)}.`) })),
  twin("special characters bring an error of status 500", (names) => oneField(names, { answer: (value) => (/[;&|$\x60'"]/.test(value) ? htmlAnswer("sh: 1: Syntax error: Unterminated quoted string", { status: 500 }) : htmlAnswer("fine")) })),
  twin("a page that is slow by turns", (names) => { let turn = 0; return oneField(names, { answer: () => { turn += 1; return htmlAnswer("Ready.", { delayMs: turn % 11 === 3 || turn % 17 === 6 ? 2_200 : 20 }); } }); }),
  twin("a calculator that multiplies what it is given", (names) => oneField(names, { value: "2*3", answer: (value) => { const found = /(\d{1,9})\s*\*\s*(\d{1,9})/.exec(value); return htmlAnswer(found === null ? "Write a*b." : `= ${Number(found[1]) * Number(found[2])}`); } })),
  twin("an item of a fixed list", (names) => oneField(names, { by: "json", answer: async (value) => jsonAnswer({ output: (await sh(({ garden: "echo garden", date: "date +%Y" } as Record<string, string>)[value] ?? "echo unknown")).output }) })),
];
