// The bookshop's staging copy as it is tested in the demo: a small application on loopback with weaknesses that can be mended and brought back.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../src/kernel/clock.ts";
import type { Request } from "./runtime-senders.ts";

/** search: shows what was searched as it came. shelf: puts a value into SQL. leave: sends visitors wherever the address says. news: the page is there, and like search. */
export interface Weaknesses { search: boolean; shelf: boolean; leave: boolean; news: boolean }
export interface WeakWeb { url: string; has: Weaknesses; /** What was asked since the last call, as its access log has it. */ log(): Request[]; close(): Promise<void> }

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const page = (title: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><nav><a href="/">Home</a> <a href="/search?q=atlas">Search</a> <a href="/shelf?author=woolf">Shelf</a> <a href="/news?about=prizes">News</a> <a href="/leave?to=/about">About</a></nav>${body}</body></html>`;

function openShelf(): DatabaseSync {
  const shelf = new DatabaseSync(":memory:");
  shelf.exec("create table book (title text, author text); insert into book values ('Orlando', 'woolf'), ('The Waves', 'woolf'), ('Ficciones', 'borges')");
  return shelf;
}

/** Reachable from this machine only; its data lives in memory. */
export async function openWeakWeb(): Promise<WeakWeb> {
  const has: Weaknesses = { search: true, shelf: true, leave: true, news: true };
  const shelf = openShelf();
  const asked: Request[] = [];
  const server = createServer((request, response) => {
    const [status, bytes] = answer(request, response, has, shelf);
    asked.push({ at: systemClock.now(), from: "203.0.113.40", method: request.method ?? "GET", path: request.url ?? "/", status, bytes, agent: (request.headers["user-agent"] ?? "-").replaceAll('"', "'") });
    if (asked.length > 5000) asked.shift();
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, has, log: () => asked.splice(0),
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { shelf.close(); resolve(); }); }),
  };
}

type Answered = readonly [status: number, bytes: number];

function answer(request: IncomingMessage, response: ServerResponse, has: Weaknesses, shelf: DatabaseSync): Answered {
  const url = new URL(request.url ?? "/", "http://shop");
  const say = (status: number, body: string): Answered => { response.writeHead(status, { "content-type": "text/html; charset=utf-8" }); response.end(body); return [status, body.length]; };
  const shown = (text: string, isWeak: boolean): string => (isWeak ? text : escaped(text));
  switch (url.pathname) {
    case "/": response.setHeader("set-cookie", "basket=b1; Path=/"); return say(200, page("Lantern Books", "<p>Staging.</p>"));
    case "/about": return say(200, page("About", "<p>We sell books.</p>"));
    case "/search": return say(200, page("Search", `<p>Nothing for ${shown(url.searchParams.get("q") ?? "", has.search)}.</p>`));
    case "/news": return has.news ? say(200, page("News", `<p>No news about ${url.searchParams.get("about") ?? ""}.</p>`)) : say(404, page("Not found", ""));
    case "/shelf": return shelfPage(say, has, shelf, url.searchParams.get("author") ?? "");
    case "/leave": return leave(response, has, url.searchParams.get("to") ?? "/");
    default: return say(404, page("Not found", ""));
  }
}

function shelfPage(say: (status: number, body: string) => Answered, has: Weaknesses, shelf: DatabaseSync, author: string): Answered {
  try {
    const rows = has.shelf ? shelf.prepare(`select title from book where author = '${author}'`).all() : shelf.prepare("select title from book where author = ?").all(author);
    return say(200, page("Shelf", rows.map(({ title }) => `<p>${escaped(String(title))}</p>`).join("")));
  } catch (thrown) { return say(500, page("Error", `<pre>${escaped(String(thrown))}</pre>`)); }
}

function leave(response: ServerResponse, has: Weaknesses, asked: string): Answered {
  // What a header cannot hold goes first: a tab between two slashes would make a host of them afterwards.
  const to = asked.replaceAll(/[^\x21-\x7e]/g, "");
  const isOurs = /^\/(?![/\\])/.test(to);
  response.writeHead(302, { location: has.leave || isOurs ? to : "/" });
  response.end();
  return [302, 0];
}
