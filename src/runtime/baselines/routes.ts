// Routes: what a web application answered, as method and path shape, and which parameters each route was asked with.
import type { RuntimeEvent } from "../event.ts";
import { boundedValue, mostFactsOfEvent, remembered } from "./fact.ts";
import type { Fact } from "./fact.ts";
import { shapeOfPart, shapeOfValue } from "./shapes.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]);
// A build gives these new names every day; which of them is asked for says nothing.
const asset = /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|otf|mp4|webm|mp3|wasm)$/i;
const mostParts = 12;
const none: readonly Fact[] = [];

/**
 * A request that was answered is one fact for its route, "GET /orders/{id}", and one for each of its parameters, "GET /orders/{id} ?page=number": so optional
 * parameters do not multiply. What a server refused (4xx, 5xx), and a redirect of everything elsewhere (301, 308), is no route of the application.
 */
export function routeFacts({ fields, logsource }: RuntimeEvent): readonly Fact[] {
  const method = fields["cs-method"];
  const stem = fields["cs-uri-stem"];
  if (typeof method !== "string" || typeof stem !== "string" || logsource.service === "error" || !isAnswered(fields["sc-status"])) return none;
  const route = `${methods.has(method.toUpperCase()) ? method.toUpperCase() : "{other method}"} ${pathShape(stem)}`;
  const facts: Fact[] = [{ kind: "route", value: boundedValue(route) }];
  const query = fields["cs-uri-query"];
  if (typeof query === "string" && query !== "") for (const parameter of parametersOf(query)) facts.push({ kind: "route", value: boundedValue(`${route} ?${parameter}`) });
  return facts;
}

function isAnswered(status: unknown): boolean {
  const code = typeof status === "number" ? status : typeof status === "string" ? Number(status) : undefined;
  return code === undefined || Number.isNaN(code) || (code < 400 && code !== 301 && code !== 308);
}

/** "/orders/42/items/7?x" is "/orders/{id}/items/{id}"; files of the design are "/static/*.css". */
export const pathShape = remembered((stem: string): string => {
  const path = stem.split(/[?#;]/, 1)[0] ?? "";
  const parts = path.split("/").map(decoded);
  const last = parts.at(-1) ?? "";
  const found = asset.exec(last);
  const shaped = parts.map((part, place) => (found !== null && place === parts.length - 1 ? `*${found[0].toLowerCase()}` : shapeOfPart(part)));
  return shaped.length <= mostParts ? shaped.join("/") : `${shaped.slice(0, mostParts).join("/")}/…`;
});

function decoded(part: string): string {
  if (!part.includes("%")) return part;
  try { return decodeURIComponent(part); } catch { return part; }
}

/** "page=number", each name and shape once. */
export const parametersOf = remembered((query: string): readonly string[] => {
  const found = new Set<string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    if (found.size >= mostFactsOfEvent - 1) { found.add("{too many}"); break; }
    const [name = "", ...value] = pair.split("=");
    found.add(`${nameShape(decoded(name))}=${shapeOfValue(decoded(value.join("=").replaceAll("+", " ")))}`);
  }
  return [...found];
});

/** "items[3][id]" is "items[{n}][id]"; what is no name of a parameter (an attack in its place) is one class. */
const nameShape = (name: string): string => (/^[\w.$:[\]-]{1,64}$/.test(name) ? name.replaceAll(/\[\d*\]/g, "[{n}]").replaceAll(/\d{3,}/g, "{n}") : "{no name}");
