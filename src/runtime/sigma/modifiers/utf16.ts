// The value in UTF-16 with a byte order mark.
import { inBytes } from "../bytes.ts";
import { eachText } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { joined } from "../value.ts";

export const utf16: Modifier = {
  id: "utf16", about: "The value in UTF-16, low byte first, after the byte order mark FF FE.",
  apply: (term) => eachText(term, (text) => {
    const encoded = inBytes(text, (part) => Buffer.from(part, "utf16le"));
    return { ...encoded, pattern: joined(["\u00ff\u00fe", ...encoded.pattern]) };
  }),
};
