// What directory-index finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/directory-index.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { directoryIndex } from "./directory-index.ts";

checkSuite(directoryIndex, cases);
