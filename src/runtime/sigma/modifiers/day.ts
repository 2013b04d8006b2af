// The day of a time, as the event writes it.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const day: Modifier = {
  id: "day", about: "The day of the time in the field, 1 to 31, without conversion between time zones.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind !== "number") return refuseValue(`is for numbers without quotes, not for ${kindText(value)}`);
    return Number.isInteger(value.number) && value.number >= 1 && value.number <= 31 ? { kind: "time", part: "day", number: value.number } : refuseValue("is a whole number from 1 to 31");
  }),
};
