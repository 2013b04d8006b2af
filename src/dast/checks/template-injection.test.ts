// Template injection on the range: engines that really render.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/template-injection.ts";
import { templateInjection } from "./template-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(templateInjection, cases, () => ({}), { every: 6 });
