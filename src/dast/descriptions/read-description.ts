// Reads a description in whatever format it is, given by a person or met on a crawl.
import { Fault, isFault } from "../../kernel/fault.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import type { Route } from "../route.ts";
import type { DescriptionContext, DescriptionDocument, DescriptionRead } from "./description.ts";
import { descriptions } from "./formats/index.ts";
import { introspectionBody } from "./guesses.ts";

/** Throws dast.description-unrecognised and dast.description-unreadable. asked: the format, when it is not to be told by the content. */
export function readDescription(document: DescriptionDocument, context: DescriptionContext, asked?: string): DescriptionRead & { format: string } {
  const format = asked === undefined ? descriptions.all.find((one) => one.takes(document)) : descriptions.find(asked);
  if (format === undefined) throw new Fault("dast.description-unrecognised", { detail: document.from });
  return { ...format.read(document, context), format: format.id };
}

// What a system describes of itself; lists and recordings are only given by people.
const selfDescribing = [descriptions.find("openapi"), descriptions.find("soap"), descriptions.find("graphql"), descriptions.find("postman")].filter((one) => one !== undefined);
const mayDescribe = /json|yaml|xml|text\/plain|octet-stream|^$/;

/** The routes that an answer describes; none when it is no description. For `CrawlPlan.described`. */
export function describedRoutes({ request, reply }: Exchange): readonly Route[] {
  if (reply === undefined || reply.status !== 200 || reply.truncated || !mayDescribe.test(mediaTypeOf(reply.headers) ?? "")) return [];
  if (!/swagger|openapi|definitions|__schema|schema\.getpostman|^\s*type /im.test(reply.text.slice(0, 100_000))) return [];
  const document = { text: reply.text, from: request.url };
  try {
    return selfDescribing.find((one) => one.takes(document))?.read(document, { origin: new URL(request.url).origin }).routes ?? [];
  } catch (thrown) {
    // What looked like a description and is none is a page like any other.
    if (isFault(thrown, "dast.description-unreadable")) return [];
    throw thrown;
  }
}

const graphqlErrors = /"errors"\s*:\s*\[|must provide (?:a )?query|GraphQL|graphiql|query (?:string|missing)|no query/i;

/** Asks a place that looks like GraphQL for its schema. For `CrawlPlan.asks`. */
export function introspectionAfter({ request, reply }: Exchange): readonly TestRequest[] {
  const url = new URL(request.url);
  if (reply === undefined || request.method !== "GET" || url.search.includes("__schema") || !/(?:graphi?ql|gql|\/query)\/?$/i.test(url.pathname) && !/graphiql|GraphQL Playground/i.test(reply.text.slice(0, 20_000))) return [];
  if (![200, 400, 405, 406, 415, 500, 422].includes(reply.status) || (reply.status !== 405 && !graphqlErrors.test(reply.text.slice(0, 50_000)))) return [];
  return [{ method: "POST", url: `${url.origin}${url.pathname}`, headers: [["content-type", "application/json"]], body: introspectionBody }];
}
