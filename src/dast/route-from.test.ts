// Routes from requests: templates, parameters and ids that stay the same.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routeFrom } from "./route-from.ts";
import type { Header, TestRequest } from "./exchange.ts";

const found = { source: "link", foundOn: undefined, depth: 1 } as const;
const get = (path: string): TestRequest => ({ method: "GET", url: `http://h${path}`, headers: [], body: undefined });
const post = (type: string, body: string): TestRequest => ({ method: "POST", url: "http://h/x", headers: [["content-type", type]], body });
const names = (request: TestRequest): string[] => routeFrom(request, found).parameters.map((one) => `${one.in}:${one.name}${one.type === undefined ? "" : `=${one.type}`}`);

describe("dast/route-from: templates", () => {
  it.each([
    ["/orders/4711/items/9", "/orders/{n}/items/{n2}"],
    ["/u/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "/u/{uuid}"],
    ["/d/2024-06-15/x", "/d/{date}/x"],
    ["/c/9e107d9d372bb6826bd81d3542a419d6", "/c/{hash}"],
    ["/m/507f1f77bcf86cd799439011", "/m/{object}"],
    ["/t/aGVsbG8gd29ybGQgMTIzNDU2", "/t/{token}"], ["/t/OrderFormStep02WithDelivery", "/t/OrderFormStep02WithDelivery"],
    ["/mail/a%40b.example", "/mail/{email}"],
    ["/home;jsessionid=AB12/x", "/home/x"],
    ["/(S(abc123))/page.aspx", "/page.aspx"],
    ["/v2/report-7/Case00012.jsp", "/v2/report-7/Case00012.jsp"],
    ["/internationalisation/documentation", "/internationalisation/documentation"],
    ["/", "/"],
  ])("%s is %s", (path, template) => { expect(routeFrom(get(path), found).template).toBe(template); });
});

describe("dast/route-from: parameters", () => {
  it.each<[string, TestRequest, string[]]>([
    ["query", get("/a?x=1&y=&x=2#f"), ["query:x=integer", "query:y"]],
    ["form", post("application/x-www-form-urlencoded", "a=1&b=x%40y.zz"), ["body:a=integer", "body:b=email"]],
    ["JSON", post("application/json", '{"a":{"b":[true,{"c/d":"x"}]},"e":null}'), ["body:/a/b/0=boolean", "body:/a/b/1/c~1d", "body:/e"]],
    ["multipart", post("multipart/form-data; boundary=B", '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\nContent-Type: text/plain\r\n\r\nz\r\n--B--\r\n'), ["body:a=integer", "body:f=file"]],
    ["XML", post("text/xml", '<s:E xmlns:s="u"><s:B><id>5</id><n/></s:B></s:E>'), ["body:/E/B/id=integer", "body:/E/B/n"]],
    ["headers and cookies of its own", { ...get("/a"), headers: [["X-Tenant", "t"], ["Accept", "*/*"], ["Cookie", "theme=dark; PHPSESSID=abc; JSESSIONID=1"]] }, ["header:x-tenant", "cookie:theme"]],
  ])("%s", (_name, request, expected) => { expect(names(request)).toEqual(expected); });
  it("what a form says stands in place of what is seen", () => {
    expect(routeFrom(get("/a?c=1"), { ...found, parameters: [{ in: "query", name: "c", type: "select", allowed: ["1", "2"] }, { in: "query", name: "d", type: undefined, allowed: [] }] }).parameters).toEqual([{ in: "query", name: "c", type: "select", allowed: ["1", "2"] }, { in: "query", name: "d", type: undefined, allowed: [] }]);
  });
});

describe("dast/route-from: ids", () => {
  const id = (request: TestRequest, more = {}): string => routeFrom(request, { ...found, ...more }).routeId;
  it("values, order, sessions and names of path parameters do not count", () => {
    expect(id(get("/o/7?a=1&b=2"))).toBe(id(get("/o/8?b=x&a=y")));
    expect(id(get("/o/7"))).toBe(id(get("/o/9"), { template: "/o/{orderId}" }));
    expect(id(post("application/json", '{"a":[{"b":1}]}'))).toBe(id(post("application/json", '{"a":[{"b":1},{"b":2}]}')));
    expect(id({ ...get("/o"), headers: [["cookie", "a=1"]] satisfies Header[] })).toBe(id(get("/o")));
  });
  it("method, path, names and operations do", () => {
    const ids = [id(get("/a")), id(get("/b")), id(get("/a?x=1")), id({ ...get("/a"), method: "POST" }), id(get("/a"), { operation: "query user" }), id(post("application/json", '{"a":1}')), id(post("application/x-www-form-urlencoded", "a=1"))];
    expect(new Set(ids).size).toBe(ids.length);
  });
  it("any body and path give a route, the same each time", () => {
    fc.assert(fc.property(fc.webPath(), fc.string(), fc.constantFrom("application/json", "text/xml", "multipart/form-data; boundary=a", "application/x-www-form-urlencoded", "text/plain", "x"), (path, body, type) => {
      const request = { ...post(type, body), url: `http://h${path.startsWith("/") ? path : `/${path}`}` };
      expect(routeFrom(request, found)).toEqual(routeFrom(request, found));
    }));
  });
});
