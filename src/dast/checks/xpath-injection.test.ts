// XPATH injection on the range: engines that really evaluate what they are given.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/xpath-injection.ts";
import { xpathInjection } from "./xpath-injection.ts";

checkSuite(xpathInjection, cases);
