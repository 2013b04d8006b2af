// Shellshock on the range: functions in headers.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/shellshock.ts";
import { shellshock } from "./shellshock.ts";

checkSuite(shellshock, cases);
