// Range cases of template injection: values joined into templates that real engines render, and twins that hand them over as data.
import { Liquid } from "liquidjs";
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { python, pythonHas } from "../confined.ts";
import { oneField } from "../one-field.ts";
import { dollarBraces, doubleBraces, ejs, handlebars, hashBraces, rendered } from "../rendering.ts";

const check = "template-injection";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const liquid = new Liquid();
const safely = async (make: () => string | Promise<string>, status = 500): Promise<RangeAnswer> => { try { return htmlAnswer(await make()); } catch (thrown) { return htmlAnswer(`<h1>Template error</h1>${escapeHtml(String(thrown))}`, { status }); } };
const jinja = pythonHas("jinja2");
const renderJinja = async (template: string, name: string): Promise<string> => {
  const { output, code, errors } = await python(jinja ?? "", "import sys,jinja2;print(jinja2.Template(sys.argv[1]).render(name=sys.argv[2]))", template, name);
  if (code !== 0) throw new Error(errors.split("\n").at(-2) ?? "error");
  return output;
};
const jinjaCases: readonly RangeCase[] = jinja === undefined ? [] : [
  vulnerable("Jinja2: a value in the template", (names) => oneField(names, { answer: (value) => safely(() => renderJinja(`<h1>Hello ${value}!</h1>`, "")) })),
  vulnerable("Jinja2: a value within an expression", (names) => oneField(names, { by: "form", value: "name", answer: (value) => safely(() => renderJinja(`<h1>Hello {{ ${value} }}!</h1>`, "you")) })),
  twin("Jinja2: a value as data", (names) => oneField(names, { answer: (value) => safely(() => renderJinja("<h1>Hello {{ name|e }}!</h1>", value)) })),
];

export const cases: readonly RangeCase[] = [
  ...jinjaCases,
  vulnerable("Liquid: a value in the template", (names) => oneField(names, { answer: (value) => safely(async () => String(await liquid.parseAndRender(`<h1>Dear ${value}</h1>`))) })),
  vulnerable("<%= %>: a value in JSON, the page in JSON", (names) => oneField(names, { by: "json", answer: (value) => { try { return jsonAnswer({ mail: rendered(`Dear ${value}, welcome.`, ejs) }); } catch { return jsonAnswer({ error: "cannot render" }, { status: 400 }); } } })),
  vulnerable("${ }: a value in a cookie", (names) => oneField(names, { by: "cookie", answer: (value) => safely(() => rendered(`<p>Theme ${value}</p>`, dollarBraces)) })),
  vulnerable("#{ }: numbers are shown with separators", (names) => oneField(names, { answer: (value) => safely(() => rendered(`<p>Size ${value}</p>`, hashBraces).replace(/\d{5,}/g, (digits) => Number(digits).toLocaleString("en-US"))) })),
  vulnerable("{{ }}: errors bring the same page", (names) => oneField(names, { by: "form", answer: (value) => safely(() => rendered(`<p>Hello ${value}</p>`, doubleBraces), 200) })),
  vulnerable("Handlebars: blocks without arithmetic", (names) => oneField(names, { answer: (value) => safely(() => handlebars(`<p>Hello ${value}</p>`)) })),
  vulnerable("${ }: a value in a header of its own", (names) => oneField(names, { by: "header", answer: (value) => safely(() => rendered(`<p>For ${value}</p>`, dollarBraces)) })),
  twin("Liquid: a value as data", (names) => oneField(names, { answer: (value) => safely(async () => String(await liquid.parseAndRender("<h1>Dear {{ name | escape }}</h1>", { name: value }))) })),
  twin("the value is shown as it came", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(`<p>Hello ${escapeHtml(value)}`) })),
  twin("everything between braces is taken away", (names) => oneField(names, { answer: (value) => htmlAnswer(`<p>Hello ${escapeHtml(value.replace(/\{+[^}]*\}+/g, ""))}`) })),
  twin("braces bring an error of status 500", (names) => oneField(names, { by: "json", answer: (value) => (/[{}<$#]/.test(value) ? jsonAnswer({ error: "TemplateSyntaxError: unexpected char" }, { status: 500 }) : jsonAnswer({ hello: value })) })),
  twin("a calculator multiplies what stands in the text", (names) => oneField(names, { value: "2*3", answer: (value) => htmlAnswer(`<p>${escapeHtml(value.replace(/(\d{1,9})\*(\d{1,9})/g, (_all, a: string, b: string) => String(Number(a) * Number(b))))}`) })),
  twin("the browser renders the template, not the server", (names) => oneField(names, { by: "cookie", answer: (value) => htmlAnswer(`<div id="app">${escapeHtml(value)}</div><script>/* rendered in the browser */</script>`) })),
  twin("a page that counts its visitors", (names) => { let visits = 0; return oneField(names, { answer: () => { visits += 1; return htmlAnswer(`<p>You are visitor ${visits}`); } }); }),
];
