// HAR 1.2: every request that a browser or proxy recorded, with the headers that an application reads.
import type { Header } from "../../exchange.ts";
import type { Route } from "../../route.ts";
import { describedRoute, mostRoutes } from "../described-route.ts";
import { defineDescription } from "../description.ts";
import { isTable, listIn, memberIn, tableIn, textIn, unreadable, valueOf } from "../document-value.ts";
import type { Table } from "../document-value.ts";

// The connection, the client and who was logged in: those are the scan's own.
const notTaken = /^(?::|sec-|proxy-|if-|access-control-request-)|^(?:host|connection|content-length|cookie|authorization|user-agent|accept-encoding|accept-language|cache-control|pragma|origin|referer|dnt|te|upgrade-insecure-requests|priority|transfer-encoding|keep-alive|x-forwarded-.*|.*[ck]srf.*|x-xsrf.*)$/i;

export const har = defineDescription({
  id: "har",
  about: "HTTP Archives (HAR) of browsers and proxies.",
  takes: (document) => /"log"\s*:/.test(document.text.slice(0, 2000)) && Array.isArray(memberIn(memberIn(valueOf(document), "log"), "entries")),
  read(document, { origin }) {
    const left: { at: string; why: string }[] = [];
    const entries = listIn(memberIn(memberIn(valueOf(document), "log"), "entries"));
    if (entries.length === 0) throw unreadable(document, "/log/entries", "is empty");
    const elsewhere = new Map<string, number>();
    const routes = entries.flatMap((entry, index) => {
      const route = routeOf(tableIn(memberIn(entry, "request")), document.from);
      if (route === undefined) left.push({ at: `/log/entries/${index}`, why: "its request has no URL and method" });
      if (route === undefined || route.origin === origin) return route ?? [];
      elsewhere.set(route.origin, (elsewhere.get(route.origin) ?? 0) + 1);
      return [];
    });
    for (const [other, count] of elsewhere) left.push({ at: "/log/entries", why: `${count} requests went to ${other}` });
    const byId = [...new Map(routes.toReversed().map((route) => [route.routeId, route])).values()].toReversed();
    return { routes: byId.slice(0, mostRoutes), left, notes: [] };
  },
});

function routeOf(request: Table, from: string): Route | undefined {
  const [method, url] = [textIn(request["method"]), textIn(request["url"])];
  if (method === undefined || url === undefined) return undefined;
  const headers = listIn(request["headers"]).flatMap((one): Header[] => { const [name, value] = [textIn(memberIn(one, "name")), textIn(memberIn(one, "value"))]; return name === undefined || value === undefined || notTaken.test(name) ? [] : [[name, value]]; });
  const body = bodyIn(request["postData"]);
  const type = textIn(memberIn(request["postData"], "mimeType"));
  const withType = body === undefined || type === undefined || headers.some(([name]) => name.toLowerCase() === "content-type") ? headers : [...headers, ["content-type", type] as Header];
  return describedRoute({ method, url, headers: withType, body }, "har", from);
}

/** HAR 1.2 "postData": text, or params when the recorder took the body apart. */
function bodyIn(given: unknown): string | undefined {
  if (!isTable(given)) return undefined;
  const text = textIn(given["text"]);
  if (text !== undefined && text !== "") return text;
  const pairs = listIn(given["params"]).flatMap((one): [string, string][] => { const name = textIn(memberIn(one, "name")); return name === undefined ? [] : [[name, textIn(memberIn(one, "value")) ?? ""]]; });
  return pairs.length === 0 ? undefined : new URLSearchParams(pairs).toString();
}
