// A site of ours for browser crawls: every route "/goal/<word>" is behind one thing that only a browser does.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SpaPage { /** What the route is behind. */ kind: string; html: string; method?: string }
export interface SpaSite { origin: string; pages: readonly SpaPage[]; /** "GET /goal/1": everything that was asked. */ seen: readonly string[]; close(): Promise<void> }

const on = (type: string, n: string, more = ""): string => `<div id="target" style="width:200px;height:40px;background:#ccc">place</div><script>document.getElementById("target").addEventListener(${JSON.stringify(type)}, (event) => { ${more} fetch("/goal/${n}"); });</script>`;
const go = (n: string): string => `fetch("/goal/${n}")`;
const link = (n: string): string => `const a = document.createElement("a"); a.href = "/goal/" + "${n}"; a.textContent = "more"; document.body.append(a);`;

/** The goal of a page: a word, since numbers of one place would be one route. */
export const goalOf = (page: number): string => `${String.fromCharCode(97 + Math.floor(page / 20))}${[..."bcdfghjklmnpqrstvwxz"][page % 20]}o`;

/** n is the goal of the page. */
const kinds: readonly (readonly [kind: string, html: (n: string) => string, method?: string])[] = [
  ["a click on a listener of a div", (n) => on("click", n)],
  ["a click that must be a person's", (n) => on("click", n, "if (!event.isTrusted) return;")],
  ["a double click", (n) => on("dblclick", n)],
  ["a context menu", (n) => on("contextmenu", n)],
  ["hovering", (n) => on("mouseenter", n)],
  ["leaving with the mouse", (n) => on("mouseleave", n)],
  ["a pointer that goes up", (n) => on("pointerup", n)],
  ["a long press", (n) => `<button id="t">Hold</button><script>let timer; t.onpointerdown = () => { timer = setTimeout(() => ${go(n)}, 900); }; t.onpointerup = () => clearTimeout(timer);</script>`],
  ["a touch", (n) => on("touchstart", n)],
  ["focus", (n) => `<input id="t"><script>t.addEventListener("focus", () => ${go(n)})</script>`],
  ["leaving a field", (n) => `<input id="t"><script>t.addEventListener("blur", () => ${go(n)})</script>`],
  ["Enter in a field without a form", (n) => `<input id="t"><script>t.addEventListener("keydown", (event) => { if (event.key === "Enter") ${go(n)}; })</script>`],
  ["a key for the whole document", (n) => `<p>Press Enter</p><script>document.addEventListener("keydown", (event) => { if (event.key === "Enter") ${go(n)}; })</script>`],
  ["typing", (n) => `<input id="t"><script>t.addEventListener("input", () => { if (t.value.length > 1) ${go(n)}; })</script>`],
  ["an e-mail address that must be one", (n) => `<input id="t" name="email"><button id="b" type="button">Send</button><script>b.onclick = () => { if (/@.+[.]/.test(t.value)) ${go(n)}; }</script>`],
  ["choosing in a select", (n) => `<select id="t"><option value="">-</option><option value="a">A</option><option value="goal">B</option></select><script>t.onchange = () => { if (t.value === "goal") fetch("/" + t.value + "/${n}"); }</script>`],
  ["ticking a box", (n) => `<label><input id="t" type="checkbox"> I agree</label><script>t.addEventListener("change", () => { if (t.checked) ${go(n)}; })</script>`],
  ["the second radio", (n) => `<label><input name="r" type="radio" checked value="1">1</label><label><input name="r" type="radio" value="2">2</label><script>document.body.addEventListener("change", (event) => { if (event.target.value === "2") ${go(n)}; })</script>`],
  ["details that open", (n) => `<details id="d"><summary>More</summary>text</details><script>d.addEventListener("toggle", () => { if (d.open) ${go(n)}; })</script>`],
  ["a dialog that is confirmed", (n) => `<button id="t">Go on</button><script>t.onclick = () => { if (confirm("Sure?")) ${go(n)}; }</script>`],
  ["a dialog that is dismissed", (n) => `<button id="t">Go on</button><script>t.onclick = () => { if (!confirm("Stay?")) ${go(n)}; }</script>`],
  ["a prompt", (n) => `<button id="t">Name</button><script>t.onclick = () => { const name = prompt("Who?"); if (name) ${go(n)}; }</script>`],
  ["a dialog element", (n) => `<button id="t">Open</button><dialog id="d"><button id="u">Inside</button></dialog><script>t.onclick = () => d.showModal(); u.onclick = () => ${go(n)};</script>`],
  ["an open shadow root", (n) => `<x-open></x-open><script>customElements.define("x-open", class extends HTMLElement { connectedCallback() { const root = this.attachShadow({ mode: "open" }); root.innerHTML = "<button>Inside</button>"; root.querySelector("button").onclick = () => ${go(n)}; } });</script>`],
  ["a closed shadow root", (n) => `<x-closed></x-closed><script>customElements.define("x-closed", class extends HTMLElement { connectedCallback() { const root = this.attachShadow({ mode: "closed" }); root.innerHTML = "<button>Inside</button>"; root.querySelector("button").addEventListener("click", () => ${go(n)}); } });</script>`],
  ["a link in a closed shadow root", (n) => `<x-link></x-link><script>customElements.define("x-link", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "closed" }).innerHTML = '<a href="/go' + 'al/${n}">Inside</a>'; } });</script>`],
  ["a frame made by a script", (n) => `<script>const f = document.createElement("iframe"); f.srcdoc = "<button id=t>In a frame</button><script>t.onclick = () => parent.fetch('/goal/${n}')</" + "script>"; document.body.append(f);</script>`],
  ["a frame in a closed shadow root", (n) => `<div id="h"></div><script>const f = document.createElement("iframe"); f.srcdoc = "<button id=t>Deep</button><script>t.onclick = () => parent.fetch('/goal/${n}')</" + "script>"; h.attachShadow({ mode: "closed" }).append(f);</script>`],
  ["location set by a timer", (n) => `<script>setTimeout(() => { location.href = "/goal/" + "${n}"; }, 1200);</script>`],
  ["location.replace by a button", (n) => `<button id="t">Go</button><script>t.onclick = () => location.replace("/goal/" + "${n}");</script>`],
  ["history.pushState", (n) => `<button id="t">Go</button><script>t.onclick = () => history.pushState({}, "", "/goal/" + "${n}");</script>`],
  ["history.replaceState", (n) => `<script>setTimeout(() => history.replaceState({}, "", "/goal/" + "${n}"), 100);</script>`],
  ["a view by fragment", (n) => `<a href="#/list">List</a><div id="o"></div><script>const show = () => { if (location.hash === "#/list") { o.innerHTML = "<button id=t>Load</button>"; t.onclick = () => ${go(n)}; } }; addEventListener("hashchange", show); show();</script>`],
  ["a view two fragments deep", (n) => `<a href="#/one">One</a><div id="o"></div><script>const show = () => { if (location.hash === "#/one") o.innerHTML = '<a href="#/two">Two</a>'; if (location.hash === "#/two") ${go(n)}; }; addEventListener("hashchange", show); show();</script>`],
  ["popstate", (n) => `<button id="t">Back</button><script>history.pushState({ a: 1 }, "", "#a"); history.pushState({ a: 2 }, "", "#b"); addEventListener("popstate", () => ${go(n)}); t.onclick = () => history.back();</script>`],
  ["window.open", (n) => `<button id="t">Open</button><script>t.onclick = () => window.open("/goal/" + "${n}");</script>`],
  ["a link to another window", (n) => `<script>document.write('<a target="_blank" href="/go' + 'al/${n}">New</a>');</script>`],
  ["endless scrolling", (n) => `<div id="o" style="height:3000px"></div><script>let page = 0; addEventListener("scroll", () => { page += 1; if (page === 2) { ${link(n)} } else if (page < 4) { o.style.height = o.offsetHeight + 3000 + "px"; } });</script>`],
  ["content that comes into view", (n) => `<div style="height:4000px"></div><div id="t">far</div><script>new IntersectionObserver((all) => { if (all.some((one) => one.isIntersecting)) ${go(n)}; }).observe(t);</script>`],
  ["a link from a message", (n) => `<script>addEventListener("message", ({ data }) => { if (data.n) { const a = document.createElement("a"); a.href = "/goal/" + data.n; document.body.append(a); } }); setTimeout(() => postMessage({ n: "${n}" }, "*"), 200);</script>`],
  ["two clicks, one after the other", (n) => `<button id="t">First</button><div id="o"></div><script>t.onclick = () => { o.innerHTML = "<button id=u>Second</button>"; u.onclick = () => ${go(n)}; }</script>`],
  ["three steps of a form", (n) => `<div id="o"><button id="t">Next</button></div><script>t.onclick = () => { o.innerHTML = '<input id="f" name="city"><button id="u">Next</button>'; u.onclick = () => { if (!f.value) return; o.innerHTML = '<button id="v">Finish</button>'; v.onclick = () => ${go(n)}; }; }</script>`],
  ["a form sent by a script", (n) => `<form id="f" action="/goal/${n}" method="post"><input type="hidden" name="a" value="1"></form><script>f.submit()</script>`, "POST"],
  ["fetch with a header of its own", (n) => `<button id="t">Save</button><script>t.onclick = () => fetch("/goal/${n}", { method: "PUT", headers: { "x-tenant": "a", "content-type": "application/json" }, body: JSON.stringify({ name: "x" }) });</script>`, "PUT"],
  ["XMLHttpRequest", (n) => `<button id="t">Save</button><script>t.onclick = () => { const x = new XMLHttpRequest(); x.open("POST", "/goal/${n}"); x.setRequestHeader("content-type", "application/json"); x.send('{"q":1}'); }</script>`, "POST"],
  ["a beacon", (n) => `<script>navigator.sendBeacon("/goal/${n}", "left")</script>`, "POST"],
  ["an event source", (n) => `<script>new EventSource("/goal/" + "${n}")</script>`],
  ["a link in an answer", () => `<div id="o"></div><script>fetch(location.pathname.replace("page", "answer")).then((reply) => reply.json()).then(({ url }) => { o.innerHTML = '<a href="' + url + '">more</a>'; });</script>`],
  ["an element with a role", (n) => `<div role="tab" id="t">Tab</div><script>document.addEventListener("click", (event) => { if (event.target.id === "t") ${go(n)}; });</script>`],
  ["delegation to the body", (n) => `<ul><li data-row="${n}">Row</li></ul><script>document.body.addEventListener("click", (event) => { const { row } = event.target.dataset; if (row) fetch("/goal/" + row); });</script>`],
  ["an event that a click makes", (n) => `<button id="t">Go</button><script>document.addEventListener("go", ({ detail }) => { location.href = "/goal/" + detail; }); t.onclick = () => document.dispatchEvent(new CustomEvent("go", { detail: "${n}" }));</script>`],
  ["dragging", (n) => `<div id="t" draggable="true">Piece</div><div id="u">Place</div><script>u.addEventListener("dragover", (event) => event.preventDefault()); u.addEventListener("drop", () => ${go(n)});</script>`],
  ["pasting", (n) => on("paste", n)],
  ["a browser that is no robot", (n) => `<script>if (!navigator.webdriver && !/Headless/.test(navigator.userAgent) && /native code/.test(Function.prototype.toString.call(EventTarget.prototype.addEventListener)) && /native code/.test(String(setTimeout))) { ${link(n)} }</script>`],
  ["storage that a click fills", (n) => `<button id="t">Keep</button><button id="u">Use</button><script>t.onclick = () => localStorage.setItem("n", "${n}"); u.onclick = () => { const kept = localStorage.getItem("n"); if (kept) fetch("/goal/" + kept); };</script>`],
  ["a javascript link", (n) => `<a href="javascript:void fetch('/goal/' + '${n}')">Go</a>`],
  ["a button by a data attribute of a framework", (n) => `<button type="button" data-action="open">Open</button><script>document.querySelector("[data-action]").onclick = () => ${go(n)};</script>`],
  ["an image that a script builds", (n) => `<script>new Image().src = "/goal/" + "${n}";</script>`],
];

const pageOf = ({ kind, html }: SpaPage): string => `<!doctype html><html><head><meta charset="utf-8"><title>${kind}</title></head><body>${html}</body></html>`;

/** Opens it on loopback: "/" links to "/page/<n>", n from 1. */
export async function openSpaSite(): Promise<SpaSite> {
  const pages = kinds.map(([kind, html, method], at): SpaPage => ({ kind, html: html(goalOf(at + 1)), ...method === undefined ? {} : { method } }));
  const seen: string[] = [];
  const server = createServer((request, response) => { seen.push(`${request.method} ${request.url}`); answer(pages, request, response); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, seen, close: async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); } };
}

function answer(pages: readonly SpaPage[], request: IncomingMessage, response: ServerResponse): void {
  const [, kind = "", number = ""] = /^\/([a-z]*)\/?(\d*)/.exec(request.url ?? "/") ?? [];
  const page = pages[Number(number) - 1];
  response.setHeader("content-type", kind === "answer" ? "application/json" : "text/html; charset=utf-8");
  if (kind === "page" && page !== undefined) response.end(pageOf(page));
  else if (kind === "answer") setTimeout(() => response.end(JSON.stringify({ url: `/goal/${goalOf(Number(number))}` })), 150);
  else if (kind === "goal") response.end("There.");
  else if (kind === "") response.end(`<!doctype html><title>Site</title>${pages.map((_page, at) => `<a href="/page/${at + 1}">${at + 1}</a>`).join(" ")}`);
  else { response.statusCode = 404; response.end("Nothing."); }
}
