// What holds for every answer: problems, tags and headers.
import Value from "typebox/value";
import { describe, expect, it } from "vitest";
import { Service } from "../contract/inventory.ts";
import { PageOf, Problem } from "../contract/shapes.ts";
import { opened } from "./api.fixtures/small-app.ts";

// One server for the tests that change nothing in it: making one compiles every schema.
const shared = opened();

describe("api/server: problems", () => {
  it.each([
    ["an unknown parameter", "/api/v1/services?colour=red", "/colour"],
    ["a limit beyond 500", "/api/v1/services?limit=501", "/limit"],
    ["a limit that is no number", "/api/v1/services?limit=many", "/limit"],
    ["a parameter twice", "/api/v1/services?q=a&q=b", "/q"],
    ["a word that is not in the list", "/api/v1/services?sort=colour", "/sort"],
    ["an instant that is none", "/api/v1/deployments?asof=yesterday", "/asof"],
  ])("%s is named at its place", async (_case, url, at) => {
    const { server, read } = await shared;
    const reply = await server.inject({ url, headers: read });
    expect(reply.statusCode).toBe(400);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
    expect(Value.Errors(Problem, reply.json())).toEqual([]);
    expect(reply.json<Problem>().errors.map((one) => one.at)).toContain(at);
  });

  it("every wrong member of a body is named at once, and nothing is coerced", async () => {
    const { server, write } = await shared;
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: write, payload: { service: 5, endpoint: "", colour: "red" } });
    expect(reply.json<Problem>().errors.map((one) => one.at).toSorted()).toEqual(["/colour", "/endpoint", "/service"]);
  });

  it.each([
    ["not JSON", "{", "application/json", 400, "request.invalid"],
    ["another type", "<a/>", "application/xml", 415, "request.unsupported-media"],
    ["over 1 MB", JSON.stringify({ service: "x".repeat(1_100_000) }), "application/json", 413, "request.too-large"],
    ["a prototype", '{"__proto__":{}}', "application/json", 400, "request.invalid"],
  ])("a body that is %s", async (_case, payload, type, status, code) => {
    const { server, write } = await shared;
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: { ...write, "content-type": type }, payload });
    expect([reply.statusCode, reply.json<Problem>().code]).toEqual([status, code]);
  });

  it("an unknown throw shows nothing of itself, and is in the log under its trace id", async () => {
    const { server, read, logLines } = await shared;
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const reply = await server.inject({ url: "/api/v1/endpoints", headers: { ...read, traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    expect(reply.json()).toMatchObject({ code: "internal", status: 500, traceId, errors: [] });
    expect(reply.body).not.toContain("private");
    expect(logLines.find((line) => line.includes(traceId))).toContain("the disk said something private");
  });

  it("what is not there is a problem that says what was looked for", async () => {
    const { server, read } = await shared;
    expect((await server.inject({ url: "/api/v1/services/nobody", headers: read })).json()).toMatchObject({ code: "request.not-found", detail: 'There is no service "nobody".' });
    expect((await server.inject({ url: "/api/v1/nothing", headers: read })).json()).toMatchObject({ code: "request.not-found" });
  });
});

describe("api/server: tags", () => {
  it("what the client has is not sent again", async () => {
    const { server, read } = await opened();
    const first = await server.inject({ url: "/api/v1/services", headers: read });
    expect(Value.Errors(PageOf(Service), first.json())).toEqual([]);
    expect(first.headers["etag"]).toMatch(/^W\/"/);
    const second = await server.inject({ url: "/api/v1/services", headers: { ...read, "if-none-match": `"x", ${String(first.headers["etag"])}` } });
    expect([second.statusCode, second.body]).toEqual([304, ""]);
  });

  it("an edit of what has changed is refused, an edit beside a change of counts is not", async () => {
    const { server, write, service } = await opened();
    const tag = String((await server.inject({ url: "/api/v1/services/svc_1", headers: write })).headers["etag"]);
    const edit = (owner: string | null) => server.inject({ method: "PUT", url: "/api/v1/services/pay-api", headers: { ...write, "if-match": tag }, payload: { owner } });
    service.openFindings = 7;
    expect((await edit("payments")).json()).toMatchObject({ owner: "payments", openFindings: 7 });
    expect((await edit(null)).json()).toMatchObject({ code: "request.stale", status: 412 });
  });

  it("routes are replaced only upon the text that was read", async () => {
    const { server, admin } = await opened();
    const tag = String((await server.inject({ url: "/api/v1/routes", headers: admin })).headers["etag"]);
    const put = (receiver: string) => server.inject({ method: "PUT", url: "/api/v1/routes", headers: { ...admin, "if-match": tag }, payload: { text: `route: { receiver: ${receiver} }` } });
    expect((await put("ops")).statusCode).toBe(200);
    expect((await put("ops")).statusCode).toBe(412);
  });
});

describe("api/server: every answer", () => {
  it.each(["/livez", "/api/v1/services", "/now", "/api/v1/nothing"])("%s says what a browser may do with it", async (url) => {
    const { server } = await shared;
    const { headers } = await server.inject(url);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/script-src|unsafe-eval/);
    expect([headers["x-content-type-options"], headers["referrer-policy"]]).toEqual(["nosniff", "no-referrer"]);
  });

  it("answers of the API are not kept by caches between people", async () => {
    const { server, read } = await shared;
    expect((await server.inject({ url: "/api/v1/services", headers: read })).headers["cache-control"]).toBe("private, no-cache");
  });
});
