// Host header injection on the range.
import { cases } from "../../../test/dast/range/cases/host-header.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { hostHeader } from "./host-header.ts";

checkSuite(hostHeader, cases);
