// File inclusion on the range: documents of the target itself are the proof, no outside server is needed.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/file-inclusion.ts";
import { fileInclusion } from "./file-inclusion.ts";

checkSuite(fileInclusion, cases);
