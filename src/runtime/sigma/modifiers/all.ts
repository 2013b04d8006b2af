// Every value must hold instead of any of them.
import { refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const all: Modifier = {
  id: "all", about: "All values must hold, not any of them; a single value is refused (appendix, Generic Modifiers).",
  apply: (term) => (term.members.length < 2 ? refuseValue("is for lists of at least two values; remove it, or put the values into a list") : { ...term, link: "all" }),
};
