// GraphQL queries without a limit of depth: a circle in the schema makes them as costly as anybody likes.
import { buildClientSchema, getIntrospectionQuery } from "graphql";
import type { IntrospectionQuery } from "graphql";
import { defineCheck } from "../check.ts";
import type { OriginCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import { circleIn, deepQuery } from "../graphql/cycles.ts";
import type { Circle } from "../graphql/cycles.ts";
import { graphqlAnswerOf, graphqlPlacesOf } from "../graphql/place.ts";
import type { GraphqlPlace } from "../graphql/place.ts";

/** Deeper than people write, and than the limits that are recommended. */
const depth = 40;
// The deep part is left out when the query is carried out (section 3.13.2): it is read and checked, and costs nothing.
const leftOut = "@include(if:false)";

async function circleOf(place: GraphqlPlace, tools: Tools): Promise<Circle | undefined> {
  const told = graphqlAnswerOf(await tools.send(place.request(getIntrospectionQuery({ descriptions: false }).replaceAll(/\s+/g, " "))))?.data;
  if (!Array.isArray((told?.["__schema"] as { types?: unknown } | undefined)?.types)) { tools.note(`The depth of queries at ${place.url} was not tested: the schema is not told.`); return undefined; }
  try { return circleIn(buildClientSchema(told as unknown as IntrospectionQuery, { assumeValid: true })); } catch { return undefined; }
}

const isTaken = (exchange: Exchange): boolean => { const answer = graphqlAnswerOf(exchange); return typeof answer?.data?.["__typename"] === "string" && answer.errors.length === 0; };

async function deepAt(place: GraphqlPlace, tools: Tools): Promise<Proof | undefined> {
  const circle = await circleOf(place, tools);
  if (circle === undefined) return undefined;
  const ask = (query: string) => tools.send(place.request(query));
  const attack = await ask(deepQuery(circle, depth, { first: leftOut }));
  if (!isTaken(attack)) return undefined;
  // What was not even looked at would say nothing: a wrong name at the bottom must be noticed.
  const control = await ask(deepQuery(circle, depth, { first: leftOut, leaf: tools.seed.word("no field", 14) }));
  if (isTaken(control)) return undefined;
  const carriedOut = circle.hasLists ? undefined : await ask(deepQuery(circle, depth));
  if (carriedOut !== undefined && !isTaken(carriedOut)) return undefined;
  return {
    technique: "circle", confidence: carriedOut === undefined ? "tentative" : "firm", at: place.at,
    because: `A query ${depth} fields deep was taken: ${[...circle.start, ...circle.round].join(".")} leads back to where it was.${carriedOut === undefined ? " It went through lists, so it was not carried out." : ""}`,
    steps: [{ role: "baseline", exchange: place.shown, shows: "It answers GraphQL." }, { role: "attack", exchange: carriedOut ?? attack, shows: `${depth} fields deep, answered without an error.` }, { role: "control", exchange: control, shows: "A wrong name at the bottom is noticed: the whole query was looked at." }],
  };
}

/** Identity: the place. */
export const graphqlDepth = defineCheck<OriginCheck>({
  id: "graphql-depth", about: "GraphQL queries may be of any depth.", title: "GraphQL queries have no limit of depth",
  cwe: 770, owasp: ["A04", "API4"], severity: "medium", risk: "payload", on: "origin",
  remediation: "Limit how deep a query may be and what it may cost before it is carried out. Page every list and give resolvers a time limit.",
  async *probe(origin, routes, tools) {
    for (const place of await graphqlPlacesOf(origin, routes, tools)) {
      const proof = await deepAt(place, tools);
      if (proof !== undefined) yield proof;
    }
  },
});
