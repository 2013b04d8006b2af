// What backup-files finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/backup-files.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { backupFiles } from "./backup-files.ts";

checkSuite(backupFiles, cases);
