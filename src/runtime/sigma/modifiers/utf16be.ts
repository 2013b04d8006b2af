// The value in UTF-16, high byte first.
import { inBytes } from "../bytes.ts";
import { eachText } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const utf16be: Modifier = {
  id: "utf16be", about: "The value in UTF-16, high byte first.",
  apply: (term) => eachText(term, (value) => inBytes(value, (text) => Buffer.from(text, "utf16le").swap16())),
};
