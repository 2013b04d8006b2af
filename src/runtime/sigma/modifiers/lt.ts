// The field is a number less than the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const lt: Modifier = {
  id: "lt", about: "The field is a number less than the value.",
  apply: (term) => eachValue(term, (value) => (value.kind === "number" ? { kind: "compare", by: "lt", number: value.number } : refuseValue(`is for numbers without quotes, not for ${kindText(value)}`))),
};
