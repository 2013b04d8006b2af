// The field is a number greater than the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const gt: Modifier = {
  id: "gt", about: "The field is a number greater than the value.",
  apply: (term) => eachValue(term, (value) => (value.kind === "number" ? { kind: "compare", by: "gt", number: value.number } : refuseValue(`is for numbers without quotes, not for ${kindText(value)}`))),
};
