// What unsafe-methods finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/unsafe-methods.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { unsafeMethods } from "./unsafe-methods.ts";

checkSuite(unsafeMethods, cases);
