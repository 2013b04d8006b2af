// What rate-limit-absent finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/rate-limit-absent.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { rateLimitAbsent } from "./rate-limit-absent.ts";

checkSuite(rateLimitAbsent, cases);
