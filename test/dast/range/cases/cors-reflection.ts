// Cases of cross-origin reading: answers for one visitor, with tests of the Origin that are careless, right or not needed.
import { defineCase, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";
import type { Header } from "../../../../src/dast/exchange.ts";

interface Way { name: string; vulnerable: boolean; allow(origin: string, request: RangeRequest): string | undefined; credentials?: boolean; answer?(headers: readonly Header[]): RangeAnswer }

const way = ({ name, vulnerable, allow, credentials = true, answer = (headers) => jsonAnswer({ name: "Ada", balance: 12 }, { headers }) }: Way): RangeCase => defineCase({
  check: "cors-reflection", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    return {
      html: (prefix) => `<a href="${prefix}${path}">Account</a>`, requests: [{ method: "GET", path }],
      handle: (request) => {
        if (request.path !== path) return undefined;
        const origin = request.headers.origin;
        const allowed = origin === undefined ? undefined : allow(origin, request);
        return answer([["vary", "Origin"], ...allowed === undefined ? [] : [["access-control-allow-origin", allowed] as const, ...credentials ? [["access-control-allow-credentials", "true"] as const] : []]]);
      },
    };
  },
});

const onlyIf = (test: (origin: string, request: RangeRequest) => boolean) => (origin: string, request: RangeRequest): string | undefined => (test(origin, request) ? origin : undefined);

export const cases: readonly RangeCase[] = [
  way({ name: "whoever asks", vulnerable: true, allow: (origin) => origin }),
  way({ name: "null is on the list", vulnerable: true, allow: onlyIf((origin, request) => origin === request.origin || origin === "null") }),
  way({ name: "must begin like the site", vulnerable: true, allow: onlyIf((origin) => origin.startsWith("http://127.0.0.1")) }),
  way({ name: "must end like the site", vulnerable: true, allow: onlyIf((origin, request) => origin.endsWith(request.origin.replace("http://", ""))) }),
  way({ name: "must hold the site's name", vulnerable: true, allow: onlyIf((origin) => origin.includes("127.0.0.1") && origin.startsWith("https:")) }),
  way({ name: "pattern without its end", vulnerable: true, allow: onlyIf((origin) => /^https?:\/\/127\.0\.0\.1/.test(origin)) }),
  way({ name: "whoever asks, if encrypted", vulnerable: true, allow: onlyIf((origin) => origin.startsWith("https://")) }),

  way({ name: "list of origins", vulnerable: false, allow: onlyIf((origin, request) => [request.origin, "https://partner.example"].includes(origin)) }),
  way({ name: "everybody, without credentials", vulnerable: false, credentials: false, allow: () => "*" }),
  way({ name: "everybody with credentials, which browsers refuse", vulnerable: false, allow: () => "*" }),
  way({ name: "whoever asks, without credentials", vulnerable: false, credentials: false, allow: (origin) => origin }),
  way({ name: "whoever asks, for a style sheet", vulnerable: false, allow: (origin) => origin, answer: (headers) => ({ headers: [["content-type", "text/css"], ...headers], body: "body { margin: 0 }" }) }),
  way({ name: "whoever asks, for a page that is not there", vulnerable: false, allow: (origin) => origin, answer: (headers) => jsonAnswer({ error: "log in" }, { status: 401, headers }) }),
  way({ name: "one partner, whoever asks", vulnerable: false, allow: () => "https://partner.example" }),
  way({ name: "anchored pattern", vulnerable: false, allow: onlyIf((origin) => /^https:\/\/(?:[a-z]+\.)?shop\.example$/.test(origin)) }),
];
