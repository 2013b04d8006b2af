// What graphql-introspection finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/graphql-introspection.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { graphqlIntrospection } from "./graphql-introspection.ts";

checkSuite(graphqlIntrospection, cases);
