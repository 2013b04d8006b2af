// What a crawl of a page gathers: routes of its requests, links and forms, each once.
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { linksOf } from "../page/links.ts";
import { routeFrom } from "../route-from.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";
import type { PageRequest } from "./gate.ts";
import type { DomForm } from "./page-agent.ts";

/** All are one step from the page: by which of its gestures a request came depends on how fast the machine is. */
export interface FoundRoutes {
  request(seen: PageRequest): void;
  link(url: string): void;
  form(form: DomForm): void;
  /** The links that a rendered document names for sure; guesses are the HTTP crawl's. */
  exchange(exchange: Exchange): void;
  /** In an order of their own, not that of finding them. */
  routes(): Route[];
}

const maxRoutes = 5000;
// Of the page itself, not of the script that asked: they would make no difference to the answer.
const plain = /^(?:accept|accept-language|referer|origin|range|priority|dnt|if-.*|access-control-.*)$/i;
const mediaOfAssets = new Set(["image", "font", "media", "stylesheet", "manifest", "texttrack"]);

export function createFoundRoutes(foundOn: string, session: Session): FoundRoutes {
  const found = new Map<string, Route>();
  const add = (request: TestRequest): void => {
    if (!URL.canParse(request.url) || !/^https?:$/.test(new URL(request.url).protocol)) return;
    const route = routeFrom(session.undress(request), { source: "browser", foundOn, depth: 1 });
    const known = found.get(route.routeId);
    // A request that a script made tells more (headers, body) than the link to the same place.
    if (known === undefined ? found.size < maxRoutes : weight(route) > weight(known) || (weight(route) === weight(known) && route.request.url < known.request.url)) found.set(route.routeId, route);
  };
  return {
    request: ({ request, type, exchange }) => {
      add({ ...request, headers: request.headers.filter(([name]) => !plain.test(name)) });
      if (exchange !== undefined && !mediaOfAssets.has(type)) for (const { url, method, body, sure } of linksOf(exchange, foundOn).links) if (sure && method === "GET" && body === undefined) add({ method, url, headers: [], body: undefined });
    },
    link: (url) => { add({ method: "GET", url, headers: [], body: undefined }); },
    form: (form) => { const request = requestOfForm(form); if (request !== undefined) add(request); },
    exchange: (exchange) => { for (const { url, method, body, sure } of linksOf(exchange).links) if (sure && method === "GET" && body === undefined) add({ method, url, headers: [], body: undefined }); },
    routes: () => [...found.values()].toSorted((a, b) => compare(a.origin, b.origin) || compare(a.template, b.template) || compare(a.method, b.method) || compare(a.routeId, b.routeId)),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const weight = ({ request }: Route): number => request.headers.length + (request.body === undefined ? 0 : 1);

/** HTML 4.10.21: a GET puts the fields into the query in place of what it had; others send them as the form's type says. */
function requestOfForm({ method, action, enctype, fields }: DomForm): TestRequest | undefined {
  if (!URL.canParse(action)) return undefined;
  const pairs = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  if (method !== "POST") {
    const url = new URL(action);
    url.search = pairs.toString();
    return { method: "GET", url: url.href, headers: [], body: undefined };
  }
  return { method: "POST", url: action, headers: [["content-type", enctypeOf(enctype)]], body: bodyOf(enctype, fields, pairs) };
}

const boundary = "----aftwatchform";
const enctypeOf = (enctype: string): string => (/multipart/i.test(enctype) ? `multipart/form-data; boundary=${boundary}` : /text\/plain/i.test(enctype) ? "text/plain" : "application/x-www-form-urlencoded");

function bodyOf(enctype: string, fields: DomForm["fields"], pairs: URLSearchParams): string {
  if (/multipart/i.test(enctype)) return `${fields.map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--${boundary}--\r\n`;
  return /text\/plain/i.test(enctype) ? fields.map(([name, value]) => `${name}=${value}\r\n`).join("") : pairs.toString();
}

/** A rendered document as an answer, for the same reading of links as any other. */
export function renderedExchange(url: string, html: string): Exchange {
  const headers: Header[] = [["content-type", "text/html; charset=utf-8"]];
  const body = Buffer.from(html);
  return { seq: 0, at: 0, request: { method: "GET", url, headers: [], body: undefined }, failure: undefined, reply: { status: 200, headers, body, text: html, sizeBytes: body.length, truncated: false, headMs: 0, totalMs: 0 } };
}
