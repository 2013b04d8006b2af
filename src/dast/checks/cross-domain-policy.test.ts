// What cross-domain-policy finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/cross-domain-policy.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { crossDomainPolicy } from "./cross-domain-policy.ts";

checkSuite(crossDomainPolicy, cases);
