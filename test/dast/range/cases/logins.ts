// Logins with real decisions in them, for the cases of default passwords, limits and names that can be found out.
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";
import { defineCase, htmlAnswer, jsonAnswer } from "../case.ts";

export interface Attempt { user: string; password: string; request: RangeRequest; names: RangeNames }
export type Decide = (attempt: Attempt) => RangeAnswer | undefined;
/** Made anew for each open case, so that what it counts is its own. */
export type MakeLogin = (names: RangeNames) => Decide;

export const loginForm = (message = ""): string => `<!doctype html><form method="post"><p>${message}</p><input name="username"><input type="password" name="password"><button>Go</button></form>`;
/** The same for a login that takes JSON: a script sends it. */
const scriptForm = `<!doctype html><form id="f"><input name="username"><input type="password" name="password"><button>Go</button></form><script>f.onsubmit = (event) => { event.preventDefault(); fetch(location.pathname, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: f.username.value, password: f.password.value }) }); };</script>`;
export const welcome: RangeAnswer = { status: 302, headers: [["location", "./home"], ["set-cookie", "sid=Zk3Jx9Qw7Lm2Vb8N; HttpOnly"]] };
export const refused = (message = "Wrong name or password.", status = 200): RangeAnswer => htmlAnswer(loginForm(message), { status });

/** Basic authentication on the route itself. */
const basicOf = (header: string | undefined): readonly [string, string] | undefined => {
  const text = Buffer.from(/^Basic (.+)$/i.exec(header ?? "")?.[1] ?? "", "base64").toString("utf8");
  return text.includes(":") ? [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)] : undefined;
};

export type LoginKind = "form" | "json" | "basic";
function builtLogin(kind: LoginKind, make: MakeLogin, names: RangeNames): BuiltCase {
  const path = `/${names.word("login")}`;
  const decide = make(names);
  const fields = (request: RangeRequest): readonly [string, string] | undefined => {
    if (kind === "basic") return basicOf(request.headers["authorization"]);
    const json = kind === "json" ? request.json() as Record<string, string> | undefined : undefined;
    const form = request.form();
    return request.method !== "POST" ? undefined : kind === "json" ? [String(json?.["username"] ?? ""), String(json?.["password"] ?? "")] : [form.get("username") ?? "", form.get("password") ?? ""];
  };
  const nobody = (): RangeAnswer => (kind === "basic" ? { status: 401, headers: [["www-authenticate", 'Basic realm="inside"']], body: "Who are you?" } : htmlAnswer(kind === "json" ? scriptForm : loginForm(`Log in to ${names.word("site")}.`)));
  return {
    html: (prefix) => `<a href="${prefix}${path}">login</a>`,
    requests: kind === "basic" ? [{ method: "GET", path }] : [{ method: "POST", path, headers: [["content-type", kind === "json" ? "application/json" : "application/x-www-form-urlencoded"]], body: kind === "json" ? '{"username":"a","password":"b"}' : "username=a&password=b" }],
    handle: (request) => {
      if (request.path !== path) return undefined;
      const [user, password] = fields(request) ?? [];
      return user === undefined || password === undefined ? nobody() : decide({ user, password, request, names }) ?? (kind === "basic" ? nobody() : kind === "json" ? jsonAnswer({ error: "wrong name or password" }, { status: 401 }) : refused());
    },
  };
}

export const loginCase = (check: string, name: string, { vulnerable, kind = "form", make }: { vulnerable: boolean; kind?: LoginKind; make: MakeLogin }): RangeCase => defineCase({ check, name, vulnerable, build: (names) => builtLogin(kind, make, names) });
