// Values compared with case, which Sigma else ignores.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const cased: Modifier = {
  id: "cased", about: "Compares with case, which Sigma else ignores.",
  apply: (term) => ({
    ...eachValue(term, (value) => (value.kind === "text" || value.kind === "fieldref" || value.kind === "number" || value.kind === "boolean" ? value : refuseValue(`is for text, not for ${kindText(value)}${value.kind === "regex" ? ", in which case counts unless i says otherwise" : ""}`))),
    isCased: true,
  }),
};
