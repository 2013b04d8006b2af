// GraphQL servers whose errors suggest names, and those whose errors do not.
import { jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { graphqlCase } from "../graphql-case.ts";
import type { GraphqlCase } from "../graphql-case.ts";
import { flatSchema, listSchema } from "../graphql-server.ts";

const of = (name: string, vulnerable: boolean, settings: GraphqlCase["settings"], handle?: GraphqlCase["handle"]): RangeCase => graphqlCase({ check: "graphql-suggestions", name, vulnerable, ...(settings === undefined ? {} : { settings }), ...(handle === undefined ? {} : { handle }) });
const toTypename = (body: Buffer, errors: readonly string[]) => (body.toString("utf8").includes("{__typename}") ? jsonAnswer({ data: { __typename: "Query" } }) : jsonAnswer({ errors: errors.map((message) => ({ message })) }));

export const cases: readonly RangeCase[] = [
  of("as the library does it", true, undefined),
  of("with introspection off", true, () => ({ introspection: false })),
  of("by GET", true, () => ({ takes: ["get"] })),
  of("words of introspection refused", true, () => ({ refuses: /__schema|__type\b/, schema: "type Query { users: [String] version: String }" })),
  of("a flat schema", true, (names) => ({ schema: flatSchema(names) })),
  of("in the words of another library", true, undefined, ({ body }) => toTypename(body, body.toString("utf8").includes("nam") ? ["Field 'nam' does not exist. Perhaps you meant 'name'?"] : ["Unknown field"])),
  of("suggestions switched off", false, () => ({ suggests: false })),
  of("suggestions and introspection off", false, () => ({ suggests: false, introspection: false })),
  of("errors without words", false, () => ({ masks: true })),
  of("suggestions switched off, lists", false, (names) => ({ suggests: false, schema: listSchema(names) })),
  of("the same help for every error", false, undefined, ({ body }) => toTypename(body, ["Unknown field. Did you mean to read the manual?"])),
  of("no GraphQL", false, undefined, () => jsonAnswer({ message: 'Did you mean "name"?' })),
];
