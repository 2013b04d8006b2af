// Text in double quotes as Go writes and reads it (strconv.Quote), which is how Alertmanager quotes names and values.

const escapes: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", '"': '"' };
const letters = new Map(Object.entries(escapes).map(([letter, char]) => [char, letter]));

/** The text that is quoted; undefined when it is not well quoted. */
export function unquotedText(quoted: string): string | undefined {
  const body = /^"((?:[^"\\\n]|\\(?:[abfnrtv\\"]|x[0-9A-Fa-f]{2}|[0-7]{3}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*)"$/u.exec(quoted)?.[0].slice(1, -1);
  if (body === undefined) return undefined;
  const bytes: number[] = [];
  for (const [part] of body.matchAll(/\\x..|\\u....|\\U.{8}|\\[0-7]{3}|\\.|[^\\]+/gu)) {
    const read = bytesOf(part);
    if (!read) return undefined;
    bytes.push(...read);
  }
  // \x and octal stand for bytes, so that several of them make one character.
  return textOf(bytes);
}

function textOf(bytes: readonly number[]): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

function bytesOf(part: string): Iterable<number> | undefined {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const [slash, letter = ""] = part;
  if (slash !== "\\") return encode(part);
  const known = escapes[letter];
  if (known !== undefined) return encode(known);
  const code = parseInt(letter === "x" || letter === "u" || letter === "U" ? part.slice(2) : part.slice(1), /[xuU]/.test(letter) ? 16 : 8);
  if (letter === "u" || letter === "U") return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : encode(String.fromCodePoint(code));
  return code <= 0xff ? [code] : undefined;
}

/** The text in double quotes: what cannot be printed is escaped. */
export function quotedText(text: string): string {
  const inner = Array.from(text, (char) => {
    const letter = letters.get(char);
    if (letter !== undefined) return `\\${letter}`;
    const code = char.codePointAt(0) ?? 0;
    if (char === " " || !/[\p{C}\p{Z}]/u.test(char)) return char;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${inner.join("")}"`;
}
