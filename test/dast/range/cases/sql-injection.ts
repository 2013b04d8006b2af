// Cases of SQL injection over a real SQLite: what is put into the statement, and what the page shows of it.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";
import { openShop } from "../sqlite-shop.ts";
import type { Shop } from "../sqlite-shop.ts";

interface Made { shop: Shop; table: string; parameter: string; names: RangeNames }
interface Shape {
  name: string;
  vulnerable: boolean;
  /** The value the visitor's link carries. */
  value(made: Made): string;
  answer(made: Made, value: string, request: RangeRequest): RangeAnswer;
  /** How the value travels; default: a query. */
  by?: "query" | "form" | "json" | "cookie" | "header" | "path" | "base64";
}

/** Builds a case around one value: its page, its request, its handler. */
function caseOf({ name, vulnerable, value, answer, by = "query" }: Shape): RangeCase {
  return defineCase({
    check: "sql-injection", name, vulnerable,
    build(names): BuiltCase {
      const [table, parameter, path] = [`t${names.word("table")}`, names.word("parameter"), names.word("path")];
      const shop = openShop(names, table);
      const made: Made = { shop, table, parameter, names };
      const given = value(made);
      return {
        html: (prefix) => pageOf(by, { prefix, path, parameter, given }),
        requests: [requestOf(by, { path, parameter, given })],
        handle: (request) => (request.path.startsWith(`/${path}`) ? answer(made, valueIn(by, request, { path, parameter }), request) : undefined),
        close: () => { shop.close(); },
      };
    },
  });
}

interface Way { path: string; parameter: string; given: string }

function requestOf(by: Shape["by"], { path, parameter, given }: Way): BuiltCase["requests"][number] {
  const encoded = encodeURIComponent(given);
  switch (by) {
    case "form": return { method: "POST", path: `/${path}`, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${parameter}=${encoded}&lang=en` };
    case "json": return { method: "POST", path: `/${path}`, headers: [["content-type", "application/json"]], body: JSON.stringify({ filter: { [parameter]: given }, page: 1 }) };
    case "cookie": return { method: "GET", path: `/${path}`, headers: [["cookie", `${parameter}=${encoded}`]] };
    case "header": return { method: "GET", path: `/${path}`, headers: [[`x-${parameter}`, given]] };
    case "path": return { method: "GET", path: `/${path}/${encoded}` };
    case "base64": return { method: "GET", path: `/${path}?${parameter}=${encodeURIComponent(Buffer.from(given).toString("base64"))}` };
    default: return { method: "GET", path: `/${path}?${parameter}=${encoded}&lang=en` };
  }
}

function valueIn(by: Shape["by"], request: RangeRequest, { path, parameter }: Omit<Way, "given">): string {
  switch (by) {
    case "form": return request.form().get(parameter) ?? "";
    case "json": return String((request.json() as { filter?: Record<string, unknown> } | undefined)?.filter?.[parameter] ?? "");
    case "cookie": return request.cookies[parameter] ?? "";
    case "header": return request.headers[`x-${parameter}`] ?? "";
    case "path": return decodeURIComponent(request.path.slice(path.length + 2));
    case "base64": return Buffer.from(request.query.get(parameter) ?? "", "base64").toString("utf8");
    default: return request.query.get(parameter) ?? "";
  }
}

function pageOf(by: Shape["by"], { prefix, path, parameter, given }: Way & { prefix: string }): string {
  const request = requestOf(by, { path, parameter, given });
  if (by === "form") return `<form method="post" action="${prefix}/${path}"><input name="${parameter}" value="${escapeHtml(given)}"><input name="lang" value="en"><button>Go</button></form>`;
  if (by === "query" || by === "path" || by === "base64") return `<a href="${prefix}${escapeHtml(request.path)}">list</a>`;
  const cookie = by === "cookie" ? `document.cookie = ${JSON.stringify(`${parameter}=${encodeURIComponent(given)}; path=${prefix}`)};` : "";
  return `<script>${cookie}fetch(${JSON.stringify(`${prefix}${request.path}`)}, ${JSON.stringify({ method: request.method, headers: Object.fromEntries((request.headers ?? []).filter(([name]) => name !== "cookie")), ...(request.body === undefined ? {} : { body: request.body }) })});</script>`;
}

const listOf = (rows: readonly Record<string, unknown>[]): RangeAnswer => htmlAnswer(`<!doctype html><title>List</title><h1>Things</h1><ul>${rows.map((row) => `<li>${escapeHtml(Object.values(row).map(String).join(", "))}</li>`).join("")}</ul>`);
const failed = (thrown: unknown): string => `SQLite3::SQLException: ${(thrown as Error).message}`;
const sorry = htmlAnswer("<!doctype html><title>Sorry</title><p>Something went wrong.</p>", { status: 500 });
const quiet = (rows: () => RangeAnswer, otherwise: RangeAnswer): RangeAnswer => { try { return rows(); } catch { return otherwise; } };
const loud = (rows: () => RangeAnswer, status: number): RangeAnswer => { try { return rows(); } catch (thrown) { return htmlAnswer(`<p>${escapeHtml(failed(thrown))}</p>`, { status }); } };
const first = ({ shop }: Made): string => shop.rows[0]?.name ?? "";
const firstId = ({ shop }: Made): string => String(shop.rows[1]?.id ?? 0);
const empty = listOf([]);

const vulnerable: readonly Omit<Shape, "vulnerable">[] = [
  { name: "a text in quotes, errors shown with 500", value: first, answer: ({ shop, table }, value) => loud(() => listOf(shop.all(`SELECT name, price FROM ${table} WHERE name = '${value}'`)), 500) },
  { name: "a number, errors shown with 200", value: firstId, answer: ({ shop, table }, value) => loud(() => listOf(shop.all(`SELECT name FROM ${table} WHERE id = ${value}`)), 200) },
  { name: "a number, errors answered as an empty list", value: firstId, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE id = ${value}`)), empty) },
  { name: "a text in brackets, errors answered as an empty list", value: first, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name, kind FROM ${table} WHERE ((name = '${value}') AND price > 0)`)), empty) },
  { name: "a pattern between percent signs", value: (made) => first(made).slice(1, 5), answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE name LIKE '%${value}%' ORDER BY id`)), empty) },
  { name: "a list after IN, in a form", by: "form", value: firstId, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE id IN (100, ${value})`)), sorry) },
  { name: "the column to sort by, errors answered with 500", value: () => "price", answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name, price FROM ${table} ORDER BY ${value}`)), sorry) },
  { name: "the direction of sorting", value: () => "desc", answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name, price FROM ${table} ORDER BY price ${value}`)), empty) },
  { name: "a login that redirects", by: "form", value: () => "nobody", answer: ({ shop }, value) => quiet(() => (shop.all(`SELECT login FROM people WHERE login = '${value}' AND password = 'wrong'`).length > 0 ? { status: 302, headers: [["location", "./inside"]] } : { status: 302, headers: [["location", "./again"]] }), { status: 302, headers: [["location", "./again"]] }) },
  { name: "a search that finds nothing, in JSON", by: "json", value: () => "nothing", answer: ({ shop, table }, value) => quiet(() => jsonAnswer({ found: shop.all(`SELECT name FROM ${table} WHERE kind = '${value}'`) }), jsonAnswer({ found: [] })) },
  { name: "a page that always looks the same", value: first, answer: ({ shop, table }, value) => { quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value}'`)), empty); return htmlAnswer("<p>Thank you.</p>"); } },
  { name: "a row that is written, errors swallowed", by: "form", value: () => "hello", answer: ({ shop }, value) => { quiet(() => { shop.run(`INSERT INTO people VALUES ('guest', '', '${value}')`); return empty; }, empty); return htmlAnswer("<p>Saved.</p>"); } },
  { name: "a cookie in a statement", by: "cookie", value: first, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value}'`)), empty) },
  { name: "a header in a statement", by: "header", value: first, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value}'`)), sorry) },
  { name: "a segment of the path, the page with the time of day", by: "path", value: firstId, answer: ({ shop, table }, value) => quiet(() => htmlAnswer(`<p class="t">${new Date().toISOString()}</p><p>${process.hrtime.bigint()}</p>${String(listOf(shop.all(`SELECT name FROM ${table} WHERE id = ${value}`)).body)}`), sorry) },
  { name: "a value within base64", by: "base64", value: first, answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value}'`)), empty) },
  { name: "an argument of a function, the value shown too", value: first, answer: ({ shop, table }, value) => quiet(() => htmlAnswer(`<h1>Results for ${escapeHtml(value)}</h1>${String(listOf(shop.all(`SELECT name FROM ${table} WHERE name = LOWER(TRIM('${value}'))`)).body)}`), sorry) },
  { name: "a number of rows", value: () => "4", answer: ({ shop, table }, value) => quiet(() => listOf(shop.all(`SELECT name FROM ${table} ORDER BY id LIMIT ${value}`)), empty) },
  { name: "a name in double quotes", value: () => "price", answer: ({ shop, table }, value) => loud(() => listOf(shop.all(`SELECT name FROM ${table} ORDER BY "${value}", id`)), 200) },
  { name: "a search that finds nothing, conditions are refused", value: () => "nothing", answer: ({ shop, table }, value) => quiet(() => (/\b(?:and|or|between|case|recursive)\b|\|\|/i.test(value) ? sorry : listOf(shop.all(`SELECT name, kind, price FROM ${table} WHERE kind = '${value}'`))), sorry) },
  { name: "a form that deletes what fits, errors answered otherwise", by: "form", value: () => "delete-nothing", answer: ({ shop }, value) => quiet(() => { shop.run(`DELETE FROM people WHERE login = '${value}'`); return htmlAnswer("<p>Gone.</p>"); }, sorry) },
];

let visits = 0;

const secure: readonly Omit<Shape, "vulnerable">[] = [
  { name: "a parameter of a prepared statement", value: first, answer: ({ shop, table }, value) => listOf(shop.all(`SELECT name FROM ${table} WHERE name = ?`, value)) },
  { name: "a number that is parsed and echoed as it came", value: firstId, answer: ({ shop, table }, value) => htmlAnswer(`<p>You asked for ${escapeHtml(value)}</p>${String(listOf(shop.all(`SELECT name FROM ${table} WHERE id = ${Number.parseInt(value, 10) || 0}`)).body)}`) },
  { name: "quotes are doubled", value: first, answer: ({ shop, table }, value) => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value.replaceAll("'", "''").replaceAll("\u0000", "")}'`)) },
  { name: "everything but letters and digits is taken out", value: first, answer: ({ shop, table }, value) => listOf(shop.all(`SELECT name FROM ${table} WHERE name = '${value.replaceAll(/\W/g, "")}'`)) },
  { name: "sorting by a list of columns", value: () => "price", answer: ({ shop, table }, value) => listOf(shop.all(`SELECT name FROM ${table} ORDER BY ${["price", "name", "id"].includes(value) ? value : "id"}`)) },
  { name: "quotes are refused with an error that names the database", value: first, answer: ({ shop, table }, value) => (/['"]/.test(value) ? htmlAnswer("<p>Bad input for the database.</p>", { status: 500 }) : listOf(shop.all(`SELECT name FROM ${table} WHERE name = ?`, value))) },
  { name: "words of SQL are blocked by a firewall", value: first, answer: ({ shop, table }, value) => (/\b(?:or|and|between|select)\b|--|\/\*/i.test(value) ? htmlAnswer("<p>This request has been blocked. Attack detected.</p>", { status: 403 }) : listOf(shop.all(`SELECT name FROM ${table} WHERE name = ?`, value))) },
  { name: "a page that changes at every visit", value: first, answer: ({ names }) => { visits += 1; return htmlAnswer(`<p>${names.word(`tip/${visits % 3}`)}</p><ul>${"<li>x</li>".repeat(visits % 2)}</ul>`); } },
  { name: "a page that is sometimes slow", by: "form", value: first, answer: () => { visits += 1; return htmlAnswer("<p>Thank you.</p>", { delayMs: visits % 7 === 3 ? 1100 : 5 }); } },
  { name: "a limit on requests", value: first, answer: ({ shop, table }, value) => { visits += 1; return visits % 5 > 2 ? htmlAnswer("<p>Too many requests.</p>", { status: 429 }) : listOf(shop.all(`SELECT name FROM ${table} WHERE name = ?`, value)); } },
  { name: "a bound value that does not fit its type, the error shown", by: "json", value: firstId, answer: (_made, value) => (/^\d+$/.test(value) ? jsonAnswer({ ok: true }) : jsonAnswer({ error: `invalid input syntax for type integer: "${value}"` }, { status: 500 })) },
  { name: "a text about SQL errors", value: first, answer: () => htmlAnswer("<p>If you see: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version</p>") },
  { name: "arithmetic of its own", value: () => "12", answer: ({ shop, table }, value) => { const [, one = "0", sign = "+", two = "0"] = /^(\d+)(?:([+-])(\d+))?$/.exec(value) ?? []; return listOf(shop.all(`SELECT name FROM ${table} WHERE price > ?`, Number(one) + (sign === "-" ? -1 : 1) * Number(two))); } },
  { name: "the length of the value decides", by: "cookie", value: first, answer: (_made, value) => htmlAnswer(`<p>${value.length > 30 ? "long" : "short"}</p>`) },
];

export const cases: readonly RangeCase[] = [
  ...vulnerable.map((shape) => caseOf({ ...shape, vulnerable: true })),
  ...secure.map((shape) => caseOf({ ...shape, vulnerable: false })),
];
