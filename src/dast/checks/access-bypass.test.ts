// What access-bypass finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/access-bypass.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { accessBypass } from "./access-bypass.ts";

checkSuite(accessBypass, cases);
