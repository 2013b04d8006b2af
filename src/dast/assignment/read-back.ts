// Reading back what a write has stored: from another address than that of the write, or from an answer that is no echo.
import type { Tools } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { getRequest, headerOf } from "../exchange.ts";
import type { Route } from "../route.ts";
import { isRecord, jsonOf } from "./body-members.ts";

/** Plain members of an answer by name: of objects within objects, and of the first members of lists. A name that comes twice has both values. */
export function membersOf({ reply }: Exchange): Map<string, unknown[]> {
  const members = new Map<string, unknown[]>();
  const walk = (value: unknown, depth: number): void => {
    if (depth > 5) return;
    if (Array.isArray(value)) for (const one of [...value.slice(0, 5), ...value.slice(-5)]) walk(one, depth + 1);
    else if (isRecord(value)) for (const [name, member] of Object.entries(value)) { if (typeof member === "object" && member !== null && !isListOfWords(member)) walk(member, depth + 1); else members.set(name, [...members.get(name) ?? [], member]); }
  };
  walk(reply === undefined || reply.truncated ? undefined : jsonOf(reply.text), 0);
  return members;
}

const isListOfWords = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");

export const isDone = ({ reply }: Exchange): boolean => reply !== undefined && reply.status >= 200 && reply.status < 400;

const mostReaders = 5;

/** Where what was written may be seen: the same address, the new one that the answer names, and pages and interfaces near it. */
export function readersOf(route: Route, written: Exchange, routes: readonly Route[]): TestRequest[] {
  const own = new URL(route.request.url);
  const location = headerOf(written.reply?.headers ?? [], "location");
  const id = [...membersOf(written)].find(([name]) => /^_?id$|^uuid$/i.test(name))?.[1][0];
  const named = typeof id === "string" || typeof id === "number" ? [`${own.origin}${own.pathname.replace(/\/$/, "")}/${encodeURIComponent(String(id))}`] : [];
  const led = location !== undefined && URL.canParse(location, own.href) ? [new URL(location, own).href].filter((url) => new URL(url).origin === own.origin) : [];
  const [first = ""] = own.pathname.split("/").filter((part) => part !== "");
  const near = routes.filter(({ method, origin, template }) => method === "GET" && origin === own.origin && template !== "/" && template.split("/").includes(first));
  const page = route.foundOn !== undefined && URL.canParse(route.foundOn) && new URL(route.foundOn).origin === own.origin ? [getRequest(route.foundOn)] : [];
  const bare = route.method === "POST" ? [] : [getRequest(`${own.origin}${own.pathname}${own.search}`)];
  const all = [...[...named, ...led].map((url) => getRequest(url)), ...bare, getRequest(`${own.origin}${own.pathname}`), ...near.map(({ request }) => request), ...page];
  return [...new Map(all.map((request) => [request.url, request])).values()].slice(0, mostReaders);
}

/** Every reader asked; those that do not answer are left out. */
export async function readAll(readers: readonly TestRequest[], tools: Tools): Promise<Exchange[]> {
  const read: Exchange[] = [];
  for (const request of readers) { const exchange = await tools.send(request); if (isDone(exchange)) read.push(exchange); }
  return read;
}
