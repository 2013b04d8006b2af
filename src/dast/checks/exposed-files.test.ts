// What exposed-files finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/exposed-files.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { exposedFiles } from "./exposed-files.ts";

checkSuite(exposedFiles, cases);
