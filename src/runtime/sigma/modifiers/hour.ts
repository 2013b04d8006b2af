// The hour of a time, as the event writes it.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const hour: Modifier = {
  id: "hour", about: "The hour of the time in the field, 0 to 23, without conversion between time zones.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind !== "number") return refuseValue(`is for numbers without quotes, not for ${kindText(value)}`);
    return Number.isInteger(value.number) && value.number >= 0 && value.number <= 23 ? { kind: "time", part: "hour", number: value.number } : refuseValue("is a whole number from 0 to 23");
  }),
};
