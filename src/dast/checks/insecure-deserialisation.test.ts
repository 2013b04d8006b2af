// Insecure deserialisation on the range: harmless objects prove it.
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/insecure-deserialisation.ts";
import { insecureDeserialisation } from "./insecure-deserialisation.ts";

checkSuite(insecureDeserialisation, cases, () => ({}), { every: 5 });
