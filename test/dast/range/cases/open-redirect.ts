// Cases of open redirects: addresses taken from the request, tested carelessly, well, or not at all.
import { createHmac } from "node:crypto";
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

interface Way { name: string; vulnerable: boolean; method?: "GET" | "POST"; own?: string; also?: readonly string[]; answer(to: string, request: RangeRequest): RangeAnswer }

const to = (location: string): RangeAnswer => ({ status: 302, headers: [["location", safeHeader(location)]], body: "" });
// Node refuses what is no header value; a server that encodes it is the usual one.
const safeHeader = (value: string): string => value.replaceAll(/[^\x20-\x7e\t]/g, (one) => encodeURIComponent(one.toWellFormed())).replaceAll(/[\r\n]/g, "");
const refused = htmlAnswer("<p>That address is not ours.</p>", { status: 400 });

const way = ({ name, vulnerable, method = "GET", own = "/home", also, answer }: Way): RangeCase => defineCase({
  check: "open-redirect", name, vulnerable, ...(also === undefined ? {} : { also }),
  build: (names) => {
    const path = `/${names.word("path")}`;
    // Two of three cases name their parameter so that it says nothing.
    const field = names.number("kind", 0, 2) === 0 ? "next" : names.word("field");
    return {
      html: (prefix) => (method === "POST" ? `<form method="post" action="${prefix}${path}"><input name="${field}" value="${escapeHtml(own)}"><button>Go</button></form>` : `<a href="${prefix}${path}?${field}=${encodeURIComponent(own)}">Go</a>`),
      requests: [method === "POST" ? { method, path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${field}=${encodeURIComponent(own)}` } : { method, path: `${path}?${field}=${encodeURIComponent(own)}` }],
      handle: (request) => (request.path === path ? answer((method === "POST" ? request.form() : request.query).get(field) ?? "/", request) : undefined),
    };
  },
});

const hostOf = (origin: string): string => new URL(origin).hostname;
const secret = "range";
const signed = (value: string): string => `${value}~${createHmac("sha256", secret).update(value).digest("hex")}`;

export const cases: readonly RangeCase[] = [
  way({ name: "Location as it came", vulnerable: true, answer: (value) => to(value) }),
  way({ name: "Location of a form", vulnerable: true, method: "POST", answer: (value) => to(value) }),
  way({ name: "must begin with a slash", vulnerable: true, answer: (value) => (value.startsWith("/") ? to(value) : refused) }),
  way({ name: "must begin with one slash only, backslash forgotten", vulnerable: true, answer: (value) => (/^\/(?!\/)/.test(value) ? to(value) : refused) }),
  way({ name: "must begin with the site's name", vulnerable: true, answer: (value, { origin }) => (value.startsWith("/") || value.startsWith(`https://${hostOf(origin)}`) ? to(value.startsWith("//") || value.startsWith("/\\") ? "/" : value.replaceAll(/[\t\\]/g, "")) : refused) }),
  way({ name: "must hold the site's name somewhere", vulnerable: true, answer: (value, { origin }) => (value.includes(hostOf(origin)) ? to(value) : /^\/\w/.test(value) ? to(value) : refused) }),
  way({ name: "scheme put before whatever comes", vulnerable: true, own: "partner.invalid", answer: (value) => to(`http://${value.replace(/^\w+:\/\//, "").replace(/^\/+/, "self.invalid/")}`.replace("http://self.invalid", "")) }),
  way({ name: "meta refresh", vulnerable: true, answer: (value) => htmlAnswer(`<!doctype html><head><meta http-equiv="refresh" content="0; url=${escapeHtml(value)}"></head><body>Wait.</body>`) }),
  way({ name: "header Refresh", vulnerable: true, answer: (value) => htmlAnswer("<p>Wait.</p>", { headers: [["refresh", `0;url=${safeHeader(value)}`]] }) }),
  way({ name: "script that sets the location", vulnerable: true, answer: (value) => htmlAnswer(`<script>var goal = ${JSON.stringify(value).replaceAll("<", "\\u003c")}; window.location.href = goal;</script>`), also: ["xss-reflected"] }),
  way({ name: "decoded once more after the test", vulnerable: true, answer: (value) => { if (/^\w+:|^[/\\]{2}/.test(value)) return refused; try { return to(decodeURIComponent(value)); } catch { return refused; } } }),

  way({ name: "parsed, and the origin compared", vulnerable: false, answer: (value, { origin }) => (URL.canParse(value, origin) && new URL(value, origin).origin === origin ? to(new URL(value, origin).pathname) : refused) }),
  way({ name: "list of pages", vulnerable: false, own: "home", answer: (value) => to(({ home: "/home", news: "/news" } as Record<string, string>)[value] ?? "/home") }),
  way({ name: "put behind the site's own path", vulnerable: false, answer: (value) => to(`/pages/${encodeURIComponent(value)}`) }),
  way({ name: "put behind the site's own address with a slash", vulnerable: false, answer: (value, { origin }) => to(`${origin}/${value.replace(/^\/+/, "")}`) }),
  way({ name: "page that asks first", vulnerable: false, answer: (value) => htmlAnswer(`<p>You leave this site.</p><a rel="noreferrer" href="${/^https?:/.test(value) ? escapeHtml(value) : "/"}">Go on</a>`) }),
  way({ name: "address with a signature", vulnerable: false, own: signed("https://partner.invalid/"), answer: (value) => (signed(value.split("~")[0] ?? "") === value ? to(value.split("~")[0] ?? "/") : refused) }),
  way({ name: "address kept in a parameter of the site's login", vulnerable: false, answer: (value) => to(`/login?then=${encodeURIComponent(value)}`) }),
  way({ name: "script that only shows the address", vulnerable: false, answer: (value) => htmlAnswer(`<script>var goal = ${JSON.stringify(value).replaceAll("<", "\\u003c")}; document.title = goal; function go() { location.href = "/"; }</script>`) }),
];
