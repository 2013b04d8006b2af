// Expression injection on the range: an evaluator of Java expressions.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/expression-injection.ts";
import { expressionInjection } from "./expression-injection.ts";

checkSuite(expressionInjection, cases);
