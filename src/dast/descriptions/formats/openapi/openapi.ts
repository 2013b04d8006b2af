// OpenAPI 2.0, 3.0, 3.1 and 3.2: one route for each operation and kind of body, with sample values for its parameters.
import type { Route } from "../../../route.ts";
import { describedRoute, mostRoutes } from "../../described-route.ts";
import { defineDescription } from "../../description.ts";
import type { DescriptionContext, DescriptionRead } from "../../description.ts";
import { isTable, listIn, memberIn, tableIn, textIn, unreadable, valueOf } from "../../document-value.ts";
import type { Table } from "../../document-value.ts";
import { bodiesOf } from "./bodies.ts";
import { parametersOf, placed } from "./parameters.ts";
import { refsOf } from "./refs.ts";
import type { Refs } from "./refs.ts";
import { baseUrlsOf, securityNotes } from "./servers.ts";

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"]);
const isOpenApi = (value: unknown): value is Table => isTable(value) && (String(value["swagger"]).startsWith('2.') || String(value["openapi"]).startsWith('3.'));

export const openapi = defineDescription({
  id: "openapi",
  about: "OpenAPI 2.0 (Swagger), 3.0, 3.1 and 3.2, in JSON or YAML.",
  takes: (document) => /["']?(?:swagger|openapi)["']?\s*:/.test(document.text.slice(0, 200_000)) && isOpenApi(valueOf(document)),
  read(document, context) {
    const value = valueOf(document);
    if (!isOpenApi(value)) throw unreadable(document, "", "has no `openapi` or `swagger` with a version that is read");
    const left: { at: string; why: string }[] = [];
    const refs = refsOf(value, left);
    const routes = operationsOf(value, refs, left).flatMap((operation) => routesOf(operation, { document: value, context, from: document.from, refs, left }));
    return limited(routes, left, securityNotes(value));
  },
});

function limited(routes: readonly Route[], left: { at: string; why: string }[], notes: readonly string[]): DescriptionRead {
  if (routes.length > mostRoutes) left.push({ at: "/paths", why: `more than ${mostRoutes} routes: the first are taken` });
  return { routes: routes.slice(0, mostRoutes), left, notes };
}

interface Operation { path: string; method: string; operation: Table; shared: Table; at: string }

function operationsOf(document: Table, refs: Refs, left: { at: string; why: string }[]): Operation[] {
  return Object.entries(tableIn(document["paths"])).flatMap(([path, given]) => {
    const at = `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const item = refs.table(given);
    if (!path.startsWith("/") || item === undefined) { if (!path.startsWith("x-")) left.push({ at, why: "is no path with operations" }); return []; }
    const named = Object.entries(item).filter(([method]) => methods.has(method));
    const more = Object.entries(tableIn(item["additionalOperations"]));
    return [...named, ...more].map(([method, operation]) => ({ path, method: method.toUpperCase(), operation: tableIn(operation), shared: item, at: `${at}/${method}` }));
  });
}

interface Place { document: Table; context: DescriptionContext; from: string; refs: Refs; left: { at: string; why: string }[] }

function routesOf({ path, method, operation, shared, at }: Operation, { document, context, from, refs, left }: Place): Route[] {
  const parameters = parametersOf([...listIn(shared["parameters"]), ...listIn(operation["parameters"])], refs);
  const bases = baseUrlsOf(document, [...listIn(operation["servers"]), ...listIn(shared["servers"])], context, from);
  const bodies = bodiesOf(document, operation, parameters, refs);
  const routes = bases.flatMap((base) => (bodies.length === 0 ? [undefined] : bodies).flatMap((body) => {
    const { url, headers, template } = placed(base, path, parameters);
    const said = parameters.flatMap((one) => (one.in === "form" || one.in === "body" ? [] : [{ in: one.in, name: one.name, type: one.type, allowed: one.allowed }]));
    return describedRoute({ method, url, template, headers: [...headers, ...(body === undefined ? [] : [body.header]), ...acceptOf(operation)], body: body?.text, parameters: said }, "openapi", from) ?? [];
  }));
  if (routes.length === 0) left.push({ at, why: "its URL or method cannot be requested" });
  return routes;
}

/** Some servers answer 406 or a page without one. */
function acceptOf(operation: Table): [string, string][] {
  const ok = tableIn(Object.entries(tableIn(operation["responses"])).find(([status]) => status.startsWith("2"))?.[1]);
  const type = Object.keys(tableIn(memberIn(ok, "content")))[0] ?? textIn(listIn(operation["produces"])[0]);
  return type === undefined || type.includes("*") ? [] : [["accept", type]];
}
