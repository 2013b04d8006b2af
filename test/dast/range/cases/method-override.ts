// Applications that let a header or parameter change the method, and those that ignore it or refuse it for other reasons.
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE"]);
const shown = (names: { word(label: string): string }): RangeAnswer => htmlAnswer(`<h1>${names.word("title")}</h1><p>${names.word("text")}`);
const page = (name: string, vulnerable: boolean, handle: (request: RangeRequest, usual: RangeAnswer) => RangeAnswer): RangeCase => defineCase({
  check: "method-override", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("page")}`;
    return { html: (prefix) => `<a href="${prefix}${path}">page</a>`, requests: [{ method: "GET", path }], handle: (request) => (request.path === path ? handle(request, shown(names)) : undefined) };
  },
});
/** The method is what `named` says, when it says anything. */
const honours = (named: (request: RangeRequest) => string | null | undefined, status = 405) => (request: RangeRequest, usual: RangeAnswer): RangeAnswer => (methods.has(named(request) ?? "GET") ? usual : { status, body: "Method not allowed" });

export const cases: readonly RangeCase[] = [
  page("x-http-method-override", true, honours(({ headers }) => headers["x-http-method-override"])),
  page("x-http-method", true, honours(({ headers }) => headers["x-http-method"])),
  page("x-method-override", true, honours(({ headers }) => headers["x-method-override"])),
  page("a parameter", true, honours(({ query }) => query.get("_method"))),
  page("a router without such a route", true, honours(({ headers }) => headers["x-http-method-override"], 404)),
  page("a server that does not know the method", true, honours(({ headers }) => headers["x-http-method"], 501)),
  page("ignored", false, (_request, usual) => usual),
  page("only where the request is a POST", false, (request, usual) => (request.method === "POST" ? honours(({ headers }) => headers["x-http-method-override"])(request, usual) : usual)),
  page("refused whatever it says", false, ({ headers }, usual) => (headers["x-http-method-override"] === undefined ? usual : { status: 400, body: "No." })),
  page("a filter that blocks unknown parameters", false, ({ query }, usual) => (query.has("_method") ? { status: 403, body: "Blocked" } : usual)),
  page("an answer that changes by itself", false, ((): ((request: RangeRequest, usual: RangeAnswer) => RangeAnswer) => { let asked = 0; return (_request, usual) => { asked += 1; return asked % 3 === 0 ? { status: 404, body: "Not now" } : usual; }; })()),
  page("the value is shown, and that is all", false, ({ query, headers }) => htmlAnswer(`<h1>Page</h1><p>${(query.get("_method") ?? headers["x-http-method"] ?? "").replaceAll(/\W/g, "")}`)),
];
