// Command injection on the range: every quoting is found, and what only looks like a shell is not.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/command-injection.ts";
import { commandInjection } from "./command-injection.ts";

checkSuite(commandInjection, cases);
