// Template injection on the range: engines that really render.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/template-injection.ts";
import { templateInjection } from "./template-injection.ts";

checkSuite(templateInjection, cases);
