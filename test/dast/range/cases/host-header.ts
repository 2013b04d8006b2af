// Cases of host header injection: pages that build addresses of the name that the request gives, or of one that they know.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

const way = (name: string, vulnerable: boolean, answer: (request: RangeRequest) => RangeAnswer): RangeCase => defineCase({
  check: "host-header", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    return { html: (prefix) => `<a href="${prefix}${path}">Page</a>`, requests: [{ method: "GET", path }], handle: (request) => (request.path === path ? answer(request) : undefined) };
  },
});

const header = ({ headers }: RangeRequest, name: string): string | undefined => headers[name];
const clean = (host: string): string => host.replaceAll(/[^\w.:-]/g, "");
const page = (host: string): RangeAnswer => htmlAnswer(`<!doctype html><head><base target="_self"></head><body><a href="http://${escapeHtml(host)}/reset?code=1">Set a new password</a></body>`);
const forwardedHost = (request: RangeRequest): string | undefined => /host="?([^;",]+)/i.exec(header(request, "forwarded") ?? "")?.[1];

export const cases: readonly RangeCase[] = [
  way("links of Host", true, (request) => page(header(request, "host") ?? "")),
  way("links of X-Forwarded-Host", true, (request) => page(header(request, "x-forwarded-host") ?? "shop.example")),
  way("redirect of Forwarded", true, (request) => ({ status: 302, headers: [["location", `https://${clean(forwardedHost(request) ?? "shop.example")}/next`]] })),
  way("redirect of Host", true, (request) => ({ status: 301, headers: [["location", `http://${clean(header(request, "host") ?? "")}/next`]] })),
  way("scripts are loaded from X-Host", true, (request) => htmlAnswer(`<script src="//${escapeHtml(header(request, "x-host") ?? "shop.example")}/app.js"></script>`)),
  way("JSON with addresses of X-Forwarded-Server", true, (request) => jsonAnswer({ self: `https://${header(request, "x-forwarded-server") ?? "shop.example"}/items/1` })),
  way("canonical address of X-Original-Host", true, (request) => htmlAnswer(`<!doctype html><head><link rel="canonical" href="https://${escapeHtml(header(request, "x-original-host") ?? "shop.example")}/page"></head><p>Page`)),

  way("links of a configured name", false, () => page("shop.example")),
  way("relative links", false, () => htmlAnswer('<a href="/reset?code=1">Set a new password</a>')),
  way("names that are not the site's are refused", false, (request) => (/^127\.0\.0\.1(?::\d+)?$/.test(header(request, "host") ?? "") ? page("shop.example") : { status: 421, body: "Not here." })),
  way("the host is only shown", false, (request) => htmlAnswer(`<p>You asked ${escapeHtml(header(request, "host") ?? "")} through ${escapeHtml(header(request, "x-forwarded-host") ?? "nobody")}.</p>`)),
  way("X-Forwarded-Host must be on a list", false, (request) => page(["shop.example", "www.shop.example"].find((one) => one === header(request, "x-forwarded-host")) ?? "shop.example")),
  way("the host is kept as a parameter of our own address", false, (request) => htmlAnswer(`<a href="/log?host=${encodeURIComponent(header(request, "x-forwarded-host") ?? "")}">Log</a>`)),
  way("redirect to a configured name, whatever was asked", false, () => ({ status: 301, headers: [["location", "https://shop.example/next"]] })),
];
