// GraphQL servers that tell their schema, and those that keep it.
import { jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { graphqlCase } from "../graphql-case.ts";
import type { GraphqlCase } from "../graphql-case.ts";
import { flatSchema, listSchema } from "../graphql-server.ts";

const of = (name: string, vulnerable: boolean, settings: GraphqlCase["settings"], handle?: GraphqlCase["handle"]): RangeCase => graphqlCase({ check: "graphql-introspection", name, vulnerable, ...(settings === undefined ? {} : { settings }), ...(handle === undefined ? {} : { handle }) });

export const cases: readonly RangeCase[] = [
  of("told to everybody", true, undefined),
  of("told by GET", true, () => ({ takes: ["get"] })),
  of("the usual query is refused by its name", true, () => ({ refuses: /IntrospectionQuery/ })),
  of("the word is refused where a brace follows it", true, () => ({ refuses: /__schema\s*\{/ })),
  of("the word is refused, another tells as much", true, () => ({ refuses: /__schema/ })),
  of("told, with a flat schema", true, (names) => ({ schema: flatSchema(names) })),
  of("switched off", false, () => ({ introspection: false })),
  of("switched off, by GET", false, () => ({ takes: ["get"], introspection: false })),
  of("both words refused", false, () => ({ refuses: /__schema|__type\b/ })),
  of("switched off, errors without words", false, (names) => ({ introspection: false, masks: true, schema: listSchema(names) })),
  of("an interface that is no GraphQL", false, undefined, () => jsonAnswer({ data: null, ok: true })),
  of("a mirror of what is asked", false, undefined, ({ body }) => jsonAnswer({ echo: body.toString("utf8") })),
];
