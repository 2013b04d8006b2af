// Server-side request forgery on the range: documents of the target itself are the proof, no outside server is needed.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/ssrf.ts";
import { ssrf } from "./ssrf.ts";

checkSuite(ssrf, cases);
