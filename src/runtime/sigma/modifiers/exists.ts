// The field is there, or is not.
import { eachValue, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const exists: Modifier = {
  id: "exists", about: "true: the event has the field, be it empty or null; false: it has not.",
  apply(term) {
    if (term.field === undefined) return refuseValue("asks for a field, and there is none before it");
    if (term.applied.length > 0) return refuseValue(`stands alone, not after ${term.applied.join("|")}`);
    if (term.members.length !== 1) return refuseValue("takes one value, true or false");
    return eachValue(term, (value) => (value.kind === "boolean" ? { kind: "exists", wanted: value.isTrue } : refuseValue("takes true or false, without quotes")));
  },
};
