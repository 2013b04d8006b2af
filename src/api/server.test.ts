// The mechanics of every door: who may enter, what a problem looks like, tags, idempotency, the console and the stream.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Value from "typebox/value";
import { afterAll, describe, expect, it } from "vitest";
import { makeAdminLink } from "../access/admin-link.ts";
import { Service } from "../contract/inventory.ts";
import { Me, TokenMade } from "../contract/operations.ts";
import { PageOf, Problem } from "../contract/shapes.ts";
import { hourMs } from "../kernel/clock.ts";
import { createServer } from "./server.ts";
import { smallApp } from "./api.fixtures/small-app.ts";

const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

async function opened(consoleDir?: string) {
  const small = smallApp();
  return { ...small, server: createServer(small.app, { consoleDir }), read: bearer(await small.tokenFor("read")), write: bearer(await small.tokenFor("write")), admin: bearer(await small.tokenFor("admin")) };
}

describe("api/server: who may enter", () => {
  it.each([
    ["nobody", undefined, 401, "auth.required"],
    ["a token that was never made", bearer(`aft_${"x".repeat(43)}`), 401, "auth.required"],
    ["another scheme", { authorization: "Basic abc" }, 401, "auth.required"],
  ])("%s is refused", async (_who, headers, status, code) => {
    const { server } = await opened();
    const reply = await server.inject({ url: "/api/v1/services", ...(headers ? { headers } : {}) });
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toMatchObject({ code });
    expect(reply.headers["www-authenticate"]).toContain("Bearer");
  });

  it("read may not write, write may not administer, admin may", async () => {
    const { server, read, write, admin } = await opened();
    const edit = (headers: Record<string, string>) => server.inject({ method: "PUT", url: "/api/v1/services/svc_1", headers, payload: { owner: "payments" } });
    expect((await edit(read)).json()).toMatchObject({ code: "auth.denied" });
    expect((await edit(write)).statusCode).toBe(200);
    expect((await server.inject({ url: "/api/v1/tokens", headers: write })).statusCode).toBe(403);
    expect((await server.inject({ url: "/api/v1/tokens", headers: admin })).statusCode).toBe(200);
  });

  it("logging in with a token gives a session of its scopes that scripts cannot read and other sites cannot use", async () => {
    const { server, tokenFor, facts, stored, clock } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/session", payload: { token: await tokenFor("write") } });
    expect(Value.Check(Me, reply.json())).toBe(true);
    const cookie = String(reply.headers["set-cookie"]);
    expect(cookie).toMatch(/^aftwatch_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    const secret = cookie.slice("aftwatch_session=".length, cookie.indexOf(";"));
    expect(stored()).not.toContain(secret);
    expect(facts.map(({ kind }) => kind)).toContain("session.opened");
    const session = { cookie: `other=1; aftwatch_session=${secret}` };
    expect((await server.inject({ url: "/api/v1/me", headers: session })).json()).toMatchObject({ name: "for-write", scopes: ["write"] });
    clock.advance(12 * hourMs);
    expect((await server.inject({ url: "/api/v1/me", headers: session })).statusCode).toBe(401);
  });

  it.each([
    ["our own page", { origin: "http://localhost:80" }, 200],
    ["our own page, by Sec-Fetch-Site", { "sec-fetch-site": "same-origin" }, 200],
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, 403],
    ["the public address of a proxy", { origin: "http://127.0.0.1:7878" }, 200],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["a sibling host", { "sec-fetch-site": "same-site" }, 403],
    ["a browser that does not say", {}, 403],
  ])("a write with the session cookie from %s answers %s", async (_from, headers, status) => {
    const { server, tokenFor } = await opened();
    const login = await server.inject({ method: "POST", url: "/api/v1/session", payload: { token: await tokenFor("write") } });
    const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    const reply = await server.inject({ method: "PUT", url: "/api/v1/services/svc_1", headers: { cookie, host: "localhost:80", ...headers }, payload: { owner: "a" } });
    expect(reply.statusCode).toBe(status);
  });

  it("logging out ends the session", async () => {
    const { server, tokenFor } = await opened();
    const login = await server.inject({ method: "POST", url: "/api/v1/session", payload: { token: await tokenFor("read") } });
    const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    const reply = await server.inject({ method: "DELETE", url: "/api/v1/session", headers: { cookie, "sec-fetch-site": "same-origin" } });
    expect(reply.statusCode).toBe(204);
    expect(String(reply.headers["set-cookie"])).toContain("Max-Age=0");
    expect((await server.inject({ url: "/api/v1/me", headers: { cookie } })).statusCode).toBe(401);
  });

  it("the one-time link opens an admin session once", async () => {
    const { server, app } = await opened();
    const { secret } = await makeAdminLink({ store: app.access, clock: app.clock }, app.org);
    const first = await server.inject(`/login/${secret}`);
    expect([first.statusCode, first.headers["location"]]).toEqual([303, "/now"]);
    const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
    expect((await server.inject({ url: "/api/v1/me", headers: { cookie } })).json()).toMatchObject({ scopes: ["admin"] });
    expect((await server.inject(`/login/${secret}`)).json()).toMatchObject({ code: "auth.link-used", status: 410 });
  });

  it("guessing tokens is slowed down, and says for how long", async () => {
    const { server, clock, tokenFor } = await opened();
    const guess = (token: string) => server.inject({ method: "POST", url: "/api/v1/session", payload: { token } });
    for (let miss = 0; miss < 5; miss++) expect((await guess("wrong")).statusCode).toBe(401);
    const braked = await guess(await tokenFor("read"));
    expect([braked.statusCode, braked.headers["retry-after"]]).toEqual([429, "1"]);
    clock.advance(1000);
    expect((await guess(await tokenFor("read"))).statusCode).toBe(200);
  });

  it("behind a trusted proxy with TLS the cookie is Secure", async () => {
    const { app, tokenFor } = smallApp();
    const server = createServer(app, { consoleDir: undefined, trustProxy: true });
    const reply = await server.inject({ method: "POST", url: "/api/v1/session", headers: { "x-forwarded-proto": "https" }, payload: { token: await tokenFor("read") } });
    expect(String(reply.headers["set-cookie"])).toMatch(/; Secure$/);
  });
});

describe("api/server: problems", () => {
  it.each([
    ["an unknown parameter", "/api/v1/services?colour=red", "/colour"],
    ["a limit beyond 500", "/api/v1/services?limit=501", "/limit"],
    ["a limit that is no number", "/api/v1/services?limit=many", "/limit"],
    ["a parameter twice", "/api/v1/services?q=a&q=b", "/q"],
    ["a word that is not in the list", "/api/v1/services?sort=colour", "/sort"],
    ["an instant that is none", "/api/v1/deployments?asof=yesterday", "/asof"],
  ])("%s is named at its place", async (_case, url, at) => {
    const { server, read } = await opened();
    const reply = await server.inject({ url, headers: read });
    expect(reply.statusCode).toBe(400);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
    expect(Value.Errors(Problem, reply.json())).toEqual([]);
    expect(reply.json<Problem>().errors.map((one) => one.at)).toContain(at);
  });

  it("every wrong member of a body is named at once, and nothing is coerced", async () => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: write, payload: { service: 5, endpoint: "", colour: "red" } });
    expect(reply.json<Problem>().errors.map((one) => one.at).toSorted()).toEqual(["/colour", "/endpoint", "/service"]);
  });

  it.each([
    ["not JSON", "{", "application/json", 400, "request.invalid"],
    ["another type", "<a/>", "application/xml", 415, "request.unsupported-media"],
    ["over 1 MB", JSON.stringify({ service: "x".repeat(1_100_000) }), "application/json", 413, "request.too-large"],
    ["a prototype", '{"__proto__":{}}', "application/json", 400, "request.invalid"],
  ])("a body that is %s", async (_case, payload, type, status, code) => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: { ...write, "content-type": type }, payload });
    expect([reply.statusCode, reply.json<Problem>().code]).toEqual([status, code]);
  });

  it("an unknown throw shows nothing of itself, and is in the log under its trace id", async () => {
    const { server, read, logLines } = await opened();
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const reply = await server.inject({ url: "/api/v1/endpoints", headers: { ...read, traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    expect(reply.json()).toMatchObject({ code: "internal", status: 500, traceId, errors: [] });
    expect(reply.body).not.toContain("private");
    expect(logLines.find((line) => line.includes(traceId))).toContain("the disk said something private");
  });

  it("what is not there is a problem that says what was looked for", async () => {
    const { server, read } = await opened();
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

  it("routes are replaced only upon the list that was read, and only to receivers that exist", async () => {
    const { server, admin } = await opened();
    const tag = String((await server.inject({ url: "/api/v1/routes", headers: admin })).headers["etag"]);
    const put = (receiver: string) => server.inject({ method: "PUT", url: "/api/v1/routes", headers: { ...admin, "if-match": tag }, payload: { items: [{ id: "all", match: {}, receivers: [receiver], continue: false }] } });
    expect((await put("nobody")).json<Problem>().errors[0]?.at).toBe("/items/0/receivers/0");
    expect((await put("ops")).statusCode).toBe(200);
    expect((await put("ops")).statusCode).toBe(412);
  });
});

describe("api/server: Idempotency-Key", () => {
  const report = { service: "pay-api", version: "1", endpoint: "vm-1" };
  const events = { context: { id: "e", type: "dev.cdevents.service.deployed.0.2.0", timestamp: "2026-10-02T08:00:00Z" }, subject: { id: "pay-api", content: { environment: { id: "vm-1" }, artifactId: "pkg:oci/pay@1" } } };

  it("a repeat gets the first answer and does nothing; another body is refused", async () => {
    const { server, write, recorded } = await opened();
    const post = (payload: object) => server.inject({ method: "POST", url: "/api/v1/cdevents", headers: { ...write, "idempotency-key": "k1" }, payload });
    const first = await post(events);
    const second = await post({ subject: events.subject, context: events.context });
    expect([second.statusCode, second.body, second.headers["idempotency-replayed"]]).toEqual([first.statusCode, first.body, "true"]);
    expect(recorded).toHaveLength(1);
    expect((await post({ ...events, more: 1 })).json()).toMatchObject({ code: "request.key-reused", status: 422 });
  });

  it("two at once: one runs, the other is told to wait", async () => {
    const { server, write, gate } = await opened();
    const post = () => server.inject({ method: "POST", url: "/api/v1/cdevents", headers: { ...write, "idempotency-key": "k2" }, payload: events });
    const held = Promise.withResolvers<void>();
    gate.open = held.promise;
    const both = [post(), post()];
    expect((await Promise.race(both)).json()).toMatchObject({ code: "request.conflict" });
    held.resolve();
    expect((await Promise.all(both)).map((reply) => reply.statusCode).toSorted()).toEqual([200, 409]);
    expect((await post()).statusCode).toBe(200);
  });

  it("a failure of ours is not kept", async () => {
    const { server, write, kept } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/decisions", headers: { ...write, "idempotency-key": "k3" }, payload: { vulnerability: "CVE-2026-1", kind: "affected", reason: "because" } });
    expect(reply.statusCode).toBe(500);
    expect(kept.size).toBe(0);
  });

  it("the secret of a token is in the first answer only", async () => {
    const { server, admin, kept, facts } = await opened();
    const make = () => server.inject({ method: "POST", url: "/api/v1/tokens", headers: { ...admin, "idempotency-key": "k4" }, payload: { name: "ci", scopes: ["write"] } });
    const first = (await make()).json<{ token: { id: string }; secret: string }>();
    expect(Value.Errors(TokenMade, first)).toEqual([]);
    expect((await make()).json()).toEqual({ ...first, secret: "" });
    expect(JSON.stringify([...kept.values()])).not.toContain(first.secret);
    expect(JSON.stringify(facts)).not.toContain(first.secret);
    expect((await server.inject({ url: "/api/v1/me", headers: bearer(first.secret) })).statusCode).toBe(200);
    expect((await server.inject({ method: "DELETE", url: `/api/v1/tokens/${first.token.id}`, headers: admin })).statusCode).toBe(204);
    expect((await server.inject({ url: "/api/v1/me", headers: bearer(first.secret) })).statusCode).toBe(401);
    expect(facts.map(({ kind }) => kind)).toEqual(["token.made", "token.revoked"]);
  });

  it("a key must be visible ASCII", async () => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: { ...write, "idempotency-key": "a b" }, payload: report });
    expect(reply.json<Problem>().errors[0]?.at).toBe("header Idempotency-Key");
  });
});

describe("api/server: the door for SBOMs", () => {
  const url = "/api/v1/sboms?service=pay-api&version=1";
  it.each(["application/json", "application/gzip", "application/vnd.cyclonedx+xml", undefined])("takes the bytes as they are: %s", async (type) => {
    const { server, write, documents } = await opened();
    const reply = await server.inject({ method: "POST", url, headers: { ...write, ...(type ? { "content-type": type } : {}) }, payload: Buffer.from("{not json") });
    expect([reply.statusCode, documents]).toEqual([201, ["{not json"]]);
  });

  it("the same document again is 200, and a repeat under one key is not read twice", async () => {
    const { server, write, documents } = await opened();
    const push = (body: string, key?: string) => server.inject({ method: "POST", url, headers: { ...write, ...(key ? { "idempotency-key": key } : {}) }, payload: Buffer.from(body) });
    expect((await push("a", "k")).statusCode).toBe(201);
    expect((await push("a", "k")).statusCode).toBe(201);
    expect(documents).toEqual(["a"]);
    expect((await push("b", "k")).statusCode).toBe(422);
    expect((await push("a")).statusCode).toBe(200);
  });

  it("needs service and version", async () => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/sboms?service=a", headers: write, payload: Buffer.from("x") });
    expect(reply.json<Problem>().errors).toEqual([{ at: "/version", rule: "is missing" }]);
  });
});

describe("api/server: every answer", () => {
  it.each(["/livez", "/api/v1/services", "/now", "/api/v1/nothing"])("%s says what a browser may do with it", async (url) => {
    const { server } = await opened();
    const { headers } = await server.inject(url);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/script-src|unsafe-eval/);
    expect([headers["x-content-type-options"], headers["referrer-policy"]]).toEqual(["nosniff", "no-referrer"]);
  });

  it("answers of the API are not kept by caches between people", async () => {
    const { server, read } = await opened();
    expect((await server.inject({ url: "/api/v1/services", headers: read })).headers["cache-control"]).toBe("private, no-cache");
  });
});

describe("api/static-console", () => {
  const dir = mkdtempSync(join(tmpdir(), "aftwatch-console-"));
  mkdirSync(join(dir, "site", "assets"), { recursive: true });
  writeFileSync(join(dir, "secret.txt"), "secret");
  writeFileSync(join(dir, "site", "index.html"), "<!doctype html>console");
  writeFileSync(join(dir, "site", "assets", "index-Ab3_dE9z.js"), "1");
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each([
    ["/", 200, "text/html; charset=utf-8", "no-cache"],
    ["/findings/fnd_1?tab=why", 200, "text/html; charset=utf-8", "no-cache"],
    ["/assets/index-Ab3_dE9z.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/assets/gone-Ab3_dE9z.js", 404, "text/plain; charset=utf-8", undefined],
  ])("%s answers %s", async (url, status, type, cache) => {
    const { server } = await opened(join(dir, "site"));
    const { statusCode, headers } = await server.inject(url);
    expect([statusCode, headers["content-type"], headers["cache-control"]]).toEqual([status, type, cache]);
  });

  it.each(["/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt", "/..%5csecret.txt", "/index.html%00.txt"])("%s does not leave the directory", async (url) => {
    const { server } = await opened(join(dir, "site"));
    const reply = await server.inject(url);
    expect(reply.body).not.toContain("secret");
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
  });

  it("says in plain words that it is not built", async () => {
    const { server } = await opened();
    const reply = await server.inject("/now");
    expect([reply.statusCode, reply.body.includes("npm run build -w console")]).toEqual([503, true]);
  });
});

describe("api/resources/stream", () => {
  it("resumes after the last event seen, and ends when the server closes", async () => {
    const { server, app, read } = await opened();
    for (const subject of ["one", "two", "three"]) await app.ledger.append(app.org, "sbom.received", subject, "host", { n: 1 });
    const url = await server.listen({ port: 0, host: "127.0.0.1" });
    const reply = await fetch(`${url}/api/v1/stream`, { headers: { ...read, "last-event-id": "1" } });
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    const text = reply.text();
    await server.close();
    const events = (await text).split("\n\n").filter((block) => block.startsWith("id:"));
    expect(events.map((block) => block.split("\n")[0])).toEqual(["id: 2", "id: 3"]);
    expect(events[0]).toContain('event: sbom.received\ndata: {"seq":2,"at":"2026-11-01T12:00:00Z","kind":"sbom.received","subject":"two","body":{"n":1}}');
  });

  it("refuses an id that is not one of its own", async () => {
    const { server, read } = await opened();
    expect((await server.inject({ url: "/api/v1/stream", headers: { ...read, "last-event-id": "x" } })).statusCode).toBe(400);
  });
});
