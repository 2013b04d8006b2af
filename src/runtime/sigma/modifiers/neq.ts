// The field is different from the values.
import type { Modifier } from "../modifier.ts";

export const neq: Modifier = {
  id: "neq", about: "Holds when the field is none of the values; also when the event has no such field.",
  apply: (term) => ({ ...term, isNegated: true }),
};
