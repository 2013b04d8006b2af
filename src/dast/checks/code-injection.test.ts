// Code injection on the range: interpreters that really run.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/code-injection.ts";
import { codeInjection } from "./code-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(codeInjection, cases, () => ({}), { every: 6 });
