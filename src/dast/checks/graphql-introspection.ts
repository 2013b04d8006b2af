// GraphQL schemas that are told to whoever asks.
import { getIntrospectionQuery } from "graphql";
import { defineCheck } from "../check.ts";
import type { OriginCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import { graphqlAnswerOf, graphqlPlacesOf } from "../graphql/place.ts";
import type { GraphqlPlace } from "../graphql/place.ts";

// Filters look for the usual words as they are usually written: each of these means the same to a parser (GraphQL section 2.1.7: commas are blanks).
const spellings: readonly (readonly [technique: string, query: string])[] = [
  ["introspection", getIntrospectionQuery({ descriptions: false }).replaceAll(/\s+/g, " ")],
  ["introspection:short", "{__schema{queryType{name}types{name fields{name}}}}"],
  ["introspection:spaced", "{__schema\n,{queryType{name}types{name fields{name}}}}"],
  ["introspection:by-type", '{__type(name:"Query"){name fields{name}}}'],
];

/** Names of types or fields that an introspection answer tells; none when it tells nothing. */
function toldBy(exchange: Exchange): string[] {
  const data = graphqlAnswerOf(exchange)?.data;
  const schema = data?.["__schema"] as { types?: unknown } | null | undefined;
  const type = data?.["__type"] as { fields?: unknown } | null | undefined;
  const listed = schema?.types ?? type?.fields;
  return Array.isArray(listed) ? listed.flatMap((one: unknown) => { const name = (one as { name?: unknown } | null)?.name; return typeof name === "string" && !name.startsWith("__") ? [name] : []; }) : [];
}

async function toldAt(place: GraphqlPlace, tools: Tools): Promise<Proof | undefined> {
  for (const [technique, query] of spellings) {
    const attack = await tools.send(place.request(query));
    const names = toldBy(attack);
    if (names.length === 0) continue;
    const control = await tools.send(place.request(`{${tools.seed.word("no field", 12)}}`));
    return {
      technique, confidence: "confirmed", at: place.at,
      because: `${new URL(place.url).pathname} answers introspection: ${names.length} names, among them ${names.filter((name) => !/^(?:String|Int|Float|Boolean|ID)$/.test(name)).slice(0, 5).join(", ")}.`,
      steps: [{ role: "baseline", exchange: place.shown, shows: "It answers GraphQL." }, { role: "attack", exchange: attack, shows: `It tells ${names.length} names of its schema.` }, { role: "control", exchange: control, shows: "A field that does not exist is told to be none." }],
    };
  }
  return undefined;
}

/** Identity: the place. Only reads. */
export const graphqlIntrospection = defineCheck<OriginCheck>({
  id: "graphql-introspection", about: "GraphQL tells its whole schema.", title: "GraphQL introspection is open",
  cwe: 200, owasp: ["A05", "API8"], severity: "low", risk: "marker", on: "origin",
  remediation: "Switch introspection off in production and give the schema to those who build against it. Do not rely on it: decide about access in each resolver.",
  async *probe(origin, routes, tools) {
    for (const place of await graphqlPlacesOf(origin, routes, tools)) {
      const proof = await toldAt(place, tools);
      if (proof !== undefined) yield proof;
    }
  },
});
