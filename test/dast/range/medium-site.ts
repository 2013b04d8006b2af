// A site of medium size, made from a seed: 200 pages with 400 parameters, a layout, forms, scripts, answers after 5 to 20 ms, and a few weaknesses.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSeed } from "../../../src/dast/seed.ts";
import type { Seed } from "../../../src/dast/seed.ts";
import { escapeHtml } from "./case.ts";
import { openShop } from "./sqlite-shop.ts";
import type { Shop } from "./sqlite-shop.ts";

/** query: parameters of links and of forms by GET; form: of a form by POST; json: of a call by a script. */
interface Page { path: string; title: string; by: "query" | "form" | "json"; names: readonly [string, string]; text: string; weakness: Weakness | undefined; delayMs: number }
type Weakness = "sql-injection" | "xss-reflected" | "open-redirect";

export interface MediumSite { origin: string; pages: number; parameters: number; /** What a scan should find: check and path. */ planted: readonly { check: Weakness; path: string }[]; close(): Promise<void> }

const sections = 20;
const pagesOfSection = 10;
const weaknesses: readonly Weakness[] = ["sql-injection", "xss-reflected", "open-redirect"];

/** The same site for the same seed. */
export async function openMediumSite(seed = "medium"): Promise<MediumSite> {
  const names = createSeed(seed);
  const pages = Array.from({ length: sections * pagesOfSection }, (_one, at) => pageOf(names, at));
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const shop = openShop({ word: (label) => names.word(label, 7), number: (label, from, to) => names.number(label, from, to) }, "goods");
  const server = createServer((request, response) => { void answer(byPath, shop, request, response); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages: pages.length, parameters: pages.length * 2, planted: pages.flatMap(({ path, weakness }) => (weakness === undefined ? [] : [{ check: weakness, path }])),
    close: async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); shop.close(); },
  };
}

function pageOf(names: Seed, at: number): Page {
  const [section, number] = [Math.floor(at / pagesOfSection), at % pagesOfSection];
  const word = (label: string, length = 8): string => names.word(`${label}/${at}`, length);
  const turn = at % 67;
  return {
    path: `/${names.word(`section/${section}`, 8)}${number === 0 ? "" : `/${word("page")}`}`, title: word("title"), by: at % 5 === 3 ? "form" : at % 11 === 7 ? "json" : "query", names: [word("first", 5), word("second", 5)],
    text: Array.from({ length: 60 }, (_one, line) => `<p>${word(`text/${line}`, 12)} ${word(`more/${line}`, 9)}</p>`).join(""), weakness: turn === 4 ? weaknesses[Math.floor(at / 67)] : undefined, delayMs: 5 + names.number(`delay/${at}`, 0, 15),
  };
}

async function answer(pages: ReadonlyMap<string, Page>, shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url?.startsWith("/") === true ? `http://site${request.url}` : "http://site/none");
  const given = valuesOf(request, url, Buffer.concat(chunks).toString("utf8"));
  const page = pages.get(url.pathname);
  await new Promise((resolve) => { setTimeout(resolve, page?.delayMs ?? 5); });
  const { status = 200, location, type = "text/html; charset=utf-8", body } = contentOf(pages, shop, { url, page, given, method: request.method ?? "GET" });
  response.writeHead(status, { "content-type": type, "set-cookie": "seen=1; Path=/; HttpOnly; SameSite=Lax", ...(location === undefined ? {} : { location }) });
  response.end(body);
}

function valuesOf({ headers }: IncomingMessage, url: URL, body: string): Map<string, string> {
  if (headers["content-type"]?.includes("json") !== true) return new Map([...url.searchParams, ...new URLSearchParams(body)]);
  try { return new Map(Object.entries(JSON.parse(body) as Record<string, unknown>).map(([name, value]) => [name, String(value)])); } catch { return new Map(); }
}

interface Asked { url: URL; page: Page | undefined; given: ReadonlyMap<string, string>; method: string }
interface Content { status?: number; location?: string; type?: string; body: string }

function contentOf(pages: ReadonlyMap<string, Page>, shop: Shop, { url, page, given, method }: Asked): Content {
  if (url.pathname === "/static/site.js") return { type: "text/javascript", body: siteScript };
  if (url.pathname === "/static/site.css") return { type: "text/css", body: "body { margin: 2em }" };
  if (url.pathname === "/") return { body: layout([...pages.values()], "Start", "<p>Welcome.</p>") };
  if (page === undefined) return { status: 404, body: layout([], "Not found", "<p>There is no such page.</p>") };
  const [first = "", second = ""] = page.names.map((name) => given.get(name) ?? "");
  if (page.by === "json" && method === "POST") return { type: "application/json", body: JSON.stringify({ ok: true, asked: first, number: second.length }) };
  if (page.weakness === "open-redirect" && first !== "" && first !== "here") return { status: 302, location: first.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent), body: "" };
  const shown = page.weakness === "xss-reflected" ? first : escapeHtml(first);
  return { body: layout([...pages.values()].filter(({ path }) => path.split("/")[1] === page.path.split("/")[1]), page.title, `<h1>${page.title}</h1><p>For ${shown}</p>${page.weakness === "sql-injection" ? rowsOf(shop, second) : ""}${wayOf(page)}${page.text}`) };
}

function rowsOf(shop: Shop, value: string): string {
  try { return shop.all(`SELECT name FROM goods WHERE id > ${value === "" ? "0" : value}`).map((row) => `<li>${escapeHtml(String(row.name))}`).join(""); } catch { return ""; }
}

function wayOf({ path, by, names: [first, second] }: Page): string {
  if (by === "form") return `<form method="post" action="${path}"><input name="${first}" value="here"><select name="${second}"><option>1</option><option>2</option></select><button>Send</button></form>`;
  if (by === "json") return `<button data-path="${path}" data-first="${first}" data-second="${second}">Save</button>`;
  return `<a href="${path}?${first}=here&amp;${second}=1">${second}</a> <a href="${path}?${first}=here&amp;${second}=2">next</a>`;
}

const siteScript = `document.querySelectorAll("button[data-path]").forEach((one) => one.addEventListener("click", () => fetch(one.dataset.path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ [one.dataset.first]: "here", [one.dataset.second]: "1" }) })));`;

const layout = (pages: readonly Page[], title: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/static/site.css"><script src="/static/site.js" defer></script></head><body><nav><a href="/">Start</a> ${pages.map(({ path, title: name }) => `<a href="${path}">${name}</a>`).join(" ")}</nav><main>${body}</main></body></html>`;
