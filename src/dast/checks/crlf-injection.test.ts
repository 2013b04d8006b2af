// Header injection on the range.
import { cases } from "../../../test/dast/range/cases/crlf-injection.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { crlfInjection } from "./crlf-injection.ts";

checkSuite(crlfInjection, cases);
