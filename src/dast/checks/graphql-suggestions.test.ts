// What graphql-suggestions finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/graphql-suggestions.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { graphqlSuggestions } from "./graphql-suggestions.ts";

checkSuite(graphqlSuggestions, cases);
