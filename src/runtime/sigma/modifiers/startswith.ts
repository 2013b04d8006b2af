// The field begins with the value.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { any, joined } from "../value.ts";

export const startswith: Modifier = {
  id: "startswith", about: "The field begins with the value.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind === "fieldref") return { ...value, how: "startswith" };
    const text = value.kind === "number" ? { kind: "text" as const, pattern: [String(value.number)], isBytes: false } : value.kind === "text" ? value : refuseValue(`is for text, not for ${kindText(value)}${value.kind === "regex" ? ", which is found anywhere; begin it with ^ or end it with $ for more" : ""}`);
    return { ...text, pattern: joined([...text.pattern, any]) };
  }),
};
