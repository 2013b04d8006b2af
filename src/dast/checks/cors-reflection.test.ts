// Cross-origin reading on the range.
import { cases } from "../../../test/dast/range/cases/cors-reflection.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { corsReflection } from "./cors-reflection.ts";

checkSuite(corsReflection, cases);
