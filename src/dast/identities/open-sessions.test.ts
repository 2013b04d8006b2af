// Logins of every kind against an application of our own, over the scan's real traffic: they work, they are seen to work, they are kept, and they fail aloud.
import { afterEach, describe, expect, it } from "vitest";
import { oauthClient, openLoginServer, totpSecret } from "../../../test/dast/login-server.ts";
import type { LoginServer } from "../../../test/dast/login-server.ts";
import { systemClock } from "../../kernel/clock.ts";
import { getRequest } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import type { Session } from "../session.ts";
import { openTestTraffic } from "../traffic/traffic.sample.ts";
import type { TestTraffic } from "../traffic/traffic.sample.ts";
import type { IdentitySpec, LoginMethod } from "./identity.ts";
import { openSessions } from "./open-sessions.ts";

const ann = "ann@mail.example";
const secrets: Readonly<Record<string, string>> = { "secret:ANN": "correct-horse-9", "env:CLIENT": oauthClient.secret, "file:/run/totp": `otpauth://totp/Shop:ann?secret=${totpSecret}&algorithm=SHA256&digits=8&period=2` };

interface Opened { server: LoginServer; testing: TestTraffic; session: Session; notes: string[]; kept: Set<string>; get(path: string): Promise<Exchange>; clock: { ahead: number } }
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => { for (const one of opened.splice(0)) await one.close(); });

async function open(login: (origin: string) => LoginMethod, more: Partial<IdentitySpec> = {}, expiresIn?: number): Promise<Opened> {
  const server = await openLoginServer(expiresIn === undefined ? {} : { expiresIn });
  const testing = await openTestTraffic(`${server.origin}/`);
  const [notes, kept, clock] = [[] as string[], new Set<string>(), { ahead: 0 }];
  opened.push(server, testing.traffic);
  const [session] = await openSessions({
    specs: [{ name: "ann", login: login(server.origin), assertion: undefined, logoutUrls: [], ...more }], url: `${server.origin}/`, traffic: testing.traffic, helpers: { engine: undefined }, clock: systemClock, elapsedMs: () => performance.now() + clock.ahead,
    secretOf: (reference) => secrets[reference], note: (text) => { notes.push(text); }, keepSecret: (secret) => { kept.add(secret); },
  });
  if (session === undefined) throw new Error("no session");
  return { server, testing, session, notes, kept, clock, get: (path) => testing.traffic.send(getRequest(`${server.origin}${path}`), { session, about: { phase: "crawl" } }) };
}

const form = (origin: string, more: Partial<Extract<LoginMethod, { kind: "form" }>> = {}): LoginMethod => ({ kind: "form", url: `${origin}/login`, username: ann, password: "secret:ANN", usernameField: undefined, passwordField: undefined, totp: undefined, extra: {}, ...more });
const oauth2 = (origin: string, more: Partial<Extract<LoginMethod, { kind: "oauth2" }>>): LoginMethod => ({ kind: "oauth2", tokenUrl: "", grant: "password", clientId: oauthClient.id, clientSecret: "env:CLIENT", username: undefined, password: undefined, refreshToken: undefined, scope: undefined, issuer: `${origin}/issuer`, ...more });

describe("dast/identities/open-sessions: each way to log in", () => {
  it.each<[string, (origin: string) => LoginMethod, string]>([
    ["a form with a token that is used up", form, "/home"],
    ["name, password and one-time password on three pages", (origin) => form(origin, { url: `${origin}/steps`, totp: "file:/run/totp" }), "/home"],
    ["JSON for a token at a place", (origin) => ({ kind: "json", url: `${origin}/api/session`, body: { login: ann, password: "secret:ANN" }, tokenAt: "/data/accessToken", header: "Authorization", scheme: "Bearer" }), "/api/me"],
    ["JSON for a token that is found", (origin) => ({ kind: "json", url: `${origin}/api/session`, body: { login: ann, password: "secret:ANN" }, tokenAt: undefined, header: "Authorization", scheme: "Bearer" }), "/api/me"],
    ["a header", () => ({ kind: "header", headers: { "X-Service-Key": "k3y-of-ann" } }), "/api/me"],
    ["Basic", () => ({ kind: "basic", username: ann, password: "secret:ANN" }), "/api/me"],
    ["OAuth 2 by client credentials", (origin) => oauth2(origin, { grant: "client-credentials" }), "/api/me"],
    ["OAuth 2 by password", (origin) => oauth2(origin, { username: ann, password: "secret:ANN" }), "/api/me"],
    ["OAuth 2 by refresh token", (origin) => oauth2(origin, { grant: "refresh-token", refreshToken: "r3fresh-t0ken", tokenUrl: `${origin}/token` }), "/api/me"],
  ])("%s", async (_name, login, path) => {
    const { session, get, notes, testing } = await open(login);
    expect([session.state, notes]).toEqual(["logged-in", []]);
    expect((await get(path)).reply?.status).toBe(200);
    const log = JSON.stringify(await testing.lines());
    for (const secret of Object.values(secrets)) expect(log).not.toContain(secret);
  });

  it("a cookie and a bearer token that were had elsewhere", async () => {
    const { server, session: first } = await open(form);
    const sid = first.cookies(server.origin).find(({ name }) => name === "sid")?.value ?? "";
    const again = async (login: LoginMethod): Promise<string[]> => {
      const testing = await openTestTraffic(`${server.origin}/`);
      opened.push(testing.traffic);
      const notes: string[] = [];
      const [session] = await openSessions({ specs: [{ name: "ann", login, assertion: undefined, logoutUrls: [] }], url: `${server.origin}/`, traffic: testing.traffic, helpers: { engine: undefined }, clock: systemClock, elapsedMs: () => performance.now(), secretOf: () => undefined, note: (text) => { notes.push(text); }, keepSecret: () => {} });
      return [session?.state ?? "", ...notes];
    };
    expect(await again({ kind: "cookie", cookies: { sid } })).toEqual(["logged-in"]);
    expect((await again({ kind: "cookie", cookies: { sid: "old" } })).join(" ")).toContain("could not be told");
    expect((await again({ kind: "bearer", token: "env:MISSING" })).join(" ")).toMatch(/^logged-out .*env:MISSING is not known/);
  });
});

describe("dast/identities/open-sessions: what holds a login", () => {
  it("secrets and what was received for them are told, so that no evidence shows them", async () => {
    const { kept, session, server } = await open(form);
    expect([...kept]).toContain("correct-horse-9");
    expect([...kept]).toContain(session.cookies(server.origin).find(({ name }) => name === "sid")?.value);
  });

  it("a wrong password is one attempt, told aloud, and nothing of it is sent after that", async () => {
    const { server, session, notes, get } = await open((origin) => form(origin, { password: "not-it" }));
    expect(session.state).toBe("logged-out");
    expect(notes.join(" ")).toMatch(/identity ann is logged out.*asks for the password again/);
    await get("/home");
    expect(server.seen.filter((line) => line === "POST /login")).toHaveLength(1);
  });

  it("a login that ends in the middle is made anew once, for all who wait, and what came back as nobody's is asked again", async () => {
    const { server, session, get, notes } = await open(form);
    await get("/orders");
    server.expireAll();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => get(`/orders/${at}`)));
    expect(answers.map(({ reply }) => reply?.status)).toEqual(Array.from({ length: 12 }, () => 200));
    expect([server.logins, session.state, notes]).toEqual([2, "logged-in", []]);
  });

  it("after failed logins it gives up before the account is locked, and says so", async () => {
    const { server, session, get, notes } = await open(form);
    server.expireAll();
    server.shutDoor();
    for (let at = 0; at < 5; at += 1) await get(`/orders/${at}`);
    expect(session.state).toBe("logged-out");
    expect(notes.join(" ")).toContain("a new login failed");
    expect(server.seen.filter((line) => line === "POST /login").length).toBeLessThanOrEqual(4);
    expect(session.dress(getRequest(`${server.origin}/`)).headers).toEqual([]);
  }, 20_000);

  it("it is looked at every minute although nothing looks wrong", async () => {
    const { server, get, clock } = await open(form);
    server.expireAll();
    clock.ahead = 61_000;
    expect((await get("/products")).reply?.status).toBe(200);
    expect(server.logins).toBe(2);
  });

  it("a page that is shut to it although the login holds costs one look, not a login each time", async () => {
    const { server, get } = await open((origin) => form(origin), { assertion: { url: "/home", status: 200, contains: ann, lacks: undefined } });
    const before = server.seen.length;
    for (let at = 0; at < 4; at += 1) await get("/login");
    expect([server.logins, server.seen.length - before]).toEqual([1, 4]);
  });

  it("ways out are never taken: by their words, by their labels, by name", async () => {
    const { server, get } = await open(form, { logoutUrls: ["/account/leave"] });
    await get("/");
    for (const path of ["/bye", "/user/logOut", "/index?action=sign_out", "/account/leave"]) expect((await get(path)).failure?.kind, path).toBe("refused");
    expect(server.seen.filter((line) => /bye|out|leave/i.test(line))).toEqual([]);
    expect((await get("/blog/about-logging?q=logout")).failure).toBeUndefined();
  });

  it("what scripts read from a cookie goes as a header with what writes, and only with that", async () => {
    const { server, session } = await open(form);
    const dress = (method: string) => session.dress({ ...getRequest(`${server.origin}/orders`), method }).headers.map(([name]) => name);
    expect([dress("POST"), dress("GET")]).toEqual([["x-xsrf-token", "cookie"], ["cookie"]]);
    expect(session.undress(session.dress(getRequest(server.origin))).headers).toEqual([]);
  });

  it("cookies and tokens go to no other site", async () => {
    const { session } = await open(form);
    expect(session.dress(getRequest("http://elsewhere.example/")).headers).toEqual([]);
    const { session: bearer } = await open((origin) => oauth2(origin, { grant: "client-credentials" }));
    expect(bearer.dress(getRequest("http://elsewhere.example/")).headers).toEqual([]);
  });

  it("a token is renewed before it ends", async () => {
    const { server, get } = await open((origin) => oauth2(origin, { username: ann, password: "secret:ANN" }), {}, 2);
    await new Promise((resolve) => { setTimeout(resolve, 1_700); });
    expect((await get("/api/a")).reply?.status).toBe(200);
    expect(server.seen.filter((line) => line === "POST /token")).toHaveLength(2);
  });

  it("a one-time password is not used twice: a second login waits for the next", async () => {
    const { server, get } = await open((origin) => form(origin, { url: `${origin}/steps`, totp: "file:/run/totp" }));
    server.expireAll();
    expect((await get("/home")).reply?.status).toBe(200);
    expect(server.logins).toBe(2);
  }, 15_000);
});
