// A request as a shell command: what a developer pastes to see it with his own eyes.
import type { TestRequest } from "../exchange.ts";

// POSIX shells: within single quotes everything stands for itself but the quote.
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
// A control character pasted into a terminal may act at once: ANSI-C quoting names it instead.
const needsEscapes = (text: string): boolean => [...text].some((char) => char < " " && char !== "\n" && char !== "\t");
const escaped = (text: string): string => `$'${[...text].map((char) => (char < " " || char === "\\" || char === "'" ? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}` : char)).join("")}'`;
const word = (text: string): string => (needsEscapes(text) ? escaped(text) : quoted(text));

/** Headers that curl makes itself stand out of the way. A body that is no text is told by its size; of handshakes and raw bytes curl can send neither. */
export function asCurl({ method, url, headers, body }: TestRequest): string {
  if (method === "TLS" || method === "RAW") return `# ${method === "TLS" ? "a TLS handshake" : "bytes of our own making"} with ${url}: only a replay repeats it`;
  const parts = ["curl", "-sS", "-i", "--path-as-is", "-k"];
  if (method === "HEAD") parts.push("-I");
  else if (method !== "GET") parts.push("-X", word(method));
  for (const [name, value] of headers) if (!/^(?:content-length|connection|host|transfer-encoding|accept-encoding)$/i.test(name)) parts.push("-H", word(`${name}: ${value}`));
  if (body !== undefined) parts.push("--data-binary", typeof body === "string" ? word(body) : word(`(${body.length} bytes that are not text)`));
  return [...parts, word(url)].join(" ");
}
