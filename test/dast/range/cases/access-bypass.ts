// A proxy that refuses by text before an application that reads otherwise, and applications that decide by themselves.
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

interface Guarded { secret: string; content: RangeAnswer; names: { word(label: string): string } }
const forbidden: RangeAnswer = { status: 403, headers: [["content-type", "text/html"]], body: "<h1>Forbidden</h1>" };
const guarded = (name: string, vulnerable: boolean, handle: (request: RangeRequest, guarded: Guarded) => RangeAnswer | undefined): RangeCase => defineCase({
  check: "access-bypass", name, vulnerable,
  build: (names) => {
    const secret = `/${names.word("secret")}`;
    const content = htmlAnswer(`<h1>Salaries</h1><table>${Array.from({ length: 12 }, (_, at) => `<tr><td>${names.word(`person ${at}`)}<td>${4000 + at * 17}`).join("")}</table>`);
    return { html: (prefix) => `<a href="${prefix}${secret}">inside</a>`, requests: [{ method: "GET", path: secret }], handle: (request) => handle(request, { secret, content, names }) };
  },
});
const decoded = (path: string): string => { try { return decodeURIComponent(path); } catch { return path; } };
/** The proxy refuses what reads exactly so; the application behind reads `means`. */
const proxied = (means: (path: string) => string) => ({ path }: RangeRequest, { secret, content }: Guarded): RangeAnswer | undefined => (path === secret ? forbidden : means(path) === secret ? content : undefined);

export const cases: readonly RangeCase[] = [
  guarded("a slash at the end", true, proxied((path) => path.replace(/\/$/, ""))),
  guarded("upper case", true, proxied((path) => path.toLowerCase())),
  guarded("matrix parameters", true, proxied((path) => path.replace(/;.*$/, ""))),
  guarded("an encoded letter", true, proxied(decoded)),
  guarded("a letter that is encoded twice", true, proxied((path) => decoded(decoded(path)))),
  guarded("a space at the end", true, proxied((path) => decoded(path).trim())),
  guarded("an extension", true, proxied((path) => path.replace(/\.json$/, ""))),
  guarded("an address that a header gives", true, ({ path, headers }, { secret, content }) => (path === secret && headers["x-forwarded-for"] !== "127.0.0.1" ? forbidden : path === secret ? content : undefined)),
  guarded("an inside address by another header", true, ({ path, headers }, { secret, content }) => (path !== secret ? undefined : headers["x-real-ip"] === "127.0.0.1" ? content : { ...forbidden, status: 401 })),
  guarded("the application decides by what it has read", false, ({ path }, { secret }) => (decoded(path).toLowerCase().replace(/[;?].*$/, "").replace(/[/\s]+$/, "").replaceAll(/\/+/g, "/") === secret ? forbidden : undefined)),
  guarded("other spellings lead to the start page", false, ({ path }, { secret }) => (path === secret ? forbidden : htmlAnswer("<h1>Welcome</h1><p>to the shop"))),
  guarded("other spellings lead to a login", false, ({ path }, { secret }) => (path === secret ? forbidden : path.startsWith(secret) ? htmlAnswer("<form method=post><input name=u><input type=password name=p></form>") : undefined)),
  guarded("an error page with status 200 for every other name", false, ({ path }, { secret }) => (path === secret ? forbidden : htmlAnswer("<h1>Sorry</h1><p>There is no such page here, but you can search for it."))),
  guarded("the header is not read", false, ({ path }, { secret }) => (path === secret ? { ...forbidden, status: 401 } : undefined)),
  guarded("the door opens by itself now and then", false, ((): ((request: RangeRequest, guarded: Guarded) => RangeAnswer | undefined) => { let asked = 0; return ({ path }, { secret, content }) => { if (!path.startsWith(secret)) return undefined; asked += 1; return asked <= 2 ? forbidden : content; }; })()),
  guarded("nothing is refused", false, ({ path }, { secret, content }) => (path === secret || path === `${secret}/` ? content : undefined)),
];
