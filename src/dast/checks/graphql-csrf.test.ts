// What graphql-csrf finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/graphql-csrf.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { graphqlCsrf } from "./graphql-csrf.ts";

checkSuite(graphqlCsrf, cases);
