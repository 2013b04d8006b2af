// What weak-session-id finds on the range, and what it passes by.
import { anonymous } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/weak-session-id.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { weakSessionId } from "./weak-session-id.ts";

checkSuite(weakSessionId, cases, () => ({ session: { ...anonymous } }));
