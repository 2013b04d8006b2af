// The minute of a time, as the event writes it.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const minute: Modifier = {
  id: "minute", about: "The minute of the time in the field, 0 to 59, without conversion between time zones.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind !== "number") return refuseValue(`is for numbers without quotes, not for ${kindText(value)}`);
    return Number.isInteger(value.number) && value.number >= 0 && value.number <= 59 ? { kind: "time", part: "minute", number: value.number } : refuseValue("is a whole number from 0 to 59");
  }),
};
