// The year of a time, as the event writes it.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const year: Modifier = {
  id: "year", about: "The year of the time in the field, 0 to 9999, without conversion between time zones.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind !== "number") return refuseValue(`is for numbers without quotes, not for ${kindText(value)}`);
    return Number.isInteger(value.number) && value.number >= 0 && value.number <= 9999 ? { kind: "time", part: "year", number: value.number } : refuseValue("is a whole number from 0 to 9999");
  }),
};
