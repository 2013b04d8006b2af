// The value is the name of another field.
import { eachText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { hasWildcards, plainText } from "../value.ts";

export const fieldref: Modifier = {
  id: "fieldref", about: "Compares with the value of another field of the event; startswith, endswith, contains, cased and neq may go with it.",
  apply: (term) => eachText(term, ({ pattern }) => (hasWildcards(pattern) || pattern.length === 0 ? refuseValue("takes the name of a field, without wildcards; startswith, endswith and contains stand after it") : { kind: "fieldref", field: plainText(pattern), how: "equals" })),
};
