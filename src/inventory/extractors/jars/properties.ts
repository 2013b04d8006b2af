// Java's .properties files (java.util.Properties.load), of which pom.properties is one.

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f" };

/** Keys with their last values; comments begin with "#" or "!", a backslash at the end of a line joins the next one. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.replace(/\\\r?\n[ \t\f]*/g, "").split(/\r\n|[\r\n]/)) {
    const [, key, value] = /^[ \t\f]*((?:[^\\=:\s#!]|\\.)(?:[^\\=:\s]|\\.)*)[ \t\f]*[=: \t\f]?[ \t\f]*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) properties.set(unescaped(key), unescaped(value).trim());
  }
  return properties;
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, (_whole, code: string | undefined, letter: string | undefined) => (code === undefined ? (escapes[letter ?? ""] ?? letter ?? "") : String.fromCharCode(Number.parseInt(code, 16))));
