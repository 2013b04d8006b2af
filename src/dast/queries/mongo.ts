// Document databases as an injected language: operator objects in place of a value, and JavaScript that the server evaluates.
import type { TestRequest } from "../exchange.ts";
import type { Point } from "../point.ts";
import { withJson } from "../points/json-places.ts";
import { renamedPair } from "../points/pair-places.ts";
import type { Seed } from "../seed.ts";
import type { NamedPair, Probe } from "./pair-proof.ts";

const errors = /Mongo(?:Server|Bulk|Network)?Error|MongoDB\.Driver|com\.mongodb\.|pymongo\.errors|Mongo\\Driver\\Exception|unknown (?:top level )?operator: \$|unknown operator: \$|BadValue[^<\n]{0,40}\$|\$where[^<\n]{0,60}(?:SyntaxError|ReferenceError)|SyntaxError[^<\n]{0,80}(?:\$where|functionExpressionParser|mongo)|ReferenceError[^<\n]{0,60}functionExpressionParser|Failed to call method[^<\n]{0,60}\$where|JSInterpreterFailure|can't canonicalize query|CouchDB|couchdb\.http|org\.ektorp|ArangoError|AQL: syntax error|redis\.exceptions\.ResponseError|ERR Error (?:compiling|running) script|Neo4jError|Invalid input '[^'<]{0,40}': expected[^<\n]{0,60}|CypherSyntaxError|Neo\.ClientError\.Statement/gi;

/** The distinct error texts of document and graph databases in a page. */
export const mongoErrorsIn = (text: string): string[] => [...new Set([...text.slice(0, 400_000).matchAll(errors)].map(([found]) => found.slice(0, 80)))];

/** The request with an operator object where the value was: `a[$ne]=x` in a query or form (as most frameworks nest it), `{"$ne": "x"}` in JSON; undefined where none can stand. */
function withOperator(point: Point, operator: string, value: string): TestRequest | undefined {
  if (point.wrappings.length > 0 || point.aspect !== undefined) return undefined;
  if (point.kind === "query" || point.kind === "form") return renamedPair(point.route.request, point, `${point.name}[${operator}]`, value);
  if (point.kind === "json" || (point.kind === "graphql" && point.name.startsWith("/"))) return withJson(point.route.request, point.name, { [operator]: isNumber(value) ? Number(value) : value });
  return undefined;
}

const isNumber = (text: string): boolean => /^-?\d{1,15}$/.test(text);

/**
 * Equal and not equal, each by two operators. An operator that no database has is the control: what ignores the object altogether
 * answers all of them alike.
 */
export function operatorPairs(point: Point, seed: Seed): NamedPair[] {
  if (withOperator(point, "$eq", point.value) === undefined) return [];
  const probe = (operator: string, value: string): Probe => ({ request: withOperator(point, operator, value) ?? point.route.request, shown: [value, operator] });
  const word = (round: number): string => (isNumber(point.value) ? String(seed.number(`mongo/${round}`, 10_000_000, 99_999_999)) : seed.word(`mongo/${round}`, 9));
  return [
    { name: "operator", expects: "keeps", yes: () => probe("$eq", point.value), no: () => probe("$ne", point.value), control: () => probe(`$${seed.word("operator", 2)}`, point.value) },
    { name: "operator", expects: "opens", yes: (round) => probe("$ne", word(round)), no: (round) => probe("$eq", word(round)), control: (round) => probe(`$${seed.word("operator", 2)}`, word(round)) },
  ];
}

/** JavaScript conditions, as in `$where`: a text's `length` is read, which no query language of tables does. */
export function scriptPairs(value: string, seed: Seed): NamedPair[] {
  const condition = (round: number, isTrue: boolean, quote: string): string => { const word = seed.word(`script/${round}`, 5 + round); return `${quote}${word}${quote}.length==${isTrue ? word.length : word.length + 1}`; };
  const pair = (name: string, expects: NamedPair["expects"], put: (text: string) => string, quote: string): NamedPair => ({ name, expects, yes: (round) => put(condition(round, true, quote)), no: (round) => put(condition(round, false, quote)) });
  return [
    ...["'", '"'].flatMap((quote) => [
      pair("boolean:script", "keeps", (text) => `${value}${quote} && ${text} && ${quote}a${quote}==${quote}a`, quote),
      pair("boolean:script", "opens", (text) => `${value}${quote} || ${text} || ${quote}a${quote}==${quote}b`, quote),
    ]),
    pair("boolean:script", "keeps", (text) => `${value} && ${text}`, "'"),
    pair("boolean:script", "opens", (text) => `${value} || ${text}`, "'"),
  ];
}

/** Values that make JavaScript busy for so many milliseconds, in a text or as an expression. */
export const scriptWaits = (value: string): ((waitMs: number) => string)[] => {
  const busy = (waitMs: number): string => `(function(){var w=new Date();while(new Date()-w<${Math.round(waitMs)});return ''})()`;
  return [(waitMs) => `${value}'+${busy(waitMs)}+'`, (waitMs) => `${value}"+${busy(waitMs)}+"`, (waitMs) => `${value}+${busy(waitMs)}`];
};
