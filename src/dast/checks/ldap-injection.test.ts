// LDAP injection on the range: engines that really evaluate what they are given.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/ldap-injection.ts";
import { ldapInjection } from "./ldap-injection.ts";

checkSuite(ldapInjection, cases);
