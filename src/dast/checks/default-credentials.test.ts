// What default-credentials finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/default-credentials.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { defaultCredentials } from "./default-credentials.ts";

checkSuite(defaultCredentials, cases);
