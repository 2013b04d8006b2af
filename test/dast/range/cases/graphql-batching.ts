// GraphQL servers that take many operations at once, and those that count them.
import { jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { graphqlCase } from "../graphql-case.ts";
import type { GraphqlCase } from "../graphql-case.ts";
import { flatSchema } from "../graphql-server.ts";

const of = (name: string, vulnerable: boolean, settings: GraphqlCase["settings"], handle?: GraphqlCase["handle"]): RangeCase => graphqlCase({ check: "graphql-batching", name, vulnerable, ...(settings === undefined ? {} : { settings }), ...(handle === undefined ? {} : { handle }) });

export const cases: readonly RangeCase[] = [
  of("any number of operations and names", true, () => ({ batches: 1000 })),
  of("any number of operations, few names", true, () => ({ batches: 1000, aliases: 15 })),
  of("one operation with any number of names", true, () => ({ batches: 1 })),
  of("by GET, any number of names", true, () => ({ takes: ["get"] })),
  of("a hundred operations", true, () => ({ batches: 100, aliases: 15 })),
  of("a flat schema, introspection off", true, (names) => ({ batches: 1000, introspection: false, schema: flatSchema(names) })),
  of("one operation, few names", false, () => ({ aliases: 15 })),
  of("five operations, few names", false, () => ({ batches: 5, aliases: 15 })),
  of("by GET, few names", false, () => ({ takes: ["get"], aliases: 15 })),
  of("names limited, introspection off", false, () => ({ aliases: 100, introspection: false })),
  of("a batch is answered by one error for each", false, undefined, (request) => { const body = request.json(); return Array.isArray(body) ? jsonAnswer(body.map(() => ({ errors: [{ message: "No batches." }] }))) : JSON.stringify(body ?? "").includes("a9:") ? jsonAnswer({ errors: [{ message: "Too many names." }] }) : jsonAnswer({ data: { __typename: "Query" } }); }),
  of("a list that is no batch", false, undefined, (request) => (Array.isArray(request.json()) ? jsonAnswer([1, 2, 3]) : jsonAnswer({ ok: true }))),
];
