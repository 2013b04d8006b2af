// GraphQL errors that suggest the right name: a schema that is hidden can be guessed word by word.
import { Kind, parse, visit } from "graphql";
import { defineCheck } from "../check.ts";
import type { OriginCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { graphqlAnswerOf, graphqlPlacesOf } from "../graphql/place.ts";
import type { GraphqlPlace } from "../graphql/place.ts";
import { documentOf } from "../points/graphql-places.ts";
import type { Route } from "../route.ts";

// In the words of the libraries of several languages: "Did you mean", "Perhaps you meant", "similar to".
const suggestion = /(?:did you mean|perhaps you meant|maybe you meant|similar (?:name|field)s?)[^"'`\w]{0,20}(?:to use[^"'`]{0,20})?["'`]?(\w+)/i;
// Everybody has these by the specification (section 4.2); names that applications often have follow.
const misspelt = ['{__type(nam:"a"){name}}', '{__type(name:"a"){nam}}', "{usr{id} users1{id} nod{id} accoun{id} produc{id} produts{id} viewe{id} mee{id} versio serch{id} itemss{id} orderss{id}}"] as const;

/** Fields that are known from queries of the application itself, each with a letter too many. */
function ownMisspelt(routes: readonly Route[]): string[] {
  const names = new Set<string>();
  for (const { request } of routes) {
    const document = documentOf(request);
    if (document !== undefined) visit(parse(document), { enter: (node, _key, _parent, path) => { if (node.kind === Kind.FIELD && path.length <= 4) names.add(node.name.value); } });
  }
  return [...names].slice(0, 3).map((name) => `{${name}q}`);
}

async function suggestedAt(place: GraphqlPlace, queries: readonly string[], tools: Tools): Promise<Proof | undefined> {
  const told = async (query: string) => { const exchange = await tools.send(place.request(query)); return { exchange, error: graphqlAnswerOf(exchange)?.errors.find((message) => suggestion.test(message)) }; };
  for (const query of queries) {
    const { exchange, error } = await told(query);
    if (error === undefined) continue;
    const control = await told(`{${tools.seed.word("far from any name", 24)}}`);
    if (control.error !== undefined) continue;
    return {
      technique: "misspelling", confidence: "confirmed", at: place.at, because: `A misspelt name is answered with the right one: ${JSON.stringify(error.slice(0, 160))}.`,
      steps: [{ role: "baseline", exchange: place.shown, shows: "It answers GraphQL." }, { role: "attack", exchange, shows: `It suggests ${suggestion.exec(error)?.[1] ?? "a name"}.` }, { role: "control", exchange: control.exchange, shows: "A word far from any name gets no suggestion." }],
    };
  }
  return undefined;
}

/** Identity: the place. Only reads. */
export const graphqlSuggestions = defineCheck<OriginCheck>({
  id: "graphql-suggestions", about: "GraphQL errors suggest names of the schema.", title: "GraphQL suggests field names",
  cwe: 209, owasp: ["A05", "API8"], severity: "low", risk: "marker", on: "origin",
  remediation: "Take suggestions out of errors before they leave, as most servers can be told to. Where introspection is off, this is the other half of it.",
  async *probe(origin, routes, tools) {
    const queries = [...misspelt.slice(0, 2), ...ownMisspelt(routes.filter((route) => route.origin === origin)), ...misspelt.slice(2)];
    for (const place of await graphqlPlacesOf(origin, routes, tools)) {
      const proof = await suggestedAt(place, queries, tools);
      if (proof !== undefined) yield proof;
    }
  },
});
