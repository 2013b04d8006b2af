// Session fixation against small applications of our own that log in for real: six that keep or take over an id, and those that do not.
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { systemClock } from "../../kernel/clock.ts";
import type { LoginMethod } from "../identities/identity.ts";
import { openSessions } from "../identities/open-sessions.ts";
import { openTestTraffic } from "../traffic/traffic.sample.ts";
import type { Proof } from "../evidence.ts";
import { sessionFixation } from "./session-fixation.ts";

interface App {
  /** Whether a visitor is given an id before the login. */
  early: boolean;
  json?: boolean;
  /** The id after the login; before: the one that came, known: whether the server had made it. */
  after(before: string | undefined, known: boolean): string;
  cookie?: string;
  /** A second cookie that a login needs too. */
  second?: boolean;
  /** Only what the server has made is taken for an id later on. */
  strict?: boolean;
}

const fresh = (): string => randomBytes(16).toString("hex");
const kept: App["after"] = (before) => before ?? fresh();

async function proofsOf(app: App): Promise<Proof[]> {
  const cookie = app.cookie ?? "sid";
  const [given, inside, extra] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const idOf = ({ headers }: IncomingMessage, name: string): string | undefined => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(headers.cookie ?? "")?.[1];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => {
      const before = idOf(request, cookie);
      const html = (status: number, text: string, cookies: string[] = []): void => { response.writeHead(status, { "content-type": "text/html", ...(cookies.length > 0 ? { "set-cookie": cookies } : {}), ...(status === 302 ? { location: "/" } : {}) }); response.end(text); };
      if (request.method === "POST" && request.url === "/login") {
        if (!body.includes("pw-of-ann")) { html(401, "no"); return; }
        const id = app.after(before, before !== undefined && given.has(before));
        const more = fresh();
        given.add(id); inside.add(id); extra.add(more);
        html(app.json === true ? 200 : 302, app.json === true ? '{"ok":true}' : "", [...id === before ? [] : [`${cookie}=${id}; Path=/; HttpOnly`], ...app.second === true ? [`second=${more}; Path=/; HttpOnly`] : []]);
        return;
      }
      const isIn = before !== undefined && inside.has(before) && (app.second !== true || extra.has(idOf(request, "second") ?? ""));
      const early = app.early && (before === undefined || (app.strict === true && !given.has(before))) ? fresh() : undefined;
      if (early !== undefined) given.add(early);
      html(200, isIn ? '<h1>Hello ann</h1><p>Your things are here</p><a href="/logout">Log out</a>' : '<h1>Hello</h1><form method="post" action="/login"><input name="user"><input name="pass" type="password"></form>', early === undefined ? [] : [`${cookie}=${early}; Path=/; HttpOnly`]);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const testing = await openTestTraffic(`${origin}/`);
  try {
    const login: LoginMethod = app.json === true ? { kind: "json", url: `${origin}/login`, body: { user: "ann", pass: "pw-of-ann" }, tokenAt: undefined, header: "", scheme: "" } : { kind: "form", url: `${origin}/`, username: "ann", password: "pw-of-ann", usernameField: undefined, passwordField: undefined, totp: undefined, extra: {} };
    const notes: string[] = [];
    const [session] = await openSessions({ specs: [{ name: "ann", login, assertion: undefined, logoutUrls: [] }], url: `${origin}/`, traffic: testing.traffic, helpers: { engine: undefined }, clock: systemClock, elapsedMs: () => performance.now(), secretOf: () => undefined, note: (text) => { notes.push(text); }, keepSecret: () => {} });
    expect([session?.state, notes]).toEqual(["logged-in", []]);
    const proofs: Proof[] = [];
    if (session !== undefined) for await (const proof of sessionFixation.probe(origin, [], checkTools({ session }))) proofs.push(proof);
    return proofs;
  } finally { await testing.traffic.close(); server.closeAllConnections(); server.close(); }
}

describe("dast/checks/session-fixation", () => {
  it.each<[string, App, string]>([
    ["the id of the visit is the id of the login", { early: true, after: kept }, "kept"],
    ["only ids that the server made are kept", { early: true, strict: true, after: (before, known) => (known && before !== undefined ? before : fresh()) }, "kept"],
    ["a login of JSON", { early: true, json: true, after: kept }, "kept"],
    ["a cookie of another name", { early: true, cookie: "JSESSIONID", after: kept }, "kept"],
    ["no id before the login, and any is taken", { early: false, after: kept }, "made-up"],
    ["a login of JSON takes any id", { early: false, json: true, after: kept }, "made-up"],
    ["ids of its own are renewed, strange ones taken", { early: true, after: (before, known) => (known || before === undefined ? fresh() : before) }, "made-up"],
  ])("finds: %s", async (_name, app, technique) => { expect((await proofsOf(app)).map((proof) => [proof.technique, proof.confidence])).toEqual([[technique, "confirmed"]]); });

  it.each<[string, App]>([
    ["a new id at each login", { early: true, after: fresh }],
    ["a new id at each login of JSON", { early: true, json: true, after: fresh }],
    ["no id before the login, and a new one at it", { early: false, after: fresh }],
    ["the id stays, and a second one is needed that is new", { early: true, second: true, after: kept }],
    ["a strange id is put aside", { early: false, strict: true, after: (before, known) => (known && before !== undefined ? before : fresh()) }],
    ["a new id under another name", { early: true, strict: true, cookie: "ASP.NET_SessionId", after: fresh }],
  ])("passes: %s", async (_name, app) => { expect(await proofsOf(app)).toEqual([]); });

  it("without a login it sends nothing", async () => {
    const tools = checkTools();
    for await (const proof of sessionFixation.probe("http://127.0.0.1:9", [], tools)) expect(proof).toBeUndefined();
    expect(tools.sent).toEqual([]);
  });
});
