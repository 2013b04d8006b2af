// Cases of cache poisoning: an origin behind a small cache that is real: it keeps answers by a key.
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

interface Way { name: string; vulnerable: boolean; also?: readonly string[]; key(request: RangeRequest): string | undefined; answer(request: RangeRequest): RangeAnswer }

const way = ({ name, vulnerable, also, key, answer }: Way): RangeCase => defineCase({
  check: "cache-poisoning", name, vulnerable, ...(also === undefined ? {} : { also }),
  build: (names) => {
    const path = `/${names.word("path")}`;
    const kept = new Map<string, RangeAnswer>();
    return {
      html: (prefix) => `<a href="${prefix}${path}">Page</a>`, requests: [{ method: "GET", path }],
      handle: (request) => {
        if (request.path !== path) return undefined;
        const under = key(request);
        const known = under === undefined ? undefined : kept.get(under);
        if (known !== undefined) return { ...known, headers: [...known.headers ?? [], ["x-cache", "HIT"]] };
        const made = answer(request);
        if (under !== undefined) kept.set(under, made);
        return { ...made, headers: [...made.headers ?? [], ["x-cache", "MISS"]] };
      },
    };
  },
});

const byAddress = ({ url }: RangeRequest): string => url.pathname + url.search;
const without = (pattern: RegExp) => ({ url }: RangeRequest): string => `${url.pathname}?${[...url.searchParams].filter(([name]) => !pattern.test(name)).map(String).join("&")}`;
const header = (request: RangeRequest, name: string): string => request.headers[name] ?? "";
const page = (text: string): RangeAnswer => htmlAnswer(`<!doctype html><head><script src="https://${escapeHtml(text === "" ? "shop.example" : text)}/app.js"></script></head><p>Page`);

export const cases: readonly RangeCase[] = [
  way({ name: "X-Forwarded-Host changes the page and is not in the key", vulnerable: true, also: ["host-header"], key: byAddress, answer: (request) => page(header(request, "x-forwarded-host")) }),
  way({ name: "X-Host", vulnerable: true, also: ["host-header"], key: byAddress, answer: (request) => page(header(request, "x-host")) }),
  way({ name: "Forwarded", vulnerable: true, also: ["host-header"], key: byAddress, answer: (request) => page(/host=([^;]+)/.exec(header(request, "forwarded"))?.[1] ?? "") }),
  way({ name: "parameter of campaigns that the key leaves out", vulnerable: true, key: without(/^utm_/), answer: ({ query }) => htmlAnswer(`<p>Welcome, ${escapeHtml(query.get("utm_content") ?? "")}</p>`) }),
  way({ name: "User-Agent shown in the page", vulnerable: true, key: byAddress, answer: (request) => htmlAnswer(`<p>Your browser: ${escapeHtml(header(request, "user-agent"))}</p>`) }),
  way({ name: "header of the answer", vulnerable: true, key: byAddress, answer: (request) => htmlAnswer("<p>Page</p>", { headers: [["x-served-for", header(request, "x-forwarded-for").replaceAll(/[^\w.:-]/g, "")]] }) }),
  way({ name: "X-Forwarded-Prefix in a redirect", vulnerable: true, key: byAddress, answer: (request) => ({ status: 302, headers: [["location", `${header(request, "x-forwarded-prefix").replaceAll(/[^\w/-]/g, "")}/home`]] }) }),

  way({ name: "the header is part of the key", vulnerable: false, also: ["host-header"], key: (request) => byAddress(request) + header(request, "x-forwarded-host"), answer: (request) => page(header(request, "x-forwarded-host")) }),
  way({ name: "nothing is kept", vulnerable: false, also: ["host-header"], key: () => undefined, answer: (request) => page(header(request, "x-forwarded-host")) }),
  way({ name: "kept, but nothing changes the page", vulnerable: false, key: byAddress, answer: () => page("") }),
  way({ name: "campaigns are part of the key", vulnerable: false, key: byAddress, answer: ({ query }) => htmlAnswer(`<p>Welcome, ${escapeHtml(query.get("utm_content") ?? "")}</p>`) }),
  way({ name: "only answers without the header are kept", vulnerable: false, key: (request) => (header(request, "x-forwarded-for") === "" ? byAddress(request) : undefined), answer: (request) => htmlAnswer(`<p>${escapeHtml(header(request, "x-forwarded-for"))}</p>`) }),
  way({ name: "the key leaves out campaigns, and so does the page", vulnerable: false, key: without(/^utm_/), answer: ({ query }) => htmlAnswer(`<p>Page ${escapeHtml(query.get("page") ?? "1")}</p>`) }),
  way({ name: "the key has the browser", vulnerable: false, key: (request) => byAddress(request) + header(request, "user-agent"), answer: (request) => htmlAnswer(`<p>${escapeHtml(header(request, "user-agent"))}</p>`) }),
];
