// A small directory that reads search filters as RFC 4515 says and evaluates them.

export type Entry = Readonly<Record<string, string>>;
type Holds = (entry: Entry) => boolean;

/** strict: text after the first filter is an error; otherwise it is not read, as some libraries do. */
export function searchDirectory(entries: readonly Entry[], filter: string, { strict = true }: { strict?: boolean } = {}): Entry[] {
  const reading = { text: filter, at: 0 };
  const holds = readFilter(reading);
  if (strict && reading.at !== filter.length) throw new Error("javax.naming.directory.InvalidSearchFilterException: Unbalanced parenthesis");
  return entries.filter(holds);
}

/** RFC 4515 3: the five that must be escaped in a value. */
export const escapeFilter = (text: string): string => text.replaceAll(/[\\*()\u0000]/g, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, "0")}`);

function readFilter(reading: { text: string; at: number }): Holds {
  take(reading, "(");
  const sign = reading.text[reading.at] ?? "";
  const holds = "&|!".includes(sign) && sign !== "" ? readGroup(reading, sign) : readItem(reading);
  take(reading, ")");
  return holds;
}

function readGroup(reading: { text: string; at: number }, sign: string): Holds {
  reading.at += 1;
  const parts: Holds[] = [];
  while (reading.text[reading.at] === "(") parts.push(readFilter(reading));
  if (parts.length === 0) throw new Error("Bad search filter");
  return (entry) => (sign === "&" ? parts.every((part) => part(entry)) : sign === "|" ? parts.some((part) => part(entry)) : !parts[0]?.(entry));
}

function readItem(reading: { text: string; at: number }): Holds {
  const item = /^([A-Za-z][\w-]*)=([^()]*)/.exec(reading.text.slice(reading.at));
  if (item === null) throw new Error("Bad search filter");
  const [whole, name = "", value = ""] = item;
  reading.at += whole.length;
  if (/\\(?![0-9a-f]{2})/i.test(value)) throw new Error("Bad search filter");
  const pattern = new RegExp(`^${value.split("*").map((part) => part.replaceAll(/\\([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)).join(".*")}$`, "is");
  return (entry) => { const found = Object.entries(entry).find(([attribute]) => attribute.toLowerCase() === name.toLowerCase())?.[1]; return found !== undefined && pattern.test(found); };
}

function take(reading: { text: string; at: number }, sign: string): void {
  if (reading.text[reading.at] !== sign) throw new Error("javax.naming.directory.InvalidSearchFilterException: Missing parenthesis");
  reading.at += 1;
}
