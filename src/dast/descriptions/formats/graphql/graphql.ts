// GraphQL: a schema file or an introspection answer becomes one request for each query and mutation, with variables for its arguments.
import { buildClientSchema, buildASTSchema, parse } from "graphql";
import type { GraphQLObjectType, GraphQLSchema, IntrospectionQuery } from "graphql";
import type { Route } from "../../../route.ts";
import { describedRoute, mostRoutes } from "../../described-route.ts";
import { defineDescription } from "../../description.ts";
import type { DescriptionDocument } from "../../description.ts";
import { memberIn, unreadable, valueOf } from "../../document-value.ts";
import { operationOf } from "./operation.ts";

const largestSchema = 5_000_000;
const definition = /^\s*(?:extend\s+)?(?:type|schema|interface|union|enum|input|scalar|directive)\s+[@\w]+[^{]*[{=(@\n]/m;
const isIntrospection = (value: unknown): value is IntrospectionQuery => Array.isArray(memberIn(memberIn(value, "__schema"), "types"));
const introspectionIn = (document: DescriptionDocument): IntrospectionQuery | undefined => { const value = /"__schema"/.test(document.text) ? valueOf(document) : undefined; const data = memberIn(value, "data") ?? value; return isIntrospection(data) ? data : undefined; };

export const graphql = defineDescription({
  id: "graphql",
  about: "GraphQL schemas (SDL) and introspection answers.",
  takes: (document) => introspectionIn(document) !== undefined || (!/^\s*[[{<]/.test(document.text) && /\btype\s+\w+[^{]*\{/.test(document.text) && definition.test(document.text)),
  read(document, { origin, variables = {} }) {
    const schema = schemaOf(document);
    const left: { at: string; why: string }[] = [];
    const url = endpointOf(document.from, origin, variables["graphql"]);
    const routes = ([["query", schema.getQueryType()], ["mutation", schema.getMutationType()]] as const).flatMap(([kind, type]) => (type ? routesOf(kind, type, { url, from: document.from }) : []));
    const subscription = schema.getSubscriptionType();
    if (subscription) left.push({ at: subscription.name, why: "subscriptions need a connection that stays open" });
    if (routes.length > mostRoutes) left.push({ at: "Query", why: `more than ${mostRoutes} operations: the first are taken` });
    return { routes: routes.slice(0, mostRoutes), left, notes: [] };
  },
});

function schemaOf(document: DescriptionDocument): GraphQLSchema {
  if (document.text.length > largestSchema) throw unreadable(document, "", `is longer than ${largestSchema} characters`);
  const introspection = introspectionIn(document);
  try {
    return introspection === undefined ? buildASTSchema(parse(document.text, { noLocation: true, maxTokens: 500_000 }), { assumeValid: true, assumeValidSDL: true }) : buildClientSchema(introspection, { assumeValid: true });
  } catch (cause) {
    throw unreadable(document, "", `is no schema: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** The place that answered the introspection; of a schema file "/graphql", or what the variable `graphql` says. */
function endpointOf(from: string, origin: string, said: string | undefined): string {
  if (said !== undefined && URL.canParse(said, origin)) return new URL(said, origin).href;
  if (!URL.canParse(from) || !/^https?:/.test(from) || /\.(?:graphqls?|gql|json|sdl)$/i.test(new URL(from).pathname)) return `${origin}/graphql`;
  return `${origin}${new URL(from).pathname}`;
}

function routesOf(kind: "query" | "mutation", type: GraphQLObjectType, { url, from }: { url: string; from: string }): Route[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const { text, variables, parameters } = operationOf(kind, field);
    return describedRoute({ method: "POST", url, headers: [["content-type", "application/json"], ["accept", "application/json"]], body: JSON.stringify({ query: text, variables }), operation: `${kind} ${field.name}`, parameters }, "graphql", from) ?? [];
  });
}
