// An application with every kind of login, for the tests of identities: it counts, it expires, it locks, and it keeps nothing but memory.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import { decodeBase32, totpCode } from "../../src/dast/identities/totp.ts";

export const people: Readonly<Record<string, string>> = { "ann@mail.example": "correct-horse-9", "ben@mail.example": "battery-staple-7" };
export const totpSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
export const oauthClient = { id: "reports", secret: "cl13nt-s3cret" };

export interface LoginServer {
  origin: string;
  /** "POST /login": everything that was asked. */
  seen: string[];
  logins: number;
  /** Ends every session; the next login works again. */
  expireAll(): void;
  /** No login works from now on. */
  shutDoor(): void;
  close(): Promise<void>;
}

interface State { sessions: Map<string, string>; tokens: Map<string, string>; forgery: Set<string>; half: Map<string, string>; failures: Map<string, number>; usedSteps: Set<number>; shut: boolean }

const form = (fields: string, action = ""): string => `<!doctype html><title>x</title><form method="post" action="${action}">${fields}<button>Go</button></form>`;

/** expiresIn: seconds that OAuth tokens live. */
export async function openLoginServer({ expiresIn = 3600 }: { expiresIn?: number } = {}): Promise<LoginServer> {
  const state: State = { sessions: new Map(), tokens: new Map(), forgery: new Set(), half: new Map(), failures: new Map(), usedSteps: new Set(), shut: false };
  const seen: string[] = [];
  const counts = { logins: 0 };
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => { answer({ request, response, body, path: (request.url ?? "/").split("?")[0] ?? "/", state, expiresIn, origin: origin(), logged: () => { counts.logins += 1; } }); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: origin(), seen, get logins() { return counts.logins; },
    expireAll: () => { state.sessions.clear(); state.tokens.clear(); }, shutDoor: () => { state.shut = true; },
    close: async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}

interface Asked { request: IncomingMessage; response: ServerResponse; body: string; path: string; state: State; expiresIn: number; origin: string; logged(): void }

const cookieOf = ({ request }: Asked, name: string): string | undefined => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.cookie ?? "")?.[1];
function reply({ response }: Asked, status: number, body: string, headers: Record<string, string | string[]> = {}): void {
  response.writeHead(status, { "content-type": body.startsWith("{") ? "application/json" : "text/html; charset=utf-8", ...headers });
  response.end(body);
}

function whoIs(asked: Asked): string | undefined {
  const { state, request: { headers } } = asked;
  const [, scheme = "", value = ""] = /^(\w+) (.+)$/.exec(headers.authorization ?? "") ?? [];
  if (scheme === "Bearer") return state.tokens.get(value);
  if (scheme === "Basic") { const [user = "", password] = Buffer.from(value, "base64").toString().split(":"); return people[user] === password ? user : undefined; }
  if (headers["x-service-key"] === "k3y-of-ann") return "ann@mail.example";
  return state.sessions.get(cookieOf(asked, "sid") ?? "");
}

function letIn(asked: Asked, user: string, to = "/home"): void {
  const sid = randomBytes(16).toString("hex");
  asked.state.sessions.set(sid, user);
  asked.logged();
  reply(asked, 303, "", { location: to, "set-cookie": [`sid=${sid}; Path=/; HttpOnly`, `XSRF-TOKEN=x${sid.slice(0, 8)}; Path=/`] });
}

function isRight({ state }: Asked, user: string, password: string): boolean | "locked" {
  if ((state.failures.get(user) ?? 0) >= 3) return "locked";
  if (!state.shut && people[user] === password) { state.failures.delete(user); return true; }
  state.failures.set(user, (state.failures.get(user) ?? 0) + 1);
  return false;
}

function answer(asked: Asked): void {
  const known = routes[`${asked.request.method} ${asked.path}`];
  if (known !== undefined) { known(asked); return; }
  const user = whoIs(asked);
  if (asked.path === "/") { reply(asked, 200, `<!doctype html><h1>Shop</h1><a href="/products">Products</a>${user === undefined ? '<a href="/login">Log in</a>' : `<p>Hello ${user}</p><a href="/home">Home</a><a href="/bye">Log out</a>`}`); return; }
  if (asked.path.startsWith("/api/")) { reply(asked, user === undefined ? 401 : 200, JSON.stringify(user === undefined ? { error: "who are you" } : { user, path: asked.path })); return; }
  if (user === undefined) { reply(asked, 302, "", { location: "/login" }); return; }
  if (asked.path === "/bye") { asked.state.sessions.delete(cookieOf(asked, "sid") ?? ""); reply(asked, 302, "", { location: "/" }); return; }
  if (asked.request.method === "POST") { const token = `x${(cookieOf(asked, "sid") ?? "").slice(0, 8)}`; reply(asked, asked.request.headers["x-xsrf-token"] === token ? 200 : 403, "written"); return; }
  reply(asked, 200, `<!doctype html><h1>${asked.path}</h1><p>${user}</p>`);
}

/** A token that is taken once: the page must be fetched before each attempt. */
function loginPage(asked: Asked, more = ""): string {
  const token = randomBytes(12).toString("hex");
  asked.state.forgery.add(token);
  return form(`${more}<input type="hidden" name="csrf" value="${token}"><input name="email" type="email"><input name="secret" type="password"><label><input type="checkbox" name="stay" value="1"> Stay</label>`, "/login");
}

const routes: Readonly<Record<string, (asked: Asked) => void>> = {
  "GET /login": (asked) => { reply(asked, 200, `<form action="/search"><input name="q"></form>${loginPage(asked)}`); },
  "POST /login": (asked) => {
    const given = new URLSearchParams(asked.body);
    const right = asked.state.forgery.delete(given.get("csrf") ?? "") && isRight(asked, given.get("email") ?? "", given.get("secret") ?? "");
    if (right === true) { letIn(asked, given.get("email") ?? ""); return; }
    reply(asked, right === "locked" ? 429 : 200, loginPage(asked, `<p>${right === "locked" ? "Too many attempts." : "Wrong."}</p>`));
  },
  "GET /steps": (asked) => { reply(asked, 200, form('<input name="identifier" autocomplete="username">', "/steps/two")); },
  "POST /steps/two": (asked) => { const user = new URLSearchParams(asked.body).get("identifier") ?? ""; const half = randomBytes(8).toString("hex"); asked.state.half.set(half, user); reply(asked, 200, form('<input name="pw" type="password">', "/steps/three"), { "set-cookie": `half=${half}; Path=/steps` }); },
  "POST /steps/three": (asked) => { const user = asked.state.half.get(cookieOf(asked, "half") ?? "") ?? ""; if (isRight(asked, user, new URLSearchParams(asked.body).get("pw") ?? "") !== true) { reply(asked, 401, "no"); return; } reply(asked, 303, "", { location: "/steps/code" }); },
  "GET /steps/code": (asked) => { reply(asked, 200, form('<label>Code <input name="otp" autocomplete="one-time-code" inputmode="numeric"></label>', "/steps/code")); },
  "POST /steps/code": (asked) => {
    const step = Math.floor(Date.now() / 2000);
    const key = decodeBase32(totpSecret) ?? new Uint8Array();
    const matched = [step, step - 1].find((one) => totpCode({ key, algorithm: "sha256", digits: 8, periodSeconds: 2 }, one) === new URLSearchParams(asked.body).get("otp"));
    if (matched === undefined || asked.state.usedSteps.has(matched)) { reply(asked, 200, form('<p>Wrong code</p><input name="otp" autocomplete="one-time-code">', "/steps/code")); return; }
    asked.state.usedSteps.add(matched);
    letIn(asked, asked.state.half.get(cookieOf(asked, "half") ?? "") ?? "");
  },
  "POST /api/session": (asked) => {
    const given = JSON.parse(asked.body) as { login: string; password: string };
    if (isRight(asked, given.login, given.password) !== true) { reply(asked, 401, '{"error":"no"}'); return; }
    const token = randomBytes(16).toString("hex");
    asked.state.tokens.set(token, given.login);
    asked.logged();
    reply(asked, 200, JSON.stringify({ data: { accessToken: token, kind: "x" } }));
  },
  "GET /issuer/.well-known/openid-configuration": (asked) => { reply(asked, 200, JSON.stringify({ issuer: `${asked.origin}/issuer`, token_endpoint: `${asked.origin}/token` })); },
  "POST /token": (asked) => {
    const given = new URLSearchParams(asked.body);
    if (asked.request.headers.authorization !== `Basic ${Buffer.from(`${oauthClient.id}:${oauthClient.secret}`).toString("base64")}`) { reply(asked, 401, '{"error":"invalid_client"}'); return; }
    const grant = given.get("grant_type");
    const user = grant === "client_credentials" ? "service" : grant === "password" && isRight(asked, given.get("username") ?? "", given.get("password") ?? "") === true ? given.get("username") ?? "" : grant === "refresh_token" && given.get("refresh_token") === "r3fresh-t0ken" ? "ann@mail.example" : undefined;
    if (user === undefined || asked.state.shut) { reply(asked, 400, '{"error":"invalid_grant"}'); return; }
    const token = randomBytes(16).toString("hex");
    asked.state.tokens.set(token, user);
    asked.logged();
    setTimeout(() => { asked.state.tokens.delete(token); }, asked.expiresIn * 1000).unref();
    reply(asked, 200, JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: asked.expiresIn, ...(grant === "client_credentials" ? {} : { refresh_token: "r3fresh-t0ken" }) }));
  },
};
