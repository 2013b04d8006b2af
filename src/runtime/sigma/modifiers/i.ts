// A flag of regular expressions: case does not matter in the expression.
import { eachValue, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const i: Modifier = {
  id: "i", about: "Case does not matter in the expression.", aliases: ["ignorecase"],
  apply: (term) => eachValue(term, (value) => (value.kind === "regex" ? { ...value, flags: { ...value.flags, i: true } } : refuseValue("is a flag of regular expressions; write re before it"))),
};
