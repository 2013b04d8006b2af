// A flag of regular expressions: ^ and $ also stand at the lines of a text.
import { eachValue, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const m: Modifier = {
  id: "m", about: "^ and $ also stand at the lines of a text.", aliases: ["multiline"],
  apply: (term) => eachValue(term, (value) => (value.kind === "regex" ? { ...value, flags: { ...value.flags, m: true } } : refuseValue("is a flag of regular expressions; write re before it"))),
};
