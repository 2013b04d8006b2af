// Cases of scripts in the browser: pages whose own scripts do something with what comes from outside.
import { defineCase, htmlAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";

interface Page { name: string; vulnerable: boolean; query?: boolean; script(field: string): string; file?: boolean; folder?: boolean }

const page = ({ name, vulnerable, script, query = false, file = false, folder = false }: Page): RangeCase => defineCase({
  check: "xss-dom", name, vulnerable,
  build: (names) => {
    const path = `/${names.word("path")}${folder ? "/" : ""}`;
    const field = names.word("field");
    const code = script(field);
    return {
      html: (prefix) => `<a href="${prefix}${path}${query ? `?${field}=here` : ""}">Page</a>`, requests: [{ method: "GET", path: `${path}${query ? `?${field}=here` : ""}` }],
      handle: (request) => {
        if (request.path === `${path}.js`) return { headers: [["content-type", "text/javascript"]], body: code };
        return request.path === path ? htmlAnswer(`<!doctype html><html><head><title>Page</title></head><body><h1>Page</h1><div id="out"></div>${file ? `<script src=".${path}.js"></script>` : `<script>${code}</script>`}</body></html>`) : undefined;
      },
    };
  },
});

const out = 'document.getElementById("out")';
const fragment = "decodeURIComponent(location.hash.slice(1))";

export const cases: readonly RangeCase[] = [
  page({ name: "fragment written as markup", vulnerable: true, script: () => `${out}.innerHTML = ${fragment};` }),
  page({ name: "fragment run as code", vulnerable: true, script: () => "if (location.hash.length > 1) eval(location.hash.slice(1));" }),
  page({ name: "fragment followed as an address", vulnerable: true, script: () => "if (location.hash.length > 1) location.href = location.hash.slice(1);" }),
  page({ name: "parameter written by document.write, script of its own file", vulnerable: true, file: true, script: (field) => `document.write("<p>" + new URLSearchParams(location.search).get("${field}") + "</p>");` }),
  page({ name: "parameter becomes the address of a link that waits for a click", vulnerable: true, query: true, script: (field) => `const link = document.createElement("a"); link.href = new URLSearchParams(location.search).get("${field}"); link.textContent = "Back"; ${out}.append(link);` }),
  page({ name: "named part of the fragment in an attribute", vulnerable: true, script: (field) => `const value = new URLSearchParams(location.hash.slice(1)).get("${field}"); ${out}.innerHTML = '<input value="' + value + '">';` }),
  page({ name: "parameter within a string that is run later", vulnerable: true, query: true, script: (field) => `setTimeout("void '" + new URLSearchParams(location.search).get("${field}") + "'", 10);` }),
  page({ name: "message of anybody", vulnerable: true, script: () => `addEventListener("message", (event) => { ${out}.innerHTML = event.data; });` }),
  page({ name: "part of a message of anybody", vulnerable: true, script: (field) => `onmessage = (event) => { if (event.data.${field}) ${out}.innerHTML = event.data.${field}; };` }),
  page({ name: "name of the window", vulnerable: true, script: () => `if (window.name) ${out}.innerHTML = window.name;` }),
  page({ name: "fragment names a script to load", vulnerable: true, script: () => 'const more = document.createElement("script"); more.src = location.hash.slice(1); document.body.append(more);' }),
  page({ name: "page of a router in the fragment, handlers and scripts cleaned away", vulnerable: true, folder: true, script: (field) => `const routes = [{ path: "home" }, { path: "find" }];
    const [path, query] = location.hash.slice(2).split("?"); const queryParams = Object.fromEntries(new URLSearchParams(query));
    if (location.hash.startsWith("#/") && path === routes[1].path) { const made = new DOMParser().parseFromString(queryParams.${field} || "", "text/html"); made.querySelectorAll("script").forEach((one) => one.remove()); made.querySelectorAll("*").forEach((one) => [...one.attributes].forEach(({ name }) => { if (name.startsWith("on")) one.removeAttribute(name); })); ${out}.innerHTML = made.body.innerHTML; }` }),
  page({ name: "kept value", vulnerable: true, script: (field) => `${out}.innerHTML = localStorage.getItem("${field}") || "";` }),

  page({ name: "fragment shown as text", vulnerable: false, script: () => `${out}.textContent = ${fragment};` }),
  page({ name: "fragment encoded by the browser and written as markup", vulnerable: false, script: () => `${out}.innerHTML = location.hash;` }),
  page({ name: "address must begin with http", vulnerable: false, script: () => `const to = location.hash.slice(1); if (/^https?:\\/\\/shop\\.example\\//.test(to)) location.href = to;` }),
  page({ name: "message of one origin only", vulnerable: false, script: () => `addEventListener("message", (event) => { if (event.origin === location.origin) ${out}.innerHTML = event.data; });` }),
  page({ name: "parameter made a number", vulnerable: false, query: true, script: (field) => `${out}.innerHTML = "<b>" + Number(new URLSearchParams(location.search).get("${field}")) + "</b>";` }),
  page({ name: "fragment written as markup after encoding", vulnerable: false, script: () => `${out}.innerHTML = ${fragment}.replace(/[<>&"']/g, (one) => "&#" + one.charCodeAt(0) + ";");` }),
  page({ name: "link of a fixed list", vulnerable: false, query: true, script: (field) => `const link = document.createElement("a"); link.href = { home: "/", here: "#" }[new URLSearchParams(location.search).get("${field}")] || "/"; link.textContent = "Back"; ${out}.append(link);` }),
  page({ name: "name of the window shown as text", vulnerable: false, script: () => `${out}.textContent = window.name;` }),
];
