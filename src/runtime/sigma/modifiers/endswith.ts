// The field ends with the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { any, joined } from "../value.ts";

export const endswith: Modifier = {
  id: "endswith", about: "The field ends with the value.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind === "fieldref") return { ...value, how: "endswith" };
    const text = value.kind === "number" ? { kind: "text" as const, pattern: [String(value.number)], isBytes: false } : value.kind === "text" ? value : refuseValue(`is for text, not for ${kindText(value)}${value.kind === "regex" ? ", which is found anywhere; begin it with ^ or end it with $ for more" : ""}`);
    return { ...text, pattern: joined([any, ...text.pattern]) };
  }),
};
