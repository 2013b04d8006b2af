// Many GraphQL operations in one request: limits that count requests do not see them.
import { defineCheck } from "../check.ts";
import type { OriginCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { batchAnswersOf, graphqlAnswerOf, graphqlPlacesOf } from "../graphql/place.ts";
import type { GraphqlPlace } from "../graphql/place.ts";

/** Beyond what a page asks for at once, and far below what could burden anybody: each asks for the name of a type. */
const operations = 25;
const aliases = 200;

async function byArray(place: GraphqlPlace, tools: Tools): Promise<Proof | undefined> {
  const of = (count: number) => tools.send({ method: "POST", url: place.url, headers: [["content-type", "application/json"], ["accept", "application/json"]], body: JSON.stringify(Array.from({ length: count }, (_, at) => ({ query: `{a${at}:__typename}` }))) });
  const attack = await of(operations);
  const answered = batchAnswersOf(attack)?.filter((answer, at) => typeof answer?.data?.[`a${at}`] === "string").length ?? 0;
  if (answered < operations) return undefined;
  const again = await of(operations - 1);
  if (batchAnswersOf(again)?.length !== operations - 1) return undefined;
  return { technique: "array", confidence: "confirmed", at: place.at, about: "array", because: `One request with ${operations} operations was answered with ${operations} results.`, steps: [{ role: "control", exchange: place.shown, shows: "One operation." }, { role: "attack", exchange: attack, shows: `${operations} operations, ${operations} results.` }, { role: "attack", exchange: again, shows: "Again with another number." }] };
}

async function byAliases(place: GraphqlPlace, tools: Tools): Promise<Proof | undefined> {
  const of = (count: number) => tools.send(place.request(`{${Array.from({ length: count }, (_, at) => `a${at}:__typename`).join(" ")}}`));
  const attack = await of(aliases);
  const answered = Object.keys(graphqlAnswerOf(attack)?.data ?? {}).length;
  if (answered !== aliases) return undefined;
  return { technique: "aliases", confidence: "firm", severity: "info", at: place.at, about: "aliases", because: `One operation asked for the same field ${aliases} times under ${aliases} names, and got it as often.`, steps: [{ role: "control", exchange: place.shown, shows: "The field once." }, { role: "attack", exchange: attack, shows: `${aliases} names, ${aliases} results.` }] };
}

/** Identity: the place and the way. Only reads, once each. */
export const graphqlBatching = defineCheck<OriginCheck>({
  id: "graphql-batching", about: "One GraphQL request may hold any number of operations.", title: "GraphQL takes operations in batches",
  cwe: 770, owasp: ["A04", "API4"], severity: "low", risk: "marker", on: "origin",
  remediation: "Switch batches off or allow a few operations, and limit how often a field may stand in one operation. Count operations, not requests, where attempts are limited.",
  async *probe(origin, routes, tools) {
    for (const place of await graphqlPlacesOf(origin, routes, tools)) {
      for (const proof of [await byArray(place, tools), await byAliases(place, tools)]) if (proof !== undefined) yield proof;
    }
  },
});
