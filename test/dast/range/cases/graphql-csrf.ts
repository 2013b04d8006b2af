// GraphQL servers that take mutations from anywhere, and those that ask for what a form cannot send.
import { jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { graphqlCase } from "../graphql-case.ts";
import type { GraphqlCase } from "../graphql-case.ts";
import { listSchema } from "../graphql-server.ts";

const of = (name: string, vulnerable: boolean, settings: GraphqlCase["settings"], handle?: GraphqlCase["handle"]): RangeCase => graphqlCase({ check: "graphql-csrf", name, vulnerable, ...(settings === undefined ? {} : { settings }), ...(handle === undefined ? {} : { handle }) });
const readOnly = "type Query { title: String }";

export const cases: readonly RangeCase[] = [
  of("a form", true, () => ({ takes: ["post", "form"] })),
  of("plain text read as JSON", true, () => ({ takes: ["post", "text"] })),
  of("mutations by GET", true, () => ({ takes: ["post", "get-mutations"] })),
  of("only by GET", true, () => ({ takes: ["get-mutations"] })),
  of("all of them", true, () => ({ takes: ["post", "form", "text", "get-mutations"] })),
  of("a form, introspection off", true, (names) => ({ takes: ["post", "form"], introspection: false, schema: listSchema(names) })),
  of("JSON only", false, undefined),
  of("queries by GET, mutations not", false, () => ({ takes: ["post", "get"] })),
  of("a form, but only from its own pages", false, () => ({ takes: ["post", "form"], origins: [] })),
  of("plain text, but only from its own pages", false, () => ({ takes: ["post", "text"], origins: ["https://own.example"] })),
  of("a form, nothing to change", false, () => ({ takes: ["post", "form"], schema: readOnly })),
  of("everything is answered alike", false, undefined, () => jsonAnswer({ data: { __typename: "Query" } })),
];
