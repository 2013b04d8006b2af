// What websocket-origin finds on the range, and what it passes by.
import { cases } from "../../../test/dast/range/cases/websocket-origin.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { websocketOrigin } from "./websocket-origin.ts";

checkSuite(websocketOrigin, cases);
