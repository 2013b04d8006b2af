// Cases of XPath injection over a small interpreter of XPath.
import { escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { oneValue } from "../one-value.ts";
import type { Carrier } from "../one-value.ts";
import { selectPeople } from "../xpath-document.ts";
import type { Person } from "../xpath-document.ts";

type Ask = (people: readonly Person[], given: string) => RangeAnswer;
const list = (people: readonly Person[]): RangeAnswer => htmlAnswer(`<h1>People</h1><ul>${people.map(({ name = "" }) => `<li>${escapeHtml(name)}</li>`).join("")}</ul>`);
const attempt = (ask: () => RangeAnswer, otherwise: (thrown: Error) => RangeAnswer = () => htmlAnswer("<p>Sorry.</p>", { status: 500 })): RangeAnswer => { try { return ask(); } catch (thrown) { return otherwise(thrown as Error); } };
const known = (people: readonly Person[]): string => people[2]?.name ?? "";
const one = (vulnerable: boolean) => (name: string, by: Carrier, value: (people: readonly Person[]) => string, ask: Ask): RangeCase => oneValue({
  check: "xpath-injection", name, vulnerable, by,
  build: (names) => { const people = Array.from({ length: 6 }, (_, at): Person => ({ name: names.word(`person/${at}`), role: names.word(`role/${at % 2}`), id: String(20 + at) })); return { value: value(people), answer: (given) => ask(people, String(given)) }; },
});
const [weak, sound] = [one(true), one(false)];
const variable = (people: readonly Person[], given: string): Person[] => people.filter(({ name }) => name === given);

let visits = 0;

export const cases: readonly RangeCase[] = [
  weak("a text in single quotes, the error shown", "query", known, (people, given) => attempt(() => list(selectPeople(people, `name='${given}'`)), (thrown) => htmlAnswer(`<p>XPathException: ${escapeHtml(thrown.message)}</p>`, { status: 500 }))),
  weak("a text in single quotes, errors swallowed", "query", known, (people, given) => attempt(() => list(selectPeople(people, `name='${given}'`)), () => list([]))),
  weak("a text in double quotes", "cookie", known, (people, given) => attempt(() => list(selectPeople(people, `name="${given}"`)))),
  weak("nothing found by itself", "header", () => "nobody", (people, given) => attempt(() => list(selectPeople(people, `name='${given}' and role='x'`)), () => list([]))),
  weak("a login that redirects", "form", () => "nobody", (people, given) => attempt(() => ({ status: 302, headers: [["location", selectPeople(people, `name='${given}' and role='none'`).length > 0 ? "./in" : "./out"]] }), () => ({ status: 302, headers: [["location", "./out"]] }))),
  weak("an argument of contains()", "query", (people) => known(people).slice(1, 5), (people, given) => attempt(() => list(selectPeople(people, `contains(name,'${given}')`)), () => list([]))),
  weak("a number without quotes, in JSON", "json", () => "22", (people, given) => attempt(() => list(selectPeople(people, `id=${given}`)))),

  sound("a variable", "query", known, (people, given) => list(variable(people, given))),
  sound("quotes are refused", "query", known, (people, given) => (/['"]/.test(given) ? htmlAnswer("<p>Sorry.</p>", { status: 500 }) : list(selectPeople(people, `name='${given}'`)))),
  sound("quotes are taken out", "query", known, (people, given) => attempt(() => list(selectPeople(people, `name='${given.replaceAll(/['"]/g, "")}'`)))),
  sound("only letters and digits", "cookie", known, (people, given) => list(selectPeople(people, `name='${given.replaceAll(/[^A-Za-z0-9]/g, "")}'`))),
  sound("a number that is parsed", "json", () => "22", (people, given) => list(selectPeople(people, `id=${Number.parseInt(given, 10) || 0}`))),
  sound("the value is echoed", "query", known, (people, given) => htmlAnswer(`<p>Looking for ${escapeHtml(given)}</p>${String(list(variable(people, given)).body)}`)),
  sound("a page that changes at every visit", "query", known, (people) => { visits += 1; return list(people.slice(0, visits % 4)); }),
];
