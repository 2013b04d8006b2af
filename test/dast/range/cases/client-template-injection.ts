// Cases of templates in the browser: pages with a small template engine of our own that computes expressions, as frameworks do.
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";

/** Computes what stands between the delimiters in the texts below a root, but not below what says that it is no template. */
const engine = (open: string, close: string, root = "[ng-app],[v-scope],[data-ng-app]"): string => `<script>
document.addEventListener("DOMContentLoaded", () => {
  const open = ${JSON.stringify(open)}, close = ${JSON.stringify(close)};
  const walk = (node) => {
    if (node.nodeType === 1 && (node.hasAttribute("ng-non-bindable") || node.hasAttribute("v-pre") || node.tagName === "SCRIPT")) return;
    if (node.nodeType === 1) for (const one of node.attributes) one.value = compute(one.value);
    if (node.nodeType === 3) node.data = compute(node.data);
    for (const child of node.childNodes) walk(child);
  };
  const compute = (text) => { let out = "", rest = text; for (;;) { const a = rest.indexOf(open), b = rest.indexOf(close, a); if (a < 0 || b < 0) return out + rest; let value; try { value = new Function("scope", "with (scope) { return (" + rest.slice(a + open.length, b) + ") }")({ user: "Ada" }); } catch { value = ""; } out += rest.slice(0, a) + value; rest = rest.slice(b + close.length); } };
  document.querySelectorAll(${JSON.stringify(root)}).forEach(walk);
});
</script>`;

interface Way { name: string; vulnerable: boolean; method?: "GET" | "POST"; show(value: string): string }

const way = ({ name, vulnerable, method = "GET", show }: Way): RangeCase => defineCase({
  check: "client-template-injection", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}`;
    const field = names.word("field");
    return {
      html: (prefix) => (method === "POST" ? `<form method="post" action="${prefix}${path}"><input name="${field}" value="here"><button>Go</button></form>` : `<a href="${prefix}${path}?${field}=here">Show</a>`),
      requests: [method === "POST" ? { method, path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${field}=here` } : { method, path: `${path}?${field}=here` }],
      handle: (request) => (request.path === path ? htmlAnswer(`<!doctype html><html><head><title>Shown</title></head><body>${show((method === "POST" ? request.form() : request.query).get(field) ?? "")}</body></html>`) : undefined),
    };
  },
});

export const cases: readonly RangeCase[] = [
  way({ name: "text, encoded for HTML", vulnerable: true, show: (value) => `<div ng-app><p>Hello {{user}}, you asked for ${escapeHtml(value)}</p></div>${engine("{{", "}}")}` }),
  way({ name: "attribute, encoded for HTML", vulnerable: true, show: (value) => `<div ng-app><p title="${escapeHtml(value)}">Hello</p></div>${engine("{{", "}}")}` }),
  way({ name: "other delimiters", vulnerable: true, show: (value) => `<div v-scope><p>${escapeHtml(value)}</p></div>${engine("[[", "]]")}` }),
  way({ name: "form", vulnerable: true, method: "POST", show: (value) => `<div v-scope><p>${escapeHtml(value)}</p></div>${engine("{{", "}}")}` }),
  way({ name: "the whole page is a template", vulnerable: true, show: (value) => `<div data-ng-app><h1>Search</h1><input value="${escapeHtml(value)}"></div>${engine("{{", "}}", "body")}` }),
  way({ name: "quotes and angle brackets taken out", vulnerable: true, show: (value) => `<div ng-app>${value.replaceAll(/[<>"'&]/g, "")}</div>${engine("{{", "}}")}` }),
  way({ name: "the framework comes from another site", vulnerable: true, show: (value) => `<div ng-app><p>${escapeHtml(value)}</p></div><script src="https://files.invalid/angular.min.js"></script>` }),

  way({ name: "the framework comes from another site, and the place is marked as no template", vulnerable: false, show: (value) => `<div ng-app><p ng-non-bindable>${escapeHtml(value)}</p></div><script src="https://files.invalid/angular.min.js"></script>` }),
  way({ name: "shown where nothing is a template", vulnerable: false, show: (value) => `<div ng-app>{{user}}</div><p>${escapeHtml(value)}</p>${engine("{{", "}}", "[ng-app]")}` }),
  way({ name: "marked as no template", vulnerable: false, show: (value) => `<div ng-app>{{user}}<p ng-non-bindable>${escapeHtml(value)}</p></div>${engine("{{", "}}")}` }),
  way({ name: "braces taken out", vulnerable: false, show: (value) => `<div ng-app>{{user}}<p>${escapeHtml(value.replaceAll(/[{}[\]$]/g, ""))}</p></div>${engine("{{", "}}")}` }),
  way({ name: "no engine at all", vulnerable: false, show: (value) => `<p>${escapeHtml(value)}</p>` }),
  way({ name: "braces encoded one from the other", vulnerable: false, show: (value) => `<div ng-app><p>${escapeHtml(value).replaceAll("{{", "{<!-- -->{")}</p></div>${engine("{{", "}}")}` }),
  way({ name: "handed over as data", vulnerable: false, show: (value) => `<div ng-app>{{user}}</div><p id="shown" data-value="${escapeHtml(value)}"></p><script>document.getElementById("shown").textContent = document.getElementById("shown").dataset.value;</script>${engine("{{", "}}", "[ng-app]")}` }),
];
