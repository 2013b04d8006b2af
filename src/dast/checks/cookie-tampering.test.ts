// What cookie-tampering finds on the range, and what it passes by.
import { anonymous } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/cookie-tampering.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cookieTampering } from "./cookie-tampering.ts";

checkSuite(cookieTampering, cases, () => ({ session: { ...anonymous } }));
