// A flag of regular expressions: the dot also takes a line feed.
import { eachValue, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const s: Modifier = {
  id: "s", about: "The dot also takes a line feed.", aliases: ["dotall"],
  apply: (term) => eachValue(term, (value) => (value.kind === "regex" ? { ...value, flags: { ...value.flags, s: true } } : refuseValue("is a flag of regular expressions; write re before it"))),
};
