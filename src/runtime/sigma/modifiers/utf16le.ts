// The value in UTF-16, low byte first.
import { inBytes } from "../bytes.ts";
import { eachText } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const utf16le: Modifier = {
  id: "utf16le", about: "The value in UTF-16, low byte first.", aliases: ["wide"],
  apply: (term) => eachText(term, (value) => inBytes(value, (text) => Buffer.from(text, "utf16le"))),
};
