// SQL injection on the range: a real SQLite behind every way a value can travel.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/sql-injection.ts";
import { sqlInjection } from "./sql-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(sqlInjection, cases, () => ({}), { every: 2 });
