// What user-enumeration finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/user-enumeration.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { userEnumeration } from "./user-enumeration.ts";

checkSuite(userEnumeration, cases);
