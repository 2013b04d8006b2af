// Logins in the browser: recorded steps, and forms that nobody described.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../../test/dast/check-tools.ts";
import { browserFor, chromium, openPages, unlessChromium } from "../../../test/dast/browser-under-test.ts";
import type { BrowserUnderTest, Pages } from "../../../test/dast/browser-under-test.ts";
import { systemClock } from "../../kernel/clock.ts";
import { formLogin } from "./form-login.ts";
import { playSteps } from "./play-steps.ts";
import type { LoginOutcome, PlayOptions } from "./play-steps.ts";

const html: Readonly<Record<string, string>> = {
  "/one": '<form method="post" action="/in"><label>Mail <input name="mail" type="email"></label><label>Secret <input name="secret" type="password"></label><button>Sign in</button></form>',
  "/two": '<form action="/two-b"><input name="who" autocomplete="username"><button>Next</button></form>',
  "/two-b": '<form method="post" action="/in"><input type="hidden" name="mail" value="ann@example.com"><input name="secret" type="password"><button>Next</button></form>',
  "/script": '<div><input id="user" placeholder="User name"><input id="pass" type="password"><span role="button" tabindex="0" id="go" onclick="send()">Go</span></div><script>async function send() { const reply = await fetch("/token", { method: "POST", body: JSON.stringify({ u: user.value, p: pass.value }) }); const { token } = await reply.json(); localStorage.setItem("token", token); await fetch("/me", { headers: { authorization: "Bearer " + token } }); history.pushState({}, "", "/home"); document.body.textContent = "Welcome"; }</script>',
  "/hidden": '<button onclick="d.hidden = false">Log in</button><div id="d" hidden><form method="post" action="/in"><input name="mail"><input name="secret" type="password"><input type="submit" value="ok"></form></div>',
  "/code": '<form method="post" action="/in?code=1"><input name="mail"><input name="secret" type="password"><button>ok</button></form>',
  "/code-b": '<form method="post" action="/in"><input type="hidden" name="mail" value="ann@example.com"><input type="hidden" name="secret" value="pw-1"><input name="otp" autocomplete="one-time-code"><button>ok</button></form>',
};

describe.skipIf(chromium === undefined)(`dast/browser/login${unlessChromium}`, () => {
  let pages: Pages;
  let under: BrowserUnderTest;
  const bodies: string[] = [];

  beforeAll(async () => {
    pages = await openPages((request, response) => {
      const path = (request.url ?? "/").replace(/\?.*$/, "");
      let body = "";
      request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
      request.on("end", () => {
        if (request.method === "POST") bodies.push(body);
        const form = new URLSearchParams(body);
        if (request.url === "/in?code=1") { response.writeHead(303, { location: "/code-b" }); response.end(); return; }
        if (path === "/in" && form.get("mail") === "ann@example.com" && form.get("secret") === "pw-1") { response.writeHead(302, { location: "/home", "set-cookie": ["sid=abc; Path=/; HttpOnly", "seen=1; Path=/"] }); response.end(); return; }
        if (path === "/token") { response.end(JSON.stringify({ token: body.includes("pw-1") ? "t-123" : "" })); return; }
        response.end(`<!doctype html><title>${path}</title><body>${html[path] ?? (path === "/home" ? "Welcome" : "No.")}`);
      });
    });
    under = browserFor([pages.origin]);
  });
  afterAll(async () => { await under.browser.close(); await pages.close(); });

  const options: PlayOptions = { session: anonymous, values: { username: "ann@example.com", password: "pw-1", totp: () => "123456" }, signal: new AbortController().signal, maxMs: 30_000 };
  const tools = () => ({ engine: under.browser.engine, clock: systemClock });
  const cookieNames = ({ cookies }: LoginOutcome): string[] => cookies.map(({ name, value }) => `${name}=${value}`).toSorted();

  it("recorded steps are played, and cookies are brought back", async () => {
    const outcome = await playSteps([
      { do: "goto", url: `${pages.origin}/one` }, { do: "click", on: { text: "No such banner" }, optional: true, timeoutMs: 300 }, { do: "fill", on: { label: "Mail" }, value: "{username}" }, { do: "fill", on: { selector: "[name=secret]" }, value: "{password}" },
      { do: "click", on: { role: "button", name: "Sign in" } }, { do: "wait", url: "*/home", text: "Welcome" },
    ], options, tools());
    expect(outcome).toMatchObject({ done: true, why: undefined, url: `${pages.origin}/home` });
    expect(cookieNames(outcome)).toEqual(["seen=1", "sid=abc"]);
    expect(outcome.cookies.find(({ name }) => name === "sid")).toMatchObject({ httpOnly: true, path: "/" });
  }, 40_000);

  it("a step that cannot be made is named, without the secret", async () => {
    const outcome = await playSteps([{ do: "goto", url: `${pages.origin}/one` }, { do: "fill", on: { label: "Nothing" }, value: "{password}", timeoutMs: 400 }], options, tools());
    expect(outcome.done).toBe(false);
    expect(outcome.why).toContain("Step 2 (fill) failed");
    expect(outcome.why).not.toContain("pw-1");
  }, 30_000);

  it.each(["/one", "/two", "/hidden", "/code"])("the form of %s is found, filled and sent", async (path) => {
    const outcome = await formLogin(`${pages.origin}${path}`, options, tools());
    expect(outcome).toMatchObject({ done: true, url: `${pages.origin}/home` });
    expect(cookieNames(outcome)).toEqual(["seen=1", "sid=abc"]);
    if (path === "/code") expect(bodies.at(-1)).toContain("otp=123456");
  }, 40_000);

  it("tokens of single-page applications come from storage and from what scripts send", async () => {
    const outcome = await formLogin(`${pages.origin}/script`, options, tools());
    expect(outcome.done).toBe(true);
    expect(outcome.storage[pages.origin]).toContainEqual({ area: "local", name: "token", value: "t-123" });
    expect(outcome.headers[pages.origin]).toContainEqual(["authorization", "Bearer t-123"]);
  }, 40_000);

  it("a page without a password field says so", async () => {
    expect(await formLogin(`${pages.origin}/nothing`, options, tools())).toMatchObject({ done: false, why: "No field for a password was found." });
  }, 40_000);
});
