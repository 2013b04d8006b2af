// What mass-assignment finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/mass-assignment.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { massAssignment } from "./mass-assignment.ts";

checkSuite(massAssignment, cases);
