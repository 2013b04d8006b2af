// A small shop that remembers everything done to it and counts everything asked of it: what a scan in production must leave as it was.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Asked { at: number; method: string; url: string; headers: Readonly<Record<string, string | string[] | undefined>> }

export interface Shop {
  readonly url: string;
  /** Everything that was asked, in the order of arrival. */
  readonly asked: Asked[];
  /** Frames that clients sent by WebSocket. */
  readonly frames: string[];
  /** What an operator would find in its database, as text: the same as long as nobody did anything. */
  state(): string;
  /** Pause before each answer; undefined: none comes. */
  delayMs: number | undefined;
  /** Every answer has this status. */
  failing: number | undefined;
  /** The search page shows what was searched as it came. */
  weak: boolean;
  /** The search page is not there. */
  withoutSearch: boolean;
  close(): Promise<void>;
}

interface Stock { items: { id: number; name: string; price: number }[]; cart: number[]; orders: { id: number; open: boolean }[]; messages: string[]; subscribers: string[]; sessions: string[]; views: number }

const page = (title: string, body: string): string => `<!doctype html><html lang="en"><head><title>${title}</title><link rel="stylesheet" href="/shop.css"></head><body><h1>${title}</h1>${body}<script src="/shop.js"></script></body></html>`;
const links = `<nav><a href="/">Home</a> <a href="/items?page=1">Items</a> <a href="/search?q=lamp">Search</a> <a href="/about">About</a> <a href="/account">Account</a> <a href="/logout">Log out</a></nav>`;
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\"", "&quot;");

// Opens a socket, reads by itself, and does things when it is clicked.
const script = `
fetch("/api/items").then((reply) => reply.json()).then((items) => { document.body.dataset.items = String(items.length); });
const socket = new WebSocket(location.origin.replace("http", "ws") + "/live");
for (const button of document.querySelectorAll("button[data-do]")) button.addEventListener("click", () => {
  const what = button.dataset.do;
  if (what === "order") fetch("/api/orders", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ item: 1 }) });
  if (what === "drop") fetch("/api/items/1", { method: "DELETE" });
  if (what === "rename") fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: "mutation { rename(id: 1, name: \\"x\\") { id } }" }) });
  if (what === "say") socket.send(JSON.stringify({ op: "say", text: "hello" }));
  if (what === "beacon") navigator.sendBeacon("/api/messages", "clicked");
});
`;

const newStock = (): Stock => ({ items: [{ id: 1, name: "lamp", price: 20 }, { id: 2, name: "chair", price: 45 }, { id: 3, name: "table", price: 90 }], cart: [2], orders: [{ id: 7, open: true }], messages: [], subscribers: ["ana@shop.test"], sessions: ["s1"], views: 0 });

export async function openShop(now: () => number = Date.now): Promise<Shop> {
  const [asked, frames, stock]: [Asked[], string[], Stock] = [[], [], newStock()];
  const sockets = new Set<Socket>();
  const server = createServer((request, reply) => { void answer(request, reply); });
  const shop: Omit<Shop, "url" | "close"> & { url: string } = { url: "", asked, frames, state: () => JSON.stringify({ ...stock, views: undefined }), delayMs: 0, failing: undefined, weak: false, withoutSearch: false };
  const answer = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    asked.push({ at: now(), method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    const body = await bodyOf(request);
    if (shop.delayMs === undefined) return;
    if (shop.delayMs > 0) await new Promise((done) => { setTimeout(done, shop.delayMs); });
    if (shop.failing !== undefined) { reply.writeHead(shop.failing).end("no"); return; }
    serve(shop, stock, request.method ?? "", new URL(request.url ?? "/", "http://shop"), body, reply);
  };
  server.on("connection", (socket) => { sockets.add(socket); socket.on("close", () => { sockets.delete(socket); }); });
  server.on("upgrade", (request, socket) => { asked.push({ at: now(), method: "GET", url: request.url ?? "", headers: request.headers }); openSocket(request, socket as Socket, frames, stock); });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return Object.assign(shop, { close: () => new Promise<void>((done) => { server.close(() => { done(); }); server.closeAllConnections(); for (const socket of sockets) socket.destroy(); }) });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  try { for await (const part of request) parts.push(part as Buffer); } catch { return ""; }
  return Buffer.concat(parts).toString("utf8");
}

function serve(shop: Pick<Shop, "weak" | "withoutSearch">, stock: Stock, method: string, url: URL, body: string, reply: ServerResponse): void {
  const send = (status: number, type: string, text: string): void => { reply.writeHead(status, { "content-type": type }).end(method === "HEAD" ? undefined : text); };
  const html = (title: string, text: string, status = 200): void => { send(status, "text/html; charset=utf-8", page(title, `${links}${text}`)); };
  const json = (value: unknown, status = 200): void => { send(status, "application/json", JSON.stringify(value)); };
  const isWrite = !["GET", "HEAD", "OPTIONS"].includes(method);
  stock.views += 1;
  if (method === "OPTIONS") { reply.writeHead(204, { allow: "GET, HEAD, OPTIONS, POST" }).end(); return; }
  if (isWrite || changes(url)) { change(stock, method, url, body); if (url.pathname.startsWith("/api") || url.pathname === "/graphql") json({ done: true }); else { reply.writeHead(303, { location: "/" }).end(); } return; }
  const item = /^\/items\/(\d+)$/.exec(url.pathname)?.[1];
  if (item !== undefined) { const one = stock.items.find(({ id }) => String(id) === item); html(one?.name ?? "No such item", one === undefined ? "" : `<form action="/cart" method="post"><input name="item" value="${one.id}"><input type="submit" value="Add to cart"></form>`, one === undefined ? 404 : 200); return; }
  const search = url.searchParams.get("q") ?? "";
  switch (url.pathname) {
    case "/": html("Shop", `<p>Welcome.</p><button data-do="order">Order</button><button data-do="drop">Take away</button><button data-do="rename">Rename</button><button data-do="say">Say hello</button><button data-do="beacon">Tell</button><form action="/contact" method="post"><textarea name="message"></textarea><input name="mail" type="email"><button>Send</button></form>`); return;
    case "/items": html("Items", stock.items.map(({ id, name }) => `<p><a href="/items/${id}">${name}</a> <a href="/items/${id}/delete">x</a></p>`).join("")); return;
    case "/search": if (shop.withoutSearch) html("Not found", "", 404); else html("Search", `<form action="/search"><input name="q" value="${escaped(search)}"></form><p>Nothing for ${shop.weak ? search : escaped(search)}.</p>`); return;
    case "/about": html("About", "<p>We sell things.</p>"); return;
    case "/account": html("Account", `<p><a href="/account/delete?confirm=1">Close account</a> <a href="/newsletter/unsubscribe?mail=ana@shop.test">No more letters</a> <a href="/orders/7/cancel">Cancel order 7</a> <a href="/cart?action=empty">Empty the cart</a></p><form action="/logout" method="get"><button>Log out</button></form>`); return;
    case "/cart": html("Cart", `<p>${stock.cart.length} items</p>`); return;
    case "/api/items": json(stock.items); return;
    case "/shop.css": send(200, "text/css", "body { color: #222 }"); return;
    case "/shop.js": send(200, "text/javascript", script); return;
    default: html("Not found", "<p>There is nothing here.</p>", 404);
  }
}

/** Links that do something: the mistake that many applications make. */
const changes = ({ pathname, searchParams }: URL): boolean => /^\/(?:logout|account\/delete|newsletter\/unsubscribe|orders\/\d+\/cancel|items\/\d+\/delete)$/.test(pathname) || searchParams.get("action") === "empty";

function change(stock: Stock, method: string, { pathname, search }: URL, body: string): void {
  if (pathname === "/logout") stock.sessions = [];
  else if (pathname.endsWith("/cancel")) stock.orders = stock.orders.map((order) => ({ ...order, open: false }));
  else if (pathname.endsWith("/delete")) stock.items = stock.items.slice(1);
  else if (pathname === "/newsletter/unsubscribe") stock.subscribers = [];
  else if (search.includes("action=empty")) stock.cart = [];
  else stock.messages.push(`${method} ${pathname}${search} ${body}`);
}

/** RFC 6455: the handshake, and short frames of clients as texts; whatever a client says changes what the shop knows. */
function openSocket(request: IncomingMessage, socket: Socket, frames: string[], stock: Stock): void {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"] ?? ""}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.on("error", () => { socket.destroy(); });
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
  socket.on("data", (bytes: Buffer) => {
    const [opcode, size] = [(bytes[0] ?? 0) & 15, (bytes[1] ?? 0) & 127];
    if (opcode === 8) { socket.end(Buffer.from([0x88, 0])); return; }
    if (opcode !== 1 && opcode !== 2) return;
    const mask = bytes.subarray(2, 6);
    const text = Buffer.from(bytes.subarray(6, 6 + size).map((byte, at) => byte ^ (mask[at % 4] ?? 0))).toString("utf8");
    frames.push(text);
    stock.messages.push(`socket ${text}`);
  });
}
