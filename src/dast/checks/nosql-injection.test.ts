// NOSQL injection on the range: engines that really evaluate what they are given.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/nosql-injection.ts";
import { nosqlInjection } from "./nosql-injection.ts";

checkSuite(nosqlInjection, cases);
