// Server-side includes injection on the range: processed pages.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/ssi-injection.ts";
import { ssiInjection } from "./ssi-injection.ts";

checkSuite(ssiInjection, cases);
