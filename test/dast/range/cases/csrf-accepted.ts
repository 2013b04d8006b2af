// Requests of a session that are carried out from anywhere, and those that ask where they come from.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

interface Shape { name: string; vulnerable: boolean; json?: boolean; /** A field with a token of the session. */ token?: boolean; cookie?: string; isLoggedIn?(request: RangeRequest, secret: string): boolean; takes(request: RangeRequest, token: string): boolean; done?: RangeAnswer }

const saved = htmlAnswer("<p>Your settings are kept.");
const caseOf = ({ name, vulnerable, json = false, token = false, cookie = "Path=/", isLoggedIn, takes, done = saved }: Shape): RangeCase => defineCase({
  check: "csrf-accepted", name, vulnerable, also: ["csrf-token-missing"],
  build: (names) => {
    const [path, secret, field] = [`/${names.word("settings")}`, names.word("session") + names.word("more") + names.word("rest"), names.word("field")];
    const made = `${names.word("token")}${names.number("token", 100_000, 999_999)}${names.word("token end")}`;
    const body = json ? JSON.stringify({ [field]: "x" }) : `${field}=x${token ? `&_token=${made}` : ""}`;
    const isIn = isLoggedIn ?? (({ cookies }: RangeRequest) => cookies["sessionid"] === secret);
    return {
      html: (prefix) => `<form method="post" action="${prefix}${path}"><input name="${field}" value="x">${token ? `<input type="hidden" name="_token" value="${escapeHtml(made)}">` : ""}<button>Keep</button></form>`,
      requests: [{ method: "POST", path, headers: [["content-type", json ? "application/json" : "application/x-www-form-urlencoded"], ["cookie", `sessionid=${secret}`]], body }],
      handle: (request) => {
        if (request.path === "/") return htmlAnswer("<h1>Settings</h1>", { headers: [["set-cookie", `sessionid=${secret}; ${cookie}`]] });
        if (request.path !== path || request.method !== "POST") return undefined;
        if (!isIn(request, secret)) return { status: 302, headers: [["location", `${request.prefix}/login`]] };
        return takes(request, made) ? done : { status: 403, body: "From its own page only." };
      },
    };
  },
});

const isOwnOrigin = ({ headers, origin }: RangeRequest): boolean => headers["origin"] === undefined || headers["origin"] === origin;

export const cases: readonly RangeCase[] = [
  caseOf({ name: "nothing is asked", vulnerable: true, takes: () => true }),
  caseOf({ name: "a token that is not looked at", vulnerable: true, token: true, takes: () => true }),
  caseOf({ name: "a token that is looked at only when it is there", vulnerable: true, token: true, takes: ({ form: read }, made) => [null, made].includes(read().get("_token")) }),
  caseOf({ name: "JSON, whatever its type", vulnerable: true, json: true, takes: ({ json: read }) => read() !== undefined, done: jsonAnswer({ kept: true }) }),
  caseOf({ name: "a redirect after it is done", vulnerable: true, takes: () => true, done: { status: 303, headers: [["location", "./done"]] } }),
  caseOf({ name: "a cookie that goes everywhere", vulnerable: true, cookie: "Path=/; SameSite=None; Secure", takes: () => true }),
  caseOf({ name: "a token that is asked for", vulnerable: false, token: true, takes: ({ form: read }, made) => read().get("_token") === made }),
  caseOf({ name: "only from its own origin", vulnerable: false, takes: isOwnOrigin }),
  caseOf({ name: "JSON by its type alone", vulnerable: false, json: true, takes: ({ headers }) => headers["content-type"] === "application/json", done: jsonAnswer({ kept: true }) }),
  caseOf({ name: "a cookie that stays with its site", vulnerable: false, cookie: "Path=/; SameSite=Lax", takes: () => true }),
  caseOf({ name: "anybody may do it", vulnerable: false, isLoggedIn: () => true, takes: () => true }),
  caseOf({ name: "only with its own referrer", vulnerable: false, takes: ({ headers, origin }) => headers["referer"] === undefined || headers["referer"].startsWith(origin) }),
];
