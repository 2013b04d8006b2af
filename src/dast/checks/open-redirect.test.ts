// Open redirects on the range.
import { cases } from "../../../test/dast/range/cases/open-redirect.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { openRedirect } from "./open-redirect.ts";

checkSuite(openRedirect, cases);
