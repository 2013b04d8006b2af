// Code injection on the range: interpreters that really run.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/code-injection.ts";
import { codeInjection } from "./code-injection.ts";

checkSuite(codeInjection, cases);
