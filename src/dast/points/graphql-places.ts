// Places in GraphQL requests: leaves of the variables, and values that stand in the document itself.
import { Kind, parse, visit } from "graphql";
import type { TestRequest } from "../exchange.ts";
import { isJson } from "./json-places.ts";
import { jsonSpansOf, tokenFor, withToken } from "./json-spans.ts";
import { bodyText, numbered, withBody } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

/** name: a JSON pointer into the body for a variable ("/variables/id"); fields and argument for an inline value ("user.posts(first)"). */
export const graphqlPlaces: PlaceReader = {
  kinds: ["graphql"],
  find: ({ request }) => {
    const document = documentOf(request);
    if (document === undefined) return [];
    const variables = (jsonSpansOf(bodyText(request)) ?? []).filter(({ pointer, of }) => of === "value" && pointer.startsWith("/variables/"));
    return numbered([
      ...variables.map((span): Place => ({ kind: "graphql", name: span.pointer, text: span.value })),
      ...(argumentsIn(document) ?? []).map((one): Place => ({ kind: "graphql", name: one.name, text: one.text })),
    ]);
  },
  put: (request, { name, nth = 0 }, text) => {
    if (name.startsWith("/")) return withBody(request, withToken(bodyText(request), { pointer: name }, (span) => tokenFor(span, text)) ?? bodyText(request));
    const document = documentOf(request) ?? "";
    const argument = argumentsIn(document)?.filter((one) => one.name === name)[nth];
    if (argument === undefined) return request;
    const filled = `${document.slice(0, argument.start)}${literal(argument, text)}${document.slice(argument.end)}`;
    return withBody(request, withToken(bodyText(request), { pointer: "/query" }, () => JSON.stringify(filled)) ?? bodyText(request));
  },
};

/** The document of a GraphQL request over HTTP (POST with a JSON body); undefined for any other request. */
export function documentOf(request: TestRequest): string | undefined {
  if (!isJson(request)) return undefined;
  const span = jsonSpansOf(bodyText(request))?.find(({ pointer, of }) => pointer === "/query" && of === "value");
  return span?.isString === true && argumentsIn(span.value) !== undefined ? span.value : undefined;
}

interface Argument { name: string; start: number; end: number; text: string; isString: boolean }

const literals: readonly string[] = [Kind.STRING, Kind.INT, Kind.FLOAT, Kind.BOOLEAN, Kind.ENUM, Kind.NULL];

/** Undefined when the text is no GraphQL document. */
function argumentsIn(document: string): Argument[] | undefined {
  const found: Argument[] = [];
  const names: string[] = [];
  try {
    visit(parse(document, { maxTokens: 5000 }), {
      enter(node) {
        if (node.kind === Kind.FIELD || node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) names.push(node.kind === Kind.FIELD ? node.name.value : `(${node.name.value})`);
        if (node.kind === Kind.OPERATION_DEFINITION && node.variableDefinitions) names.length = 0;
        if (literals.includes(node.kind) && node.loc && names.at(-1)?.startsWith("(") === true) {
          const isString = node.kind === Kind.STRING;
          found.push({ name: nameOf(names), start: node.loc.start, end: node.loc.end, isString, text: isString && "value" in node ? String(node.value) : document.slice(node.loc.start, node.loc.end) });
        }
      },
      leave(node) { if (node.kind === Kind.FIELD || node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) names.pop(); },
    });
  } catch {
    return undefined;
  }
  return found;
}

const nameOf = (names: readonly string[]): string => names.join(".").replaceAll(".(", "(").replaceAll(")(", ".");

// GraphQL 2.9.4: strings are written as in JSON. A number or an enum stays one as long as the text is one.
const literal = ({ isString }: Argument, text: string): string =>
  (!isString && /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*)$/.test(text) ? text : JSON.stringify(text.toWellFormed()));
