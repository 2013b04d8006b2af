// Who may enter: tokens, sessions, the one-time link, other sites and guessers.
import Value from "typebox/value";
import { describe, expect, it } from "vitest";
import { makeAdminLink } from "../access/admin-link.ts";
import { Me } from "../contract/operations.ts";
import { hourMs } from "../kernel/clock.ts";
import { bearer, opened, smallApp } from "./api.fixtures/small-app.ts";
import { createServer } from "./server.ts";

describe("api/credentials", () => {
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
