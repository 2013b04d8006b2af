// What csrf-accepted finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/csrf-accepted.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { csrfAccepted } from "./csrf-accepted.ts";

checkSuite(csrfAccepted, cases);
