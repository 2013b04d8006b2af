// Descriptions: documents of every format become routes with requests that an application accepts.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { buildSchema, introspectionFromSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { isFault } from "../../kernel/fault.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";
import { descriptions } from "./formats/index.ts";
import { descriptionGuesses } from "./guesses.ts";
import { describedRoutes, introspectionAfter, readDescription } from "./read-description.ts";

const origin = "http://127.0.0.1:8080";
const read = (text: string, from = "file", variables = {}) => readDescription({ text, from }, { origin, variables });
const lines = (routes: readonly Route[]): string[] => routes.map(({ request }) => `${request.method} ${request.url.slice(origin.length)}${request.body === undefined ? "" : ` ${String(request.body)}`}`);

describe("dast/descriptions: the family", () => {
  it("the registry equals the folder", () => {
    const inFolder = readdirSync(new URL("formats", import.meta.url)).map((name) => name.replace(/\.ts$/, "")).filter((name) => name !== "index");
    expect(descriptions.all.map(({ id }) => id).toSorted()).toEqual([...new Set(inFolder)].toSorted());
  });
  it("what nobody takes is told so", () => {
    expect(() => read("<html>hello</html>")).toThrow(/not a description/);
    expect(() => read("")).toThrow(/not a description/);
  });
  it("noise and cut documents give a fault or what is left, never another error", () => {
    const whole = [swagger, openapi3, collection, wsdl, sdl, archive];
    fc.assert(fc.property(fc.constantFrom(...whole), fc.nat(3000), fc.string(), (text, at, noise) => {
      const broken = text.slice(0, at) + noise + text.slice(at + noise.length);
      try { read(broken); } catch (thrown) { if (!isFault(thrown)) throw thrown; }
    }), { numRuns: 300 });
  }, 30_000);
});

const openapi3 = JSON.stringify({
  openapi: "3.1.0", info: { title: "t", version: "1" }, servers: [{ url: "https://prod.example/{stage}/", variables: { stage: { default: "v1" } } }],
  paths: {
    "/users/{userId}/notes": {
      parameters: [{ name: "userId", in: "path", required: true, schema: { type: "integer", minimum: 7 } }],
      get: { parameters: [{ name: "sort", in: "query", schema: { enum: ["asc", "desc"] } }, { name: "ids", in: "query", explode: false, schema: { type: "array", items: { type: "integer" } } }, { name: "filter", in: "query", style: "deepObject", schema: { type: "object", properties: { owner: { type: "string", format: "email" } } } }, { name: "X-Tenant", in: "header", schema: { type: "string", examples: ["acme"] } }, { name: "theme", in: "cookie", schema: { const: "dark" } }] },
      post: { requestBody: { content: { "application/xml": { schema: { $ref: "#/components/schemas/Note" } }, "application/json": { schema: { $ref: "#/components/schemas/Note" } } } } },
    },
    "/upload": { put: { requestBody: { content: { "multipart/form-data": { schema: { properties: { file: { type: "string", format: "binary" }, name: { type: "string" } } } } } } } },
    "/nodes": { patch: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } } } }, get: { parameters: [{ $ref: "other.yaml#/x" }] } },
  },
  components: {
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
    schemas: {
      Base: { type: "object", properties: { id: { type: "integer", readOnly: true }, kind: { type: ["null", "string"], default: "k" } } },
      Note: { xml: { name: "note" }, allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { text: { type: "string", pattern: "^[A-Z]{3}-\\d{2}$" }, tags: { type: "array", items: { oneOf: [{ type: "null" }, { type: "string", minLength: 6 }] } } } }] },
      Node: { type: "object", required: ["name"], properties: { name: { type: "string" }, next: { $ref: "#/components/schemas/Node" }, when: { type: "string", format: "date-time" } } },
    },
  },
});
const swagger = `swagger: "2.0"
host: elsewhere.example
basePath: /api
paths:
  /items/{id}:
    get:
      parameters:
        - {name: id, in: path, type: string, required: true, x-example: abc}
        - {name: tags, in: query, type: array, collectionFormat: multi, items: {type: string, enum: [a, b]}}
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: id, in: path, type: integer}
        - {name: email, in: formData, type: string}
  /login:
    post:
      parameters:
        - {name: body, in: body, schema: {type: object, properties: {username: {type: string}, password: {type: string}}}}
`;

describe("dast/descriptions/formats/openapi", () => {
  it("3.1: styles, references, circles, all kinds of body", () => {
    const { routes, format, left, notes } = read(openapi3);
    expect(format).toBe("openapi");
    expect(lines(routes).map((one) => one.replaceAll(/\r\n|------\w+/g, "|").slice(0, 160))).toEqual([
      "GET /v1/users/7/notes?sort=asc&ids=1&filter%5Bowner%5D=visitor%40example.com",
      expect.stringMatching(/^POST \/v1\/users\/7\/notes \{"kind":"k","text":"[A-Z]{3}-\d\d","tags":\[".{6,}"\]\}$/),
      expect.stringMatching(/^POST \/v1\/users\/7\/notes <\?xml version="1.0" encoding="UTF-8"\?><note><kind>k<\/kind><text>[A-Z]{3}-\d\d<\/text><tags>.{6,}<\/tags><\/note>$/),
      expect.stringMatching(/^PUT \/v1\/upload .*name="file"; filename=.*Content-Type: text/),
      expect.stringMatching(/^PATCH \/v1\/nodes \{"name":"Alex Visitor","next":\{"name":"Alex Visitor","when":"2024-06-15T10:30:00Z"\},"when":"2024-06-15T10:30:00Z"\}$/),
      "GET /v1/nodes",
    ]);
    expect(routes[0]).toMatchObject({ template: "/v1/users/{userId}/notes", source: "openapi", parameters: expect.arrayContaining([{ in: "query", name: "sort", type: undefined, allowed: ["asc", "desc"] }, { in: "path", name: "userId", type: "integer", allowed: [] }]) as unknown });
    expect(routes[0]?.request.headers).toEqual([["X-Tenant", "acme"], ["cookie", "theme=dark"]]);
    expect(left).toEqual([{ at: "other.yaml#/x", why: "lies outside the document: only references into it are followed" }]);
    expect(notes).toEqual(["asks for a login: key (apiKey, X-Key in header)"]);
  });
  it("2.0 in YAML: base path, form, body, lists", () => {
    expect(lines(read(swagger).routes)).toEqual(["GET /api/items/abc?tags=a", "POST /api/items/1 email=visitor%40example.com", 'POST /api/login {"username":"visitor","password":"Aft3rw4tch!pass"}']);
  });
  it.each([
    ["label", "/a/.5"], ["matrix", "/a/;id=5"], ["simple", "/a/5"],
  ])("path style %s", (style, path) => {
    expect(lines(read(JSON.stringify({ openapi: "3.0.0", paths: { "/a/{id}": { get: { parameters: [{ name: "id", in: "path", style, example: 5 }] } } } })).routes)).toEqual([`GET ${path}`]);
  });
  it("3.2: the method QUERY and additional operations", () => {
    expect(lines(read(JSON.stringify({ openapi: "3.2.0", paths: { "/a": { query: {}, additionalOperations: { COPY: {} } } } })).routes)).toEqual(["QUERY /a", "COPY /a"]);
  });
  it("a server relative to the document", () => {
    expect(lines(read(JSON.stringify({ openapi: "3.0.0", servers: [{ url: "../v2" }], paths: { "/a": { get: {} } } }), `${origin}/docs/x/openapi.json`).routes)).toEqual(["GET /docs/v2/a"]);
  });
  it("a circle of references only, and a schema that grows without end, end", () => {
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_one, index) => [`p${index}`, { $ref: `#/components/schemas/S${(index + 1) % 30}` }]));
    const schemas = Object.fromEntries(Array.from({ length: 30 }, (_one, index) => [`S${index}`, { type: "object", properties: wide }]));
    const startedAt = performance.now();
    read(JSON.stringify({ openapi: "3.0.0", paths: { "/a": { post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } } } } }, "/b": { $ref: "#/paths/~1b" } }, components: { schemas } }));
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

const sdl = `type Query { user(id: ID!): User  search(filter: Filter!, first: Int = 5, kind: Kind): [Result!]! }
type Mutation { rename(id: ID!, email: String!): User }
type Subscription { changed: User }
type User { id: ID! name: String friends(first: Int!): [User] posts: [Post] boss: User }
type Post { title: String author: User }
union Result = User | Post
enum Kind { USER POST }
input Filter { text: String  at: DateTime  and: [Filter!] }
scalar DateTime`;

describe("dast/descriptions/formats/graphql", () => {
  it.each([["a schema file", sdl, "schema.graphql"], ["an introspection answer", JSON.stringify({ data: introspectionFromSchema(buildSchema(sdl)) }), `${origin}/graphql`]])("%s: valid operations with variables", (_name, text, from) => {
    const { routes, left } = read(text, from);
    expect(routes.map(({ operation }) => operation)).toEqual(["query user", "query search", "mutation rename"]);
    expect(new Set(routes.map(({ routeId }) => routeId)).size).toBe(3);
    for (const { request } of routes) {
      const { query, variables } = JSON.parse(String(request.body)) as { query: string; variables: Record<string, unknown> };
      expect(validate(buildSchema(sdl), parse(query))).toEqual([]);
      expect(Object.keys(variables).length).toBeGreaterThan(0);
    }
    expect(routes[1]?.parameters).toContainEqual({ in: "body", name: "/variables/kind", type: "Kind", allowed: ["USER", "POST"] });
    expect(left[0]?.why).toContain("subscriptions");
  });
});

const collection = JSON.stringify({
  info: { name: "c", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }, variable: [{ key: "base", value: "https://elsewhere.example/api" }, { key: "id", value: "5" }], auth: { type: "bearer" },
  item: [
    { name: "folder", item: [{ name: "a", request: { method: "GET", header: [{ key: "X-A", value: "{{id}}" }, { key: "Authorization", value: "secret" }, { key: "X-B", value: "1", disabled: true }], url: { raw: "{{base}}/users/:user?q={{id}}&off=1", query: [{ key: "q", value: "{{id}}" }, { key: "off", value: "1", disabled: true }], variable: [{ key: "user", value: "9" }] } } }] },
    { name: "b", request: { method: "POST", url: "{{base}}/x", body: { mode: "raw", raw: "{\"a\": {{id}}}", options: { raw: { language: "json" } } } } },
    { name: "c", request: { method: "POST", url: { host: ["{{host}}"], path: ["y", "z"] }, body: { mode: "urlencoded", urlencoded: [{ key: "k", value: "v w" }, { key: "no", value: "", disabled: true }] } } },
    { name: "d", request: { method: "POST", url: "{{host}}/up", body: { mode: "formdata", formdata: [{ key: "f", type: "file" }, { key: "t", value: "1" }] } } },
    { name: "e", request: { method: "POST", url: "http://{{host}}/graphql", body: { mode: "graphql", graphql: { query: "{a}", variables: "{\"b\":1}" } } } },
    { name: "f", request: "https://h.example/plain" },
  ],
});

describe("dast/descriptions/formats/postman", () => {
  it("folders, variables, every mode of body", () => {
    const { routes, notes } = read(collection);
    expect(lines(routes).map((one) => one.replaceAll(/\r\n|------\w+/g, "|"))).toEqual(["GET /api/users/9?q=5", 'POST /api/x {"a": 5}', "POST /y/z k=v+w", expect.stringMatching(/^POST \/up .*filename="aftwatch.txt".*name="t"/s), 'POST /graphql {"query":"{a}","variables":{"b":1}}', "GET /plain"]);
    expect(routes[0]).toMatchObject({ template: "/api/users/{user}", request: { headers: [["X-A", "5"]] } });
    expect(notes).toEqual(["asks for a login: bearer"]);
  });
});

const archive = JSON.stringify({ log: { version: "1.2", entries: [
  { request: { method: "GET", url: `${origin}/a?x=1`, headers: [{ name: ":authority", value: "h" }, { name: "Cookie", value: "s=1" }, { name: "X-Api", value: "2" }] } },
  { request: { method: "POST", url: `${origin}/b`, headers: [], postData: { mimeType: "application/x-www-form-urlencoded", params: [{ name: "p", value: "q" }] } } },
  { request: { method: "GET", url: "http://cdn.example/x.js", headers: [] } },
  { request: {} },
] } });

describe("dast/descriptions/formats: recordings, lists and traffic", () => {
  it("HAR: headers that matter, bodies in parts, other hosts counted", () => {
    const { routes, left } = read(archive);
    expect(lines(routes)).toEqual(["GET /a?x=1", "POST /b p=q"]);
    expect(routes[0]?.request.headers).toEqual([["X-Api", "2"]]);
    expect(left).toEqual([{ at: "/log/entries/3", why: "its request has no URL and method" }, { at: "/log/entries", why: "1 requests went to http://cdn.example" }]);
  });
  it("lists: methods, paths, bodies, comments", () => {
    const { routes, format, left } = read(`# routes\n/a?b=1\nPOST /c {"d":1}\n${origin}/e\n\nput /f g=1\nwhat is this\n/h\n/i\n/j\n/k\n/l`);
    expect(format).toBe("list");
    expect(lines(routes).slice(0, 4)).toEqual(["GET /a?b=1", 'POST /c {"d":1}', "GET /e", "PUT /f g=1"]);
    expect(left).toEqual([{ at: "line 7", why: "is neither a URL nor a path" }]);
  });
  it("traffic: the most used first, names of data kept", () => {
    const { routes, format } = read(JSON.stringify([{ method: "GET", path: "/rare", count: 1 }, { method: "GET", path: "/orders/:id?x=1", count: 50 }, { method: "POST", path: "/o/{a}/p", count: 9 }]));
    expect(format).toBe("traffic");
    expect(routes.map(({ template, request }) => [template, request.url.slice(origin.length)])).toEqual([["/orders/{id}", "/orders/1?x=1"], ["/o/{a}/p", "/o/1/p"], ["/rare", "/rare"]]);
  });
});

const wsdl = `<?xml version="1.0"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:t="urn:t" xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
 <wsdl:types><x:schema targetNamespace="urn:t" elementFormDefault="qualified">
  <x:element name="GetPrice"><x:complexType><x:sequence><x:element name="item" type="t:Item"/><x:element name="count" type="x:int"/></x:sequence></x:complexType></x:element>
  <x:complexType name="Item"><x:choice><x:element name="code" type="t:Code"/><x:element name="name" type="x:string"/></x:choice><x:attribute name="lang" type="x:string" default="en"/></x:complexType>
  <x:complexType name="Loop"><x:sequence><x:element name="again" type="t:Loop"/></x:sequence></x:complexType>
  <x:element name="Looping" type="t:Loop"/>
  <x:simpleType name="Code"><x:restriction base="x:string"><x:enumeration value="A1"/></x:restriction></x:simpleType>
 </x:schema></wsdl:types>
 <wsdl:message name="In"><wsdl:part name="parameters" element="t:GetPrice"/></wsdl:message>
 <wsdl:message name="LoopIn"><wsdl:part name="parameters" element="t:Looping"/></wsdl:message>
 <wsdl:message name="RpcIn"><wsdl:part name="id" type="x:long"/><wsdl:part name="email" type="x:string"/></wsdl:message>
 <wsdl:portType name="P"><wsdl:operation name="GetPrice"><wsdl:input message="t:In"/></wsdl:operation><wsdl:operation name="Rpc"><wsdl:input message="t:RpcIn"/></wsdl:operation><wsdl:operation name="Loop"><wsdl:input message="t:LoopIn"/></wsdl:operation></wsdl:portType>
 <wsdl:binding name="B" type="t:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="GetPrice"><soap:operation soapAction="urn:t/GetPrice"/></wsdl:operation><wsdl:operation name="Rpc"><soap:operation soapAction="" style="rpc"/></wsdl:operation><wsdl:operation name="Loop"><soap:operation soapAction=""/></wsdl:operation></wsdl:binding>
 <wsdl:binding name="B12" type="t:P"><soap12:binding transport="x"/><wsdl:operation name="GetPrice"><soap12:operation soapAction="urn:g"/></wsdl:operation></wsdl:binding>
 <wsdl:service name="S"><wsdl:port name="a" binding="t:B"><soap:address location="http://build-host:99/ws/price"/></wsdl:port><wsdl:port name="b" binding="t:B12"><soap12:address location="http://build-host:99/ws/price12"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

describe("dast/descriptions/formats/soap", () => {
  it("document and rpc, 1.1 and 1.2, schemas that go in circles", () => {
    const { routes } = read(wsdl, `${origin}/ws/price?wsdl`);
    const body = (index: number): string => /<soap:Body>(.*)<\/soap:Body>/.exec(String(routes[index]?.request.body))?.[1] ?? "";
    expect(routes.map(({ operation, template }) => `${template} ${operation}`)).toEqual(["/ws/price GetPrice SOAP 1.1", "/ws/price Rpc SOAP 1.1", "/ws/price Loop SOAP 1.1", "/ws/price12 GetPrice SOAP 1.2"]);
    expect(body(0)).toBe('<n1:GetPrice xmlns:n1="urn:t"><n1:item lang="en"><n1:code>A1</n1:code></n1:item><n1:count>1</n1:count></n1:GetPrice>');
    expect(body(1)).toBe('<n0:Rpc xmlns:n0="urn:t"><id>1</id><email>visitor@example.com</email></n0:Rpc>');
    expect(body(2).length).toBeLessThan(2000);
    expect(routes[0]?.request.headers).toEqual([["content-type", "text/xml; charset=utf-8"], ["soapaction", '"urn:t/GetPrice"']]);
    expect(String(routes[3]?.request.body)).toContain("http://www.w3.org/2003/05/soap-envelope");
    expect(routes[0]?.parameters.map(({ name }) => name)).toContain("/Envelope/Body/GetPrice/item/code");
  });
});

const answer = (url: string, text: string, type: string, status = 200): Exchange => ({ seq: 1, at: 0, request: { method: "GET", url, headers: [], body: undefined }, failure: undefined, reply: { status, headers: [["content-type", type]], body: Buffer.from(text), text, sizeBytes: text.length, truncated: false, headMs: 1, totalMs: 1 } });

describe("dast/descriptions: met on a crawl", () => {
  it.each([
    ["OpenAPI", `${origin}/openapi.json`, openapi3, "application/json", 6],
    ["WSDL", `${origin}/ws?wsdl`, wsdl, "text/xml", 4],
    ["an introspection answer", `${origin}/graphql`, JSON.stringify({ data: introspectionFromSchema(buildSchema(sdl)) }), "application/json", 3],
    ["JSON that only talks of swagger", `${origin}/x`, '{"a":"swagger"}', "application/json", 0],
    ["a page", `${origin}/`, "<h1>openapi</h1>", "text/html", 0],
  ])("%s", (_name, url, text, type, count) => { expect(describedRoutes(answer(url, text, type))).toHaveLength(count); });
  it("a place that speaks GraphQL is asked for its schema, others are not", () => {
    expect(introspectionAfter(answer(`${origin}/graphql`, '{"errors":[{"message":"Must provide query string."}]}', "application/json", 400))).toMatchObject([{ method: "POST", url: `${origin}/graphql` }]);
    expect(introspectionAfter(answer(`${origin}/about`, "<p>We like GraphQL errors", "text/html"))).toEqual([]);
    expect(introspectionAfter(answer(`${origin}/graphql`, "no", "text/html", 404))).toEqual([]);
  });
  it("guesses are GET requests at the origin", () => {
    const guesses = descriptionGuesses(origin);
    expect(new Set(guesses).size).toBe(guesses.length);
    for (const url of guesses) expect(new URL(url).origin).toBe(origin);
  });
});
