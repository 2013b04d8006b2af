// External entities on the range: real XML parsers.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/xxe.ts";
import { xxe } from "./xxe.ts";

checkSuite(xxe, cases);
