// Cases of reflected scripts: small pages that show what the request says, encoded wrongly or rightly for the place.
import type { Header } from "../../../../src/dast/exchange.ts";
import { defineCase, escapeHtml } from "../case.ts";
import type { RangeCase, RangeRequest } from "../case.ts";

type Carrier = "query" | "form" | "cookie" | "referer" | "json" | "query-name" | "path";
interface Page { name: string; vulnerable: boolean; carrier?: Carrier; type?: string | undefined; status?: number; headers?: readonly Header[]; show(value: string): string }

const wrap = (body: string): string => `<!doctype html><html><head><title>Shown</title></head><body><h1>Shown</h1>${body}<p>End.</p></body></html>`;

const valueOf: Readonly<Record<Carrier, (request: RangeRequest, name: string) => string | undefined>> = {
  query: ({ query }, name) => query.get(name) ?? undefined,
  form: (request, name) => request.form().get(name) ?? undefined,
  cookie: ({ cookies }, name) => cookies[name],
  referer: ({ headers }) => headers.referer,
  json: (request, name) => { const body = request.json(); return typeof body === "object" && body !== null && name in body ? String((body as Record<string, unknown>)[name]) : undefined; },
  "query-name": ({ query }) => [...query.keys()].join(", "),
  path: ({ path }) => decodeURIComponent(path.split("/").at(-1) ?? ""),
};

function requestOf(carrier: Carrier, path: string, name: string): { method: string; path: string; headers?: readonly Header[]; body?: string } {
  if (carrier === "form") return { method: "POST", path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${name}=here` };
  if (carrier === "json") return { method: "POST", path, headers: [["content-type", "application/json"]], body: JSON.stringify({ [name]: "here" }) };
  if (carrier === "cookie") return { method: "GET", path, headers: [["cookie", `${name}=here`]] };
  if (carrier === "referer") return { method: "GET", path, headers: [["referer", "http://before.invalid/"]] };
  if (carrier === "path") return { method: "GET", path: `${path}/here` };
  return { method: "GET", path: `${path}?${name}=here` };
}

const page = ({ name, vulnerable, carrier = "query", type = "text/html; charset=utf-8", status = 200, headers = [], show }: Page): RangeCase => defineCase({
  check: "xss-reflected", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    const field = names.word("field");
    return {
      html: (prefix) => (carrier === "form" ? `<form method="post" action="${prefix}${path}"><input name="${field}" value="here"><button>Go</button></form>` : `<a href="${prefix}${carrier === "path" ? `${path}/here` : `${path}?${field}=here`}">Show</a>`),
      requests: [requestOf(carrier, path, field)],
      handle: (request) => {
        if (request.path !== path && !(carrier === "path" && request.path.startsWith(`${path}/`))) return undefined;
        const value = valueOf[carrier](request, field) ?? "";
        return { status, headers: [...type === "" ? [] : [["content-type", type] as const], ...headers], body: /html|^$/.test(type) ? wrap(show(value)) : show(value) };
      },
    };
  },
});

const inString = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("'", "\\'").replaceAll("<", "\\u003c").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
const quotes = (value: string): string => value.replaceAll('"', "&quot;").replaceAll("'", "&#39;");
const angles = (value: string): string => value.replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const cases: readonly RangeCase[] = [
  page({ name: "text, nothing encoded", vulnerable: true, show: (value) => `<p>You asked for ${value}.</p>` }),
  page({ name: "text of an error page that says 404", vulnerable: true, status: 404, carrier: "path", show: (value) => `<p>${value} is not here.</p>` }),
  page({ name: "double-quoted attribute, angle brackets encoded", vulnerable: true, show: (value) => `<input name="again" value="${angles(value)}">` }),
  page({ name: "single-quoted attribute of a hidden field, angle brackets encoded", vulnerable: true, show: (value) => `<form><input type='hidden' value='${angles(value)}'></form>` }),
  page({ name: "unquoted attribute, quotes and angle brackets encoded", vulnerable: true, show: (value) => `<input value=${angles(quotes(value))}>` }),
  page({ name: "link whose address is chosen, encoded as text", vulnerable: true, show: (value) => `<a href="${escapeHtml(value)}">Back</a>` }),
  page({ name: "string of a script, quotes escaped but not the end tag", vulnerable: true, show: (value) => `<script>var asked = "${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}";</script>` }),
  page({ name: "string of a script, quotes escaped but not the backslash", vulnerable: true, show: (value) => `<script>var asked = '${angles(value).replaceAll("'", "\\'")}';</script>` }),
  page({ name: "number of a script", vulnerable: true, show: (value) => `<script>var page = ${angles(quotes(value))};</script>` }),
  page({ name: "comment of a script", vulnerable: true, show: (value) => `<script>/* ${angles(quotes(value))} */ var page = 1;</script>` }),
  page({ name: "template literal of a script", vulnerable: true, show: (value) => `<script>var hello = \`Hello ${angles(quotes(value)).replaceAll("`", "")}\`;</script>` }),
  page({ name: "string within a handler, quotes encoded as entities", vulnerable: true, show: (value) => `<script>function show() {}</script><button onclick="show('${escapeHtml(value)}')">Show</button>` }),
  page({ name: "comment of the page", vulnerable: true, show: (value) => `<!-- asked: ${value} -->` }),
  page({ name: "textarea", vulnerable: true, carrier: "form", show: (value) => `<textarea>${value}</textarea>` }),
  page({ name: "name of a tag", vulnerable: true, show: (value) => `<${angles(value)} class="big">Hello</p>` }),
  page({ name: "document of a frame, encoded once", vulnerable: true, show: (value) => `<iframe srcdoc="${escapeHtml(`<p>${value}</p>`)}"></iframe>` }),
  page({ name: "source of a script", vulnerable: true, show: (value) => `<script src="${escapeHtml(value)}"></script>` }),
  page({ name: "the word script is taken out, once", vulnerable: true, show: (value) => `<p>${value.replaceAll(/script/gi, "").replaceAll(/on\w+=/gi, "")}</p>` }),
  page({ name: "whole tags are taken out by a pattern", vulnerable: true, show: (value) => `<p>${value.replaceAll(/<[^>]*>/g, "")}</p>` }),
  page({ name: "no parentheses, no blanks", vulnerable: true, show: (value) => `<p>${value.replaceAll(/[()\s]/g, "")}</p>` }),
  page({ name: "everything in capitals", vulnerable: true, show: (value) => `<p>${value.toUpperCase()}</p>` }),
  page({ name: "encoded, then decoded once too often", vulnerable: true, show: (value) => { const encoded = escapeHtml(value); try { return `<p>${decodeURIComponent(encoded)}</p>`; } catch { return "<p></p>"; } } }),
  page({ name: "encoded, then escapes of scripts undone", vulnerable: true, show: (value) => `<p>${escapeHtml(value).replaceAll(/\\(?:x|u00)([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}</p>` }),
  page({ name: "encoded, then wide letters made narrow", vulnerable: true, show: (value) => `<p>${escapeHtml(value).normalize("NFKC")}</p>` }),
  page({ name: "string of a script in a language of the past", vulnerable: true, show: (value) => `<script language="vbscript">asked = "${angles(value)}"</script>` }),
  page({ name: "cookie", vulnerable: true, carrier: "cookie", show: (value) => `<p>${value}</p>` }),
  page({ name: "referer", vulnerable: true, carrier: "referer", show: (value) => `<p>You came from ${value}</p>` }),
  page({ name: "JSON in, page out", vulnerable: true, carrier: "json", show: (value) => `<p>Saved ${value}</p>` }),
  page({ name: "name of a parameter", vulnerable: true, carrier: "query-name", show: (value) => `<p>Unknown parameters: ${value}</p>` }),
  page({ name: "no content type, so that the browser looks", vulnerable: true, type: "", show: (value) => value }),
  page({ name: "XML that may hold XHTML", vulnerable: true, type: "application/xml", show: (value) => `<?xml version="1.0"?><reply><asked>${value}</asked></reply>` }),

  page({ name: "text, encoded", vulnerable: false, show: (value) => `<p>You asked for ${escapeHtml(value)}.</p>` }),
  page({ name: "double-quoted attribute, quotes encoded", vulnerable: false, show: (value) => `<input name="again" value="${value.replaceAll('"', "&quot;")}">` }),
  page({ name: "link that must begin with a slash", vulnerable: false, show: (value) => `<a href="/go/${encodeURIComponent(value)}">Back</a>` }),
  page({ name: "link that may only be http", vulnerable: false, show: (value) => `<a href="${/^https?:\/\//.test(value) ? escapeHtml(value) : "/"}">Back</a>` }),
  page({ name: "string of a script, escaped for scripts", vulnerable: false, show: (value) => `<script>var asked = "${inString(value)}";</script>` }),
  page({ name: "string of a script in a language of the past, quotes doubled", vulnerable: false, show: (value) => `<script language="vbscript">asked = "${angles(value).replaceAll('"', '""').replaceAll(/[\r\n]/g, "")}"</script>` }),
  page({ name: "data block of JSON, escaped", vulnerable: false, show: (value) => `<script type="application/json">${JSON.stringify({ asked: value }).replaceAll("<", "\\u003c")}</script>` }),
  page({ name: "textarea, encoded", vulnerable: false, carrier: "form", show: (value) => `<textarea>${escapeHtml(value)}</textarea>` }),
  page({ name: "textarea without its end tag: markup stays text", vulnerable: false, show: (value) => `<textarea>${value.replaceAll(/<\//g, "")}</textarea>` }),
  page({ name: "number that must be a number", vulnerable: false, show: (value) => `<script>var page = ${Number.parseInt(value, 10) || 0};</script>` }),
  page({ name: "JSON answer", vulnerable: false, type: "application/json", show: (value) => JSON.stringify({ asked: value }) }),
  page({ name: "plain text, unencoded", vulnerable: false, type: "text/plain", show: (value) => `You asked for ${value}` }),
  page({ name: "no content type, but nosniff", vulnerable: false, type: "", headers: [["x-content-type-options", "nosniff"]], show: (value) => value }),
  page({ name: "download", vulnerable: false, headers: [["content-disposition", "attachment; filename=page.html"]], show: (value) => `<p>${value}</p>` }),
  page({ name: "redirect whose body nobody sees", vulnerable: false, status: 302, headers: [["location", "/"]], show: (value) => `<p>${value}</p>` }),
  page({ name: "only letters, digits and blanks are kept", vulnerable: false, show: (value) => `<p>${value.replaceAll(/[^\w ]/g, "")}</p>` }),
  page({ name: "handler whose string is escaped for scripts and for HTML", vulnerable: false, show: (value) => `<button onclick="show('${escapeHtml(inString(value))}')">Show</button>` }),
];
