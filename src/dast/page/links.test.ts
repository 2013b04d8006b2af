// Pages: elements with their places, what counts as a URL and what does not, and hostile pages in bounded time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exchange, Header } from "../exchange.ts";
import { elementsOf, parseElements } from "./elements.ts";
import { formsOf } from "./forms.ts";
import { linksOf } from "./links.ts";
import { scriptLinks } from "./script-links.ts";
import { canBeUrl, looksLikeUrl } from "./url-shape.ts";

const exchange = (text: string, type = "text/html", url = "http://h/dir/page", headers: readonly Header[] = []): Exchange => ({ seq: 1, at: 0, request: { method: "GET", url, headers: [], body: undefined }, failure: undefined, reply: { status: 200, headers: [["content-type", type], ...headers], body: Buffer.from(text), text, sizeBytes: text.length, truncated: false, headMs: 1, totalMs: 1 } });
const urls = (one: Exchange, foundOn?: string): string[] => linksOf(one, foundOn).links.map(({ url, method }) => (method === "GET" ? url : `${method} ${url}`));

describe("dast/page/elements", () => {
  const page = parseElements('<!doctype html>\n<title>A &amp; B</title>\n<a HREF="x?a=1&amp;b" href=z>t</a><!-- c --><select><option>a<option selected>b</select><script>if (a<b) "</b>"</script>');
  it("names, attributes, texts, places", () => {
    expect(page.elements.map(({ name, attributes, text, line }) => [name, { ...attributes }, text, line])).toEqual([["title", {}, "A & B", 2], ["a", { href: "x?a=1&b" }, "t", 3], ["select", {}, "", 3], ["option", {}, "a", 3], ["option", { selected: "" }, "b", 3], ["script", {}, 'if (a<b) "</b>"', 3]]);
    expect(page.comments).toEqual([{ text: " c ", offset: expect.any(Number) as number, line: 3 }]);
    expect(page.named("option").map(({ parent }) => parent?.name)).toEqual(["select", "select"]);
  });
  it("offsets are those of the text", () => {
    const text = "<p>a</p>\n<b x=1>c</b>";
    expect(parseElements(text).elements.map(({ offset, endOffset, closedAt }) => [text.slice(offset, endOffset), text.slice(closedAt, (closedAt ?? 0) + 2)])).toEqual([["<p>", "</"], ["<b x=1>", "</"]]);
  });
  it("a reply is read once, and only when it is markup", () => {
    const { reply } = exchange("<a href=x>");
    expect(reply && elementsOf(reply)).toBe(reply && elementsOf(reply));
    const json = exchange('{"a":"<b>"}', "application/json").reply;
    expect(json && elementsOf(json).elements).toEqual([]);
  });
});

describe("dast/page/url-shape", () => {
  it.each(["/a", "/a/b.php?x=1", "./a", "../a/b", "http://h/x", "//cdn.example/x", "a/b.jsp", "index.php?id=1", "api/users", "/users/{id}", "http://[::1]:80/"])("%s looks like a URL", (text) => { expect(looksLikeUrl(text)).toBe(true); });
  it.each(["text/html", "application/vnd.ms-excel", "1/2", "12/31/2024", "a b", "//", "/*", "use strict", "hello", "a.b.c", "1.2.3", "/>", "name@host.example", "#id", "image/svg+xml", "/[a-z]/g", "e.g."])("%s does not", (text) => { expect(looksLikeUrl(text)).toBe(false); });
  it.each(["users", "users/list", "a.b", "x?y=1", "/"])("%s can be one where one is expected", (text) => { expect(canBeUrl(text)).toBe(true); });
});

describe("dast/page/links: not taken", () => {
  it.each([
    ["other schemes", '<a href="mailto:a@b.c"><a href="tel:1"><img src="data:image/png;base64,AA"><a href="blob:x"><a href="ftp://h/x">'],
    ["anchors", '<a href="#x">'],
    ["an import of a package", '<script>import a from "react"; const m = new Map(); m.get("key"); x.replace("a", "b"); require("fs")</script>'],
    ["types, names and units", '<script>a = "text/html"; b = "click"; c = "1/2"; d = "M0 0L10 10"; e = ".class-name"; f = "Hello, world/there"</script>'],
    ["a namespace", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ])("%s", (_name, text) => { expect(urls(exchange(text))).toEqual([]); });
});

describe("dast/page/links: where references lead", () => {
  it("from the base, from the page, and for scripts from the page that included them", () => {
    expect(urls(exchange('<a href="a?b#c">'))).toEqual(["http://h/dir/a?b"]);
    expect(urls(exchange('<base href="/other/"><a href="a"><a href="//k/b">'))).toEqual(["http://h/other/a", "http://k/b"]);
    expect(urls(exchange('x("./a.json")', "text/javascript", "http://h/js/app.js"), "http://h/shop/")).toEqual(["http://h/shop/a.json", "http://h/js/a.json"]);
  });
  it("methods and bodies of scripts", () => {
    expect(scriptLinks('axios.post("/a", { x: 1, "y": "two", z })').map(({ method, body }) => [method, body?.text])).toEqual([["POST", '{"x":"1","y":"two","z":"1"}']]);
    expect(scriptLinks(`fetch("/c", { method: "POST", body: '{"a":{"b":"c"}}' }); fetch("/d", { method: "PUT", body: "{\\"a\\":1}" }); fetch("/e", { method: "POST", body: '<a>b</a>' }); fetch("/f", { method: "POST", body: '{not json}' })`).map(({ ref, body }) => `${ref} ${body?.mediaType ?? "-"} ${body?.text ?? ""}`)).toEqual(['/c application/json {"a":{"b":"c"}}', '/d application/json {"a":1}', "/e application/xml <a>b</a>", "/f - "]);
    expect(scriptLinks('fetch("/a"); fetch("/b", { method: "PATCH" })').map(({ ref, method }) => `${method ?? "GET"} ${ref}`)).toEqual(["GET /a", "PATCH /b"]);
  });
});

describe("dast/page/forms", () => {
  it.each([
    ["csrf_token", "abcdef12", "csrf_token"], ["__RequestVerificationToken", "x1y2z3w4", "__RequestVerificationToken"], ["h", "9f86d081884c7d659a2feaa0c55ad015", "h"], ["page", "2", undefined], ["return", "/a/very/long/path/of/words/2024", undefined],
  ])("the hidden field %s=%s guards: %s", (name, value, token) => {
    expect(formsOf(exchange(`<form method=post><input type=hidden name="${name}" value="${value}"><input name=a></form>`))[0]?.token).toBe(token);
  });
  it("a hostile pattern costs no time", () => {
    const startedAt = performance.now();
    formsOf(exchange(`<form><input name=a pattern="(a+)+b"><input name=b pattern="((x{1,90}){1,90}){1,90}"><input name=c pattern="["></form>`));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

const many = (text: string, count = 400_000): string => text.repeat(Math.ceil(count * 8 / text.length));
describe("dast/page: hostile pages are read in bounded time", () => {
  it.each([
    ["a million links", Array.from({ length: 200_000 }, (_one, index) => `<a href=/${index}>x</a>`).join("")],
    ["nesting without end", many("<b>")], ["end tags that close nothing", many("<b>", 200_000) + many("</x>", 200_000)], ["open comments", many("<!--")], ["less-than signs", many("<")], ["one tag of attributes", `<a ${many("x=/y ")}>`],
    ["forms in forms", many("<form><input name=a>")], ["srcset of commas", `<img srcset="${many(",")}">`], ["a script of quotes", `<script>${many("'\"`")}</script>`], ["a script of slashes", `<script>${many("/")}</script>`], ["templates in templates", `<script>${many("`${")}</script>`], ["concatenations", `<script>x=${many('"a"+')}1</script>`],
    ["words", many("aaaa/")], ["URLs in text", many("http://h/x ")], ["url( without end", `<style>${many("url(")}</style>`], ["imports without end", `<style>${many("@import '")}</style>`], ["comments of comments", many("<!--<a href=/x><!---->")], ["entities", many("&amp;")],
  ])("%s", (_name, text) => {
    const startedAt = performance.now();
    const one = exchange(text);
    expect(linksOf(one).links.length).toBeLessThanOrEqual(20_000);
    expect(formsOf(one).length).toBeLessThanOrEqual(200);
    expect(performance.now() - startedAt).toBeLessThan(8000);
  }, 30_000);
  it.each(["text/html", "text/javascript", "text/css", "application/json", "text/xml", "text/plain"])("noise as %s never throws", (type) => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."<>/='\"`${}()[]&;:#?.-!\\ \nahrefsc", "href=", "url(", "<script>", "http://", "://", "%") }), (text) => { const one = exchange(text, type); linksOf(one); formsOf(one); }), { numRuns: 200 });
  });
});
