// The field is a number less than or equal to the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const lte: Modifier = {
  id: "lte", about: "The field is a number less than or equal to the value.",
  apply: (term) => eachValue(term, (value) => (value.kind === "number" ? { kind: "compare", by: "lte", number: value.number } : refuseValue(`is for numbers without quotes, not for ${kindText(value)}`))),
};
