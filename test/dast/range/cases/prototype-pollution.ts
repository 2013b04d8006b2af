// Cases of prototype pollution: parsers of addresses in the page, and servers that merge JSON in a realm of their own.
import { createContext, runInContext } from "node:vm";
import { defineCase, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";

const page = (name: string, vulnerable: boolean, script: string): RangeCase => defineCase({
  check: "prototype-pollution", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    return { html: (prefix) => `<a href="${prefix}${path}">Page</a>`, requests: [{ method: "GET", path }], handle: (request) => (request.path === path ? htmlAnswer(`<!doctype html><html><head><title>Page</title></head><body><p>Page</p><script>${script}</script></body></html>`) : undefined) };
  },
});

/** The server's code in a realm of its own: what it pollutes is only that realm. */
const server = (name: string, vulnerable: boolean, code: string): RangeCase => defineCase({
  check: "prototype-pollution", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    const field = names.word("field");
    const realm = createContext({});
    runInContext(`const settings = {}; ${code}`, realm);
    return {
      html: (prefix) => `<script>function save() { fetch("${prefix}${path}", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ${field}: "here" }) }); }</script><button onclick="save()">Save</button>`,
      requests: [{ method: "POST", path, headers: [["content-type", "application/json"]], body: JSON.stringify({ [field]: "here" }) }],
      handle: (request) => {
        if (request.path !== path) return undefined;
        if (request.json() === undefined) return jsonAnswer({ error: "no JSON" }, { status: 400 });
        return { headers: [["content-type", "application/json"]], body: String(runInContext(`handle(${JSON.stringify(request.body.toString("utf8"))})`, realm)) };
      },
    };
  },
});

const brackets = (guard: string): string => `function parse(text) { const out = {}; for (const pair of text.split("&")) { const [name, value] = pair.split("="); const keys = decodeURIComponent(name).split(/[\\[\\]]+/).filter(Boolean); let at = out; keys.forEach((key, index) => { ${guard} if (index === keys.length - 1) at[key] = value; else at = at[key] ??= {}; }); } return out; }`;
const dots = `function parse(text) { const out = {}; for (const pair of text.split("&")) { const [name, value] = pair.split("="); const keys = decodeURIComponent(name).split("."); let at = out; keys.forEach((key, index) => { if (index === keys.length - 1) at[key] = value; else at = at[key] ??= {}; }); } return out; }`;
const merge = (guard: string): string => `function merge(to, from) { for (const key in from) { ${guard} if (typeof from[key] === "object" && from[key] !== null) merge(to[key] ??= {}, from[key]); else to[key] = from[key]; } return to; }`;
const shown = "const shown = {}; const made = { saved: true }; for (const key in made) shown[key] = made[key]; return JSON.stringify(shown);";

export const cases: readonly RangeCase[] = [
  page("parameters with brackets", true, `${brackets("")} parse(location.search.slice(1));`),
  page("parameters with dots", true, `${dots} parse(location.search.slice(1));`),
  page("fragment with brackets", true, `${brackets("")} parse(location.hash.slice(1));`),
  page("__proto__ is refused, the constructor is not", true, `${brackets('if (key === "__proto__") return;')} parse(location.search.slice(1));`),
  page("parsed late, by a timer", true, `${brackets("")} setTimeout(() => parse(location.search.slice(1)), 5);`),
  server("deep merge of JSON", true, `${merge("")} function handle(text) { merge({}, JSON.parse(text)); ${shown} }`),
  server("deep merge that refuses __proto__ only", true, `${merge('if (key === "__proto__") continue;')} function handle(text) { merge({}, JSON.parse(text)); ${shown} }`),

  page("URLSearchParams", false, "const out = Object.fromEntries(new URLSearchParams(location.search)); document.title = out.title || 'Page';"),
  page("the names of the prototype are refused", false, `${brackets('if (key === "__proto__" || key === "constructor" || key === "prototype") return;')} parse(location.search.slice(1));`),
  page("objects without a prototype, own properties only", false, brackets('if (index < keys.length - 1 && !Object.hasOwn(at, key)) at[key] = Object.create(null);').replace("const out = {}", "const out = Object.create(null)") + " parse(location.search.slice(1));"),
  page("the prototype is frozen", false, `Object.freeze(Object.prototype); ${brackets("")} try { parse(location.search.slice(1)); } catch {}`),
  server("merge that refuses the names", false, `${merge('if (key === "__proto__" || key === "constructor") continue;')} function handle(text) { merge({}, JSON.parse(text)); ${shown} }`),
  server("what was sent is sent back", false, "function handle(text) { return JSON.stringify(JSON.parse(text)); }"),
  server("what was sent is kept and shown later", false, "function handle(text) { Object.assign(settings, { last: text }); return JSON.stringify({ saved: true }); }"),
];
