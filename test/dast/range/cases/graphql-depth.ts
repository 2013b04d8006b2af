// GraphQL servers with and without a limit of depth, over schemas with and without circles.
import type { RangeCase } from "../case.ts";
import { graphqlCase } from "../graphql-case.ts";
import type { GraphqlCase } from "../graphql-case.ts";
import { flatSchema, listSchema } from "../graphql-server.ts";

const of = (name: string, vulnerable: boolean, settings: GraphqlCase["settings"]): RangeCase => graphqlCase({ check: "graphql-depth", name, vulnerable, ...(settings === undefined ? {} : { settings }) });

export const cases: readonly RangeCase[] = [
  of("no limit", true, undefined),
  of("no limit, only lists lead back", true, (names) => ({ schema: listSchema(names) })),
  of("no limit by GET", true, () => ({ takes: ["get"] })),
  of("a limit that nobody reaches", true, () => ({ depth: 500 })),
  of("names limited, depth not", true, () => ({ aliases: 15 })),
  of("no suggestions, no limit", true, () => ({ suggests: false })),
  of("a limit of ten", false, () => ({ depth: 10 })),
  of("a limit of ten, lists", false, (names) => ({ depth: 10, schema: listSchema(names) })),
  of("a limit of twenty, by GET", false, () => ({ takes: ["get"], depth: 20 })),
  of("no circle in the schema", false, (names) => ({ schema: flatSchema(names) })),
  of("the schema is not told", false, () => ({ introspection: false })),
  of("a limit, errors without words", false, () => ({ depth: 12, masks: true })),
];
