// Insertion points: each kind is found, put back equivalently, and carries any text that the place can hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headersOf } from "../exchange.ts";
import type { Header, TestRequest } from "../exchange.ts";
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import { routeFrom } from "../route-from.ts";
import { pointsOf, withValue } from "./points.ts";
import { pointsToTest } from "./points-to-test.ts";

const route = (request: Partial<TestRequest> & { url: string }): Route => routeFrom({ method: "GET", headers: [], body: undefined, ...request }, { source: "link", foundOn: undefined, depth: 0 });
const base = "http://shop.example";
const json: Header = ["Content-Type", "application/json"];
const form: Header = ["Content-Type", "application/x-www-form-urlencoded"];
const token = [{ alg: "HS256" }, { sub: "anna", admin: false }].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
const multipart = "--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n\u00ff\u00fe bytes\r\n--xx--\r\n";

const samples: Readonly<Record<string, Route>> = {
  query: route({ url: `${base}/list?q=a%20b&q=c+d&f[x]=1&ids[]=2&flag` }),
  form: route({ method: "POST", url: `${base}/save`, headers: [form], body: "name=J%C3%B6rg&note=a+b" }),
  json: route({ method: "POST", url: `${base}/api`, headers: [json], body: '{ "user": {"name": "x\\"y", "age": 41, "tags": ["a", true, null]}, "2024-01-01": 1e3 }' }),
  xml: route({ method: "POST", url: `${base}/soap`, headers: [["Content-Type", "text/xml"]], body: '<?xml version="1.0"?><order id="7"><item>a &amp; b</item><item><![CDATA[c<d]]></item><empty/></order>' }),
  multipart: route({ method: "POST", url: `${base}/up`, headers: [["Content-Type", "multipart/form-data; boundary=xx"]], body: Buffer.from(multipart, "latin1") }),
  path: route({ url: `${base}/orders/4711/items/blue%20shirt;size=xl` }),
  headers: route({ url: `${base}/h`, headers: [["X-Tenant", "acme"], ["Cookie", "theme=dark%20blue; state=eyJuZXh0IjoiL2hvbWUifQ=="], ["User-Agent", "me"]] }),
  graphql: route({ method: "POST", url: `${base}/graphql`, headers: [json], body: JSON.stringify({ query: 'query Q($id: ID) { user(id: $id) { posts(first: 5, filter: {tag: "x"}) { title } } }', variables: { id: "u1" } }) }),
  wrapped: route({ url: `${base}/w?data=${Buffer.from('{"a":"b"}').toString("base64")}&hex=${Buffer.from("hello").toString("hex")}&jwt=${token}.c2ln&json=${encodeURIComponent('{"k":["v"]}')}&twice=a%2520b` }),
};

const idsOf = (one: Route | undefined): string[] => (one === undefined ? [] : pointsOf(one).map(({ pointId }) => pointId));

describe("dast/points/points", () => {
  it.each([
    ["query", ["query:q", "query:q#2", "query:f[x]", "query:ids[]", "query:flag", "query-name:q"]],
    ["form", ["form:name", "form:note", "form-name:note"]],
    ["json", ["json:/user/name", "json:/user/age", "json:/user/tags/2", "json:/2024-01-01;name"]],
    ["xml", ["xml:/order/@id", "xml:/order/item", "xml:/order/item[2]"]],
    ["multipart", ["multipart:note", "multipart:file;filename", "multipart:file"]],
    ["path", ["path:2", "path:4", "path:4;size", "url-path-suffix:path"]],
    ["headers", ["header:x-tenant", "header-name:x-tenant", "header:user-agent", "header:referer", "header:x-forwarded-for", "cookie:theme", "cookie:state/base64/json:/next"]],
    ["graphql", ["graphql:/variables/id", "graphql:user.posts(first)", "graphql:user.posts(filter.tag)"]],
    ["wrapped", ["query:data/base64/json:/a", "query:hex/hex", "query:jwt/jwt:/sub", "query:json/json:/k/0", "query:twice/url"]],
  ])("%s: the places are found", (name, expected) => {
    expect(idsOf(samples[name])).toEqual(expect.arrayContaining(expected));
  });

  it("ids are unique and the same every time", () => {
    for (const one of Object.values(samples)) {
      expect(new Set(idsOf(one)).size).toBe(idsOf(one).length);
      expect(idsOf(one)).toEqual(idsOf(one));
    }
  });

  it("a body of GraphQL is not probed as JSON, and a session's cookie is what it is", () => {
    expect(idsOf(samples.graphql).filter((id) => id.startsWith("json"))).toEqual([]);
  });

  const everyPoint = Object.values(samples).flatMap((one) => pointsOf(one));
  it.each(everyPoint.map((point) => [`${point.route.template} ${point.pointId}`, point] as const))("%s: the own value changes nothing", (_id, point) => {
    const again = routeFrom(withValue(point, point.value), { source: "link", foundOn: undefined, depth: 0 });
    expect(meaningOf(again)).toEqual(meaningOf(point.route));
  });

  // What a place cannot hold: names of headers hold tokens only, XML no control characters; a path segment of dots is resolved away.
  const carries = (point: Point, text: string): boolean => !(point.kind === "xml" && /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) && !(point.kind === "url-path-suffix" || point.kind === "header-name") && !(point.kind.startsWith("header") && /%/.test(text)) && !(point.aspect === "filename") && text.trim() !== "" && !/^\.{1,2}$/.test(text) && !(point.kind === "query-name" || point.kind === "form-name" || point.aspect === "name");
  it.each(everyPoint.filter((point) => carries(point, "x")).map((point) => [`${point.route.template} ${point.pointId}`, point] as const))("%s: carries any text", (_id, point) => {
    fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.constantFrom("'", '"', "\\", "<", "&", ";", "%", "+", " ", "\u0000", "é", "😀", "/", "=", "{", "#"), fc.string({ minLength: 1, maxLength: 1 })), minLength: 1, maxLength: 12 }), (text) => {
      fc.pre(carries(point, text));
      expect(readBack(point, text)).toBe(text.toWellFormed());
    }), { numRuns: 60 });
  });

  it("repeats usual headers on few routes and data on all", () => {
    const many = Array.from({ length: 9 }, (_, at) => route({ url: `${base}/page${at}?q=1`, headers: [["Cookie", "theme=x"]] }));
    const ids = pointsToTest([...many, ...many]).map(({ pointId }) => pointId);
    expect([ids.filter((id) => id === "query:q").length, ids.filter((id) => id === "cookie:theme").length, ids.filter((id) => id === "header:referer").length]).toEqual([9, 4, 2]);
    expect(ids[0]).toBe("query:q");
  });

  it("probes a segment once for all routes that have it, and names of pages on three of a folder", () => {
    const tested = (urls: readonly string[]) => pointsToTest(urls.map((url) => route({ url: base + url }))).filter(({ kind }) => kind === "path").map(({ pointId, route: { request } }) => `${new URL(request.url).pathname} ${pointId}`);
    expect(tested(["/orders/4711", "/orders/4711?view=all", "/orders/4711/items?sort=name"])).toEqual(["/orders/4711 path:2", "/orders/4711/items path:2", "/orders/4711/items path:3"]);
    expect(tested(["/help/about", "/help/prices", "/help/terms", "/help/jobs", "/tags/linux"]).toSorted()).toEqual(["/help/about path:2", "/help/prices path:2", "/help/terms path:2", "/tags/linux path:2"]);
  });
});

/** What a request means: everything by its decoded value. */
const meaningOf = (one: Route): unknown => pointsOf(one).filter(({ wrappings }) => wrappings.length === 0).map(({ pointId, value }) => [pointId, value]).concat([[one.request.method, headersOf(one.request.headers, "content-type").join()]]);

/** The value at the same place of the request with another text; a header or a cookie as an application decodes it. */
function readBack(point: Point, text: string): string | undefined {
  const again = { ...point.route, request: withValue(point, text) };
  const found = pointsOf(again).filter(({ kind, name, nth, aspect }) => kind === point.kind && name === point.name && nth === point.nth && aspect === point.aspect);
  const sameLayer = found.find(({ wrappings, inside }) => String(wrappings) === String(point.wrappings) && String(inside) === String(point.inside));
  if (point.wrappings.length === 0) return point.kind === "header" ? decoded(sameLayer?.value ?? "") : sameLayer?.value;
  return sameLayer?.value ?? unwrappedBy(point, found[0]?.value ?? "");
}

const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

/** Undoes the wrappings as an application would, when the text inside no longer looks like what we would unwrap. */
function unwrappedBy(point: Point, text: string): string | undefined {
  const pointers = [...point.inside ?? []];
  return point.wrappings.reduce<string | undefined>((value = "", wrapping) => {
    if (wrapping === "url") return decoded(value);
    if (wrapping === "json" || wrapping === "jwt") return String((pointers.shift() ?? "").split("/").slice(1).reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], JSON.parse(wrapping === "json" ? value : Buffer.from(value.split(".")[1] ?? "", "base64url").toString("utf8"))));
    return Buffer.from(value, wrapping).toString("utf8");
  }, text);
}
