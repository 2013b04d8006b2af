// Where an origin speaks GraphQL, and how it is asked there (GraphQL over HTTP, working draft, sections 5 and 6).
import type { Tools } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { documentOf } from "../points/graphql-places.ts";
import type { Route } from "../route.ts";
import { routeFrom } from "../route-from.ts";

export interface GraphqlAnswer { data: Readonly<Record<string, unknown>> | undefined; errors: readonly string[] }

export interface GraphqlPlace {
  url: string;
  /** "graphql:/api/graphql", for the place of a proof. */
  at: string;
  /** A query as this place takes it: by POST with JSON, or by GET where only reading is allowed. */
  request(query: string): TestRequest;
  /** The exchange that showed that GraphQL is spoken here. */
  shown: Exchange;
}

const nameQuery = "{__typename}";
const jsonHeaders = [["content-type", "application/json"], ["accept", "application/json"]] as const;

export const postQuery = (url: string, query: string): TestRequest => ({ method: "POST", url, headers: jsonHeaders, body: JSON.stringify({ query }) });
export function getQuery(url: string, query: string): TestRequest {
  const asked = new URL(url);
  asked.search = new URLSearchParams({ query }).toString();
  return { method: "GET", url: asked.href, headers: [["accept", "application/json"]], body: undefined };
}

// Where frameworks put it when nobody moves it.
const usualPaths = ["/graphql", "/api/graphql"] as const;
const looksLikeIt = /\/(?:graphi?ql|gql)(?:\/v\d+)?\/?$|\/(?:v\d+|api|query)\/(?:graphql|gql|query)\/?$|^\/query\/?$/i;
const mostPlaces = 3;

/** Every place of the origin that answers a query, at most three. Asked once for all checks: the answers are kept as baselines. */
export async function graphqlPlacesOf(origin: string, routes: readonly Route[], tools: Tools): Promise<GraphqlPlace[]> {
  const known = routes.filter((route) => route.origin === origin && speaksIt(route)).map(({ request }) => bare(request.url));
  const places: GraphqlPlace[] = [];
  for (const url of new Set([...known, ...usualPaths.map((path) => `${origin}${path}`)])) {
    if (places.length >= mostPlaces) break;
    const place = await placeAt(url, tools);
    if (place !== undefined) places.push(place);
  }
  return places;
}

const bare = (url: string): string => { const { origin, pathname } = new URL(url); return `${origin}${pathname}`; };

function speaksIt({ request, source }: Route): boolean {
  const { pathname, searchParams } = new URL(request.url);
  return source === "graphql" || looksLikeIt.test(pathname) || documentOf(request) !== undefined || /^\s*(?:query\b|mutation\b|\{)[^]*\}\s*$/.test(searchParams.get("query") ?? "");
}

async function placeAt(url: string, tools: Tools): Promise<GraphqlPlace | undefined> {
  for (const ask of [postQuery, getQuery]) {
    const baseline = await tools.baseline(routeFrom(ask(url, nameQuery), { source: "guess", foundOn: undefined, depth: 0, operation: "query __typename" }));
    const [shown] = baseline?.exchanges ?? [];
    if (shown !== undefined && typeof graphqlAnswerOf(shown)?.data?.["__typename"] === "string") return { url, at: `graphql:${new URL(url).pathname}`, request: (query) => ask(url, query), shown };
  }
  return undefined;
}

/** The answer by its specification (GraphQL October 2021, section 7.1); undefined for anything else. */
export function graphqlAnswerOf({ reply }: Exchange): GraphqlAnswer | undefined {
  if (reply === undefined || reply.truncated) return undefined;
  const value = jsonOf(reply.text);
  return Array.isArray(value) ? undefined : answerFrom(value);
}

/** The answers to a batch, in their order; undefined when it was not answered as one. */
export function batchAnswersOf({ reply }: Exchange): readonly (GraphqlAnswer | undefined)[] | undefined {
  const value = reply === undefined || reply.truncated ? undefined : jsonOf(reply.text);
  return Array.isArray(value) ? value.map(answerFrom) : undefined;
}

function answerFrom(value: unknown): GraphqlAnswer | undefined {
  if (!isObject(value) || !("data" in value || "errors" in value)) return undefined;
  const errors = Array.isArray(value["errors"]) ? value["errors"].flatMap((error: unknown) => (isObject(error) && typeof error["message"] === "string" ? [error["message"]] : [])) : [];
  return { data: isObject(value["data"]) ? value["data"] : undefined, errors };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const jsonOf = (text: string): unknown => { try { return JSON.parse(text) as unknown; } catch { return undefined; } };
