// The field is a number greater than or equal to the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const gte: Modifier = {
  id: "gte", about: "The field is a number greater than or equal to the value.",
  apply: (term) => eachValue(term, (value) => (value.kind === "number" ? { kind: "compare", by: "gte", number: value.number } : refuseValue(`is for numbers without quotes, not for ${kindText(value)}`))),
};
