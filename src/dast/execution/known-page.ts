// A page of the target itself, by whose text one sees that the target fetched or included it: proof without any server of ours.
import type { Tools } from "../check.ts";
import { getRequest, mediaTypeOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { heard, isJudged } from "./judged.ts";
import type { Route } from "../route.ts";

/** url: absolute. lines: texts of it that the answer without attack does not have. */
export interface KnownPage { url: string; lines: readonly string[]; exchange: Exchange }

const readable = /^(?:text\/|application\/(?:json|xml|javascript|xhtml))/;

/** A GET page of the same origin with text of its own, asked at most four times. */
export async function knownPageFor(route: Route, tools: Tools): Promise<KnownPage | undefined> {
  const baseline = await tools.baseline(route);
  if (baseline === undefined) return undefined;
  const own = baseline.exchanges.map(heard).join("\n");
  for (const url of candidatesFor(route, tools).slice(0, 4)) {
    const exchange = await tools.send(getRequest(url));
    const lines = linesOf(exchange).filter((line) => !own.includes(line));
    if (lines.length > 0) return { url, lines: lines.slice(0, 8), exchange };
  }
  return undefined;
}

function candidatesFor(route: Route, tools: Tools): string[] {
  const here = new URL(route.request.url).pathname;
  const known = tools.routes().filter(({ method, origin, request }) => method === "GET" && origin === route.origin && new URL(request.url).pathname !== here).map(({ request }) => request.url);
  const folder = `${route.origin}${here.replace(/[^/]*$/, "")}`;
  // A page below the route's folder, the site's first page, and what most sites have.
  return [...new Set([folder, ...known.slice(0, 2), `${route.origin}/`, `${route.origin}/robots.txt`])];
}

/** Text between tags of 12 characters and more: it survives when the page is shown raw, escaped or as text. */
function linesOf(exchange: Exchange): string[] {
  const { reply } = exchange;
  if (reply === undefined || !isJudged(exchange) || reply.status !== 200 || !readable.test(mediaTypeOf(reply.headers) ?? "text/plain")) return [];
  const texts = reply.text.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, "\n").split(/<[^>]*>|[\r\n]+/).map((line) => line.trim());
  return [...new Set(texts)].filter((line) => line.length >= 12 && line.length <= 200 && !/[&<>"']/.test(line));
}

/** Whether the answer carries the page: all of its lines, or at least three when it was cut. */
export function carries(exchange: Exchange, { lines }: KnownPage): boolean {
  const text = heard(exchange);
  const found = lines.filter((line) => text.includes(line)).length;
  return found === lines.length || found >= 3;
}
