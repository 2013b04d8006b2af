// What graphql-batching finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/graphql-batching.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { graphqlBatching } from "./graphql-batching.ts";

checkSuite(graphqlBatching, cases);
