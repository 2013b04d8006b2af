// Texts as bytes, for the modifiers that encode: after UTF-16 every character of a pattern is one byte.
import { refuseValue } from "./modifier.ts";
import type { Value } from "./modifier.ts";
import { hasWildcards, mapTexts, plainText } from "./value.ts";

type Text = Extract<Value, { kind: "text" }>;

/** The bytes of a text: UTF-8 unless it has been encoded already. */
export function bytesOf({ pattern, isBytes }: Text): Buffer {
  if (hasWildcards(pattern)) return refuseValue("cannot encode wildcards; escape them with a backslash, and write contains after it");
  return Buffer.from(plainText(pattern), isBytes ? "latin1" : "utf8");
}

/** A text encoded; its wildcards stay. */
export function inBytes(text: Text, encode: (part: string) => Buffer): Text {
  if (text.isBytes) return refuseValue("encodes a text that is encoded already");
  return { ...text, isBytes: true, pattern: mapTexts(text.pattern, (part) => encode(part).toString("latin1")) };
}
