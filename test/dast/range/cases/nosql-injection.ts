// Cases of NoSQL injection over a small document store that evaluates operators and JavaScript.
import { escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeNames } from "../case.ts";
import { documentsOf, find, findWhere } from "../documents.ts";
import type { Doc } from "../documents.ts";
import { oneValue } from "../one-value.ts";
import type { Carrier } from "../one-value.ts";

type Ask = (docs: readonly Doc[], given: unknown) => RangeAnswer;
const list = (docs: readonly Doc[]): RangeAnswer => htmlAnswer(`<h1>Found</h1><ul>${docs.map(({ name }) => `<li>${escapeHtml(String(name))}</li>`).join("")}</ul>`);
const failing = (ask: () => RangeAnswer, otherwise: (thrown: Error) => RangeAnswer = () => htmlAnswer("<p>Sorry.</p>", { status: 500 })): RangeAnswer => { try { return ask(); } catch (thrown) { return otherwise(thrown as Error); } };
const known = (docs: readonly Doc[]): string => String(docs[1]?.name ?? "");

const one = (vulnerable: boolean) => (name: string, by: Carrier, value: (docs: readonly Doc[]) => string, ask: Ask): RangeCase =>
  oneValue({ check: "nosql-injection", name, vulnerable, by, build: (names: RangeNames) => { const docs = documentsOf(names); return { value: value(docs), answer: (given) => ask(docs, given) }; } });
const [weak, sound] = [one(true), one(false)];

let visits = 0;

export const cases: readonly RangeCase[] = [
  weak("an operator object in a query finds other documents", "query", known, (docs, given) => failing(() => list(find(docs, { name: given })))),
  weak("an operator object in JSON", "json", known, (docs, given) => failing(() => jsonAnswer(find(docs, { name: given }).map(({ name }) => name)))),
  weak("a login by operators, answered with redirects", "form", () => "nobody", (docs, given) => failing(() => ({ status: 302, headers: [["location", find(docs, { name: given }).length > 0 ? "./inside" : "./again"]] }))),
  weak("a login in JSON, errors swallowed", "json", () => "nobody", (docs, given) => failing(() => jsonAnswer({ ok: find(docs, { secret: given }).length > 0 }), () => jsonAnswer({ ok: false }))),
  weak("a condition in JavaScript, in single quotes", "query", known, (docs, given) => failing(() => list(findWhere(docs, `this.name == '${String(given)}'`)))),
  weak("a condition in JavaScript with double quotes, nothing found", "cookie", () => "nobody", (docs, given) => failing(() => list(findWhere(docs, `this.name == "${String(given)}"`)), () => list([]))),
  weak("a condition in JavaScript with its error shown", "query", known, (docs, given) => failing(() => list(findWhere(docs, `this.name == '${String(given)}'`)), (thrown) => htmlAnswer(`<p>MongoServerError: ${escapeHtml(thrown.message)}</p>`))),
  weak("a number in a condition in JavaScript", "query", () => "12", (docs, given) => failing(() => list(findWhere(docs, `this.size == ${String(given)}`)))),
  weak("a condition in JavaScript behind a page that never changes", "form", known, (docs, given) => { failing(() => list(findWhere(docs.slice(0, 1), `this.name == '${String(given)}'`))); return htmlAnswer("<p>Thanks.</p>"); }),

  sound("only texts are taken", "query", known, (docs, given) => (typeof given === "string" ? list(find(docs, { name: given })) : htmlAnswer("<p>Text, please.</p>", { status: 400 }))),
  sound("objects become texts", "query", known, (docs, given) => list(find(docs, { name: String(given) }))),
  sound("JSON with a schema", "json", known, (docs, given) => (typeof given === "string" ? jsonAnswer(find(docs, { name: given })) : jsonAnswer({ error: "name must be string" }, { status: 422 }))),
  sound("operators are taken out", "json", known, (docs, given) => jsonAnswer(find(docs, { name: typeof given === "object" && given !== null ? Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith("$"))) : given }).length)),
  sound("$eq around whatever came", "json", known, (docs, given) => jsonAnswer(find(docs, { name: { $eq: given } }).map(({ name }) => name))),
  sound("an operator is echoed and not used", "query", known, (docs, given) => htmlAnswer(`<p>${escapeHtml(JSON.stringify(given))}</p>${String(list(find(docs, { name: "none" })).body)}`)),
  sound("quotes in a condition are escaped", "query", known, (docs, given) => list(findWhere(docs, `this.name == ${JSON.stringify(String(given))}`))),
  sound("a page that changes at every visit", "query", known, (docs) => { visits += 1; return list(docs.slice(0, visits % 3)); }),
  sound("whatever is no word is refused", "form", known, (docs, given) => (typeof given === "string" && /^\w+$/.test(given) ? list(find(docs, { name: given })) : htmlAnswer("<p>No.</p>", { status: 500 }))),
];
