// Command injection on the range: every quoting is found, and what only looks like a shell is not.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/command-injection.ts";
import { commandInjection } from "./command-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(commandInjection, cases, () => ({}), { every: 2 });
