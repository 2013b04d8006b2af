// Applications that keep in a cookie who a visitor is, or what one may do; some believe it, some have signed it.
import { createHmac } from "node:crypto";
import { htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";

interface App { first(names: RangeNames): string; /** What the page is for this cookie; undefined: nobody's. */ page(cookie: string, names: RangeNames): RangeAnswer | undefined }

const app = (name: string, vulnerable: boolean, make: App, cookieName = (names: RangeNames): string => names.word("cookie")): RangeCase => ({
  check: "cookie-tampering", name, vulnerable,
  build(names) {
    const [path, cookie] = [`/${names.word("path")}`, cookieName(names)];
    const answer = (request: RangeRequest): RangeAnswer => {
      const given = request.cookies[cookie];
      const page = given === undefined ? undefined : make.page(given, names);
      return page ?? htmlAnswer("<h1>Visitor</h1><p>There is little to see.</p>", { headers: [["set-cookie", `${cookie}=${make.first(names)}; Path=${request.prefix}`]] });
    };
    return { html: (prefix) => `<a href="${prefix}${path}">Enter</a>`, requests: [{ method: "GET", path }], handle: (request) => (request.path === path ? answer(request) : undefined) };
  },
});

const member = (names: RangeNames, more = ""): RangeAnswer => htmlAnswer(`<h1>Area</h1><p>${names.word("news")}</p>${more}`);
const tools = (names: RangeNames): string => `<ul><li><a href="./${names.word("tool")}">${names.word("tool")} of those in charge</a></li></ul>`;
const profile = (of: string, names: RangeNames): string => `<p>Lives in ${names.word(`town ${of}`)}, born ${names.number(`year ${of}`, 1950, 1999)}</p>`;
const base64 = (value: unknown): string => encodeURIComponent(Buffer.from(JSON.stringify(value)).toString("base64"));
function unbase64(text: string): Record<string, unknown> | undefined {
  try { return JSON.parse(Buffer.from(decodeURIComponent(text), "base64").toString()) as Record<string, unknown>; } catch { return undefined; }
}
const jsonIn = (text: string): Record<string, unknown> | undefined => { try { return JSON.parse(decodeURIComponent(text)) as Record<string, unknown>; } catch { return undefined; } };
const mac = (text: string): string => createHmac("sha256", "a key of the range").update(text).digest("base64url");
const phpRole = (role: string): string => encodeURIComponent(`a:2:{s:4:"name";s:3:"ada";s:4:"role";s:${role.length}:"${role}";}`);

const idOf = (names: RangeNames): string => ["id 1", "id 2", "id 3", "id 4"].map((label) => names.word(label)).join("");

export const cases: readonly RangeCase[] = [
  app("a role in JSON in base64", true, { first: () => base64({ name: "ada", role: "user" }), page: (cookie, names) => member(names, unbase64(cookie)?.["role"] === "admin" ? tools(names) : "") }),
  app("a flag in JSON", true, { first: () => encodeURIComponent('{"id":7,"isAdmin":false}'), page: (cookie, names) => member(names, jsonIn(cookie)?.["isAdmin"] === true ? tools(names) : "") }),
  app("a plain flag", true, { first: () => "0", page: (cookie, names) => member(names, cookie === "1" ? tools(names) : "") }, () => "admin"),
  app("the number of a user", true, { first: () => "41", page: (cookie, names) => (/^4[0-9]$/.test(cookie) ? member(names, profile(cookie, names)) : undefined) }, () => "user_id"),
  app("pairs in base64", true, { first: () => encodeURIComponent(Buffer.from("user=ada&role=guest").toString("base64")), page: (cookie, names) => member(names, Buffer.from(decodeURIComponent(cookie), "base64").toString().endsWith("role=admin") ? tools(names) : "") }),
  app("a role in a serialised array", true, { first: () => phpRole("user"), page: (cookie, names) => member(names, decodeURIComponent(cookie) === decodeURIComponent(phpRole("admin")) ? tools(names) : "") }),
  app("a name without a password", true, { first: () => "guest", page: (cookie, names) => (["guest", "admin"].includes(cookie) ? member(names, `<p>Hello ${cookie}</p>${profile(cookie, names)}`) : undefined) }, () => "username"),

  app("the role is signed", false, { first: () => { const text = base64({ role: "user" }); return `${text}.${mac(text)}`; }, page: (cookie, names) => { const [text = "", sign] = cookie.split("."); return sign === mac(text) ? member(names, unbase64(text)?.["role"] === "admin" ? tools(names) : "") : undefined; } }),
  app("JSON with a signature in it", false, { first: () => base64({ role: "user", sign: mac("user") }), page: (cookie, names) => { const read = unbase64(cookie); return read?.["sign"] === mac(String(read?.["role"])) ? member(names, tools(names)) : htmlAnswer("<h1>Something is wrong with your cookie</h1>"); } }),
  app("a flag under a signature of the whole", false, { first: () => { const text = '{"admin":false}'; return encodeURIComponent(`{"admin":false,"s":"${mac(text)}"}`); }, page: (cookie, names) => (decodeURIComponent(cookie) === `{"admin":false,"s":"${mac('{"admin":false}')}"}` ? member(names) : htmlAnswer("<h1>Your session is over</h1><p>Please begin anew.</p>")) }),
  app("the role is only shown", false, { first: () => base64({ role: "user" }), page: (cookie, names) => member(names, `<p>You are: ${String(unbase64(cookie)?.["role"]).replaceAll(/\W/g, "")}</p>`) }),
  app("the role is not read", false, { first: () => base64({ role: "user", theme: "dark" }), page: (_cookie, names) => member(names) }),
  app("a random id", false, { first: (names) => idOf(names), page: (cookie, names) => (cookie === idOf(names) ? member(names) : undefined) }, () => "session"),
  app("any other value is nobody's", false, { first: () => "ada", page: (cookie, names) => (cookie === "ada" ? member(names, profile("ada", names)) : undefined) }, () => "username"),
  app("the page changes by itself", false, { first: () => base64({ role: "user" }), page: (_cookie, names) => member(names, `<p>Seen ${Math.floor(performance.now() * 1000)} and ${String(Math.random()).slice(2, 9)}</p>`) }),
];
