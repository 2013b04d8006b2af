// The value as Base64 writes it.
import { eachText } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";
import { bytesOf } from "../bytes.ts";

export const base64: Modifier = {
  id: "base64", about: "The value in Base64; utf16le, utf16be, utf16 or wide may stand before it.",
  apply: (term) => eachText(term, (text) => ({ kind: "text", pattern: [bytesOf(text).toString("base64")], isBytes: false })),
};
