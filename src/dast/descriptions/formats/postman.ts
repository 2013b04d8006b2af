// Postman collections 2.0 and 2.1: every request in every folder, with the collection's variables put in.
import type { Header } from "../../exchange.ts";
import { multipart, multipartHeader } from "../../page/form-body.ts";
import type { Route } from "../../route.ts";
import { textOf } from "../body-sample.ts";
import { describedRoute, mostRoutes } from "../described-route.ts";
import { defineDescription } from "../description.ts";
import { isTable, listIn, memberIn, tableIn, textIn, unreadable, valueOf } from "../document-value.ts";
import type { Table } from "../document-value.ts";

const deepestFolder = 30;
type Fill = (text: string) => string;
type Left = { at: string; why: string }[];

export const postman = defineDescription({
  id: "postman",
  about: "Postman collections 2.0 and 2.1.",
  takes: (document) => { const value = valueOf(document); return Array.isArray(memberIn(value, "item")) && isTable(memberIn(value, "info")); },
  read(document, { origin, variables = {} }) {
    const collection = tableIn(valueOf(document));
    const left: Left = [];
    const auths = new Set<string>();
    const routes = requestsIn(collection, "", variablesOf(collection, variables), 0, auths).flatMap(({ at, request, fill }) => {
      const route = routeOf(request, { fill, origin, from: document.from });
      if (route === undefined) left.push({ at, why: "its URL cannot be read" });
      return route ?? [];
    });
    if (routes.length === 0 && left.length === 0) throw unreadable(document, "/item", "holds no request");
    return { routes: routes.slice(0, mostRoutes), left, notes: [...auths].map((type) => `asks for a login: ${type}`) };
  },
});

interface Found { at: string; request: Table; fill: Fill }

function requestsIn(folder: Table, at: string, known: ReadonlyMap<string, string>, depth: number, auths: Set<string>): Found[] {
  noteAuth(folder["auth"], auths);
  return listIn(folder["item"]).flatMap((given, index): Found[] => {
    const [item, here] = [tableIn(given), `${at}/item/${index}`];
    if (Array.isArray(item["item"])) return depth < deepestFolder ? requestsIn(item, here, new Map([...known, ...variablesOf(item, {})]), depth + 1, auths) : [];
    const request = typeof item["request"] === "string" ? { url: item["request"] } : tableIn(item["request"]);
    noteAuth(request["auth"], auths);
    return [{ at: here, request, fill: (text) => filled(text, known) }];
  });
}

const noteAuth = (auth: unknown, auths: Set<string>): void => { const type = textIn(memberIn(auth, "type")); if (type !== undefined && type !== "noauth") auths.add(type); };

/** Those that a person gives come first; then the collection's own. */
const variablesOf = (holder: Table, given: Readonly<Record<string, string>>): Map<string, string> =>
  new Map([...listIn(holder["variable"]).flatMap((one): [string, string][] => { const name = textIn(memberIn(one, "key")) ?? textIn(memberIn(one, "id")); return name === undefined ? [] : [[name, textOf(memberIn(one, "value"))]]; }), ...Object.entries(given)]);

/** Variables may hold variables; one that nobody gave a value gets "1". */
function filled(text: string, known: ReadonlyMap<string, string>): string {
  let one = text;
  for (let steps = 0; steps < 5 && one.includes("{{"); steps += 1) one = one.slice(0, 100_000).replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (_all, name: string) => known.get(name) ?? "1");
  return one;
}

function routeOf(request: Table, { fill, origin, from }: { fill: Fill; origin: string; from: string }): Route | undefined {
  const { url, template } = urlOf(request["url"], fill, origin);
  const headers = listIn(request["header"]).flatMap((one): Header[] => { const name = textIn(memberIn(one, "key")); return name === undefined || memberIn(one, "disabled") === true || /^(?:authorization|cookie|content-length|host)$/i.test(name) ? [] : [[fill(name), fill(textOf(memberIn(one, "value")))]]; });
  const body = bodyOf(tableIn(request["body"]), fill);
  const typed = body?.header === undefined || (headers.some(([name]) => name.toLowerCase() === "content-type") && !body.fixed) ? headers : [...headers.filter(([name]) => name.toLowerCase() !== "content-type"), body.header];
  return describedRoute({ method: (textIn(request["method"]) ?? "GET").toUpperCase(), url, headers: typed, body: body?.text, ...(template === undefined ? {} : { template }) }, "postman", from);
}

/** The host of a collection is often a variable, and rarely where the target runs: only path and query are taken. */
function urlOf(given: unknown, fill: Fill, origin: string): { url: string; template: string | undefined } {
  const url = tableIn(given);
  const raw = fill(textIn(given) ?? textIn(url["raw"]) ?? joined(url, fill));
  const variables = new Map(listIn(url["variable"]).map((one) => [textIn(memberIn(one, "key")) ?? "", fill(textOf(memberIn(one, "value")))]));
  const path = raw.replace(/^(?:[a-z][\w+.-]*:)?\/\/[^/?#]*/i, "").replace(/^(?!\/)[^/?#]*(?=[/?#]|$)/, (host) => (/[.:]|^1$|localhost/.test(host) || host === "" ? "" : `/${host}`));
  const [pathname = "/"] = path.split(/[?#]/, 1);
  const disabled = new Set(listIn(url["query"]).filter((one) => memberIn(one, "disabled") === true).map((one) => textIn(memberIn(one, "key"))));
  const query = new URLSearchParams([...new URLSearchParams(/\?([^#]*)/.exec(path)?.[1] ?? "")].filter(([name]) => !disabled.has(name))).toString();
  const shown = pathname.startsWith("/") ? pathname : `/${pathname}`;
  const named = shown.replaceAll(/\/:([\w-]+)/g, "/{$1}");
  return { url: `${origin}${shown.replaceAll(/\/:([\w-]+)/g, (_all, name: string) => `/${encodeURIComponent(variables.get(name) || "1")}`)}${query === "" ? "" : `?${query}`}`, template: named === shown ? undefined : named };
}

function joined(url: Table, fill: Fill): string {
  const parts = (value: unknown, by: string): string => (Array.isArray(value) ? value.map((one) => textOf(memberIn(one, "value") ?? one)).join(by) : textOf(value));
  const query = listIn(url["query"]).map((one) => `${encodeURIComponent(fill(textOf(memberIn(one, "key"))))}=${encodeURIComponent(fill(textOf(memberIn(one, "value"))))}`).join("&");
  return `http://${parts(url["host"], ".")}/${parts(url["path"], "/")}${query === "" ? "" : `?${query}`}`;
}

const rawTypes: Readonly<Record<string, string>> = { json: "application/json", xml: "application/xml", html: "text/html", javascript: "application/javascript", text: "text/plain" };

/** fixed: the type belongs to this body (a boundary), whatever the headers say. */
function bodyOf(body: Table, fill: Fill): { header: Header; text: string; fixed: boolean } | undefined {
  const pairs = (mode: string): Table[] => listIn(body[mode]).map(tableIn).filter((one) => one["disabled"] !== true && one["key"] !== undefined);
  if (body["mode"] === "raw" && textIn(body["raw"])) { const text = fill(textIn(body["raw"]) ?? ""); return { text, fixed: false, header: ["content-type", rawTypes[textIn(tableIn(tableIn(body["options"])["raw"])["language"]) ?? ""] ?? (/^\s*[[{]/.test(text) ? "application/json" : "text/plain")] }; }
  if (body["mode"] === "urlencoded") return { fixed: false, header: ["content-type", "application/x-www-form-urlencoded"], text: new URLSearchParams(pairs("urlencoded").map((one): [string, string] => [fill(textOf(one["key"])), fill(textOf(one["value"]))])).toString() };
  if (body["mode"] === "formdata") return { fixed: true, header: multipartHeader, text: multipart(pairs("formdata").map((one) => (one["type"] === "file" ? { name: fill(textOf(one["key"])), value: "aftwatch.txt", file: { content: "Aftwatch test file.\n", mediaType: "text/plain" } } : { name: fill(textOf(one["key"])), value: fill(textOf(one["value"])) }))) };
  if (body["mode"] !== "graphql") return undefined;
  const graphql = tableIn(body["graphql"]);
  return { fixed: false, header: ["content-type", "application/json"], text: JSON.stringify({ query: fill(textOf(graphql["query"])), variables: jsonOf(fill(textOf(graphql["variables"]))) }) };
}

const jsonOf = (text: string): unknown => { try { return JSON.parse(text) as unknown; } catch { return {}; } };
