// What graphql-depth finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/graphql-depth.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { graphqlDepth } from "./graphql-depth.ts";

checkSuite(graphqlDepth, cases);
