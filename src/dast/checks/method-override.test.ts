// What method-override finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/method-override.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { methodOverride } from "./method-override.ts";

checkSuite(methodOverride, cases);
