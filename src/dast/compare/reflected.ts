// What we sent and an answer repeats, in any of its usual spellings, is taken out before answers are compared.

/** Stands where something of ours was. */
export const reflectedMark = "\u0001";

/** Shorter values occur by chance within words: only where they stand alone they are taken out. */
const shortest = 3;

/** The text without these values, each spelled raw, as HTML, percent-encoded, as JSON or JavaScript, with quotes doubled or escaped, in any of: as sent, upper, lower case. Linear in the text for each spelling. */
export function withoutReflected(text: string, values: readonly string[]): string {
  const spellings = [...new Set(values.flatMap((value) => [value, value.trim()]).filter(({ length }) => length >= shortest).flatMap(spellingsOf))].toSorted((one, other) => other.length - one.length);
  const rest = spellings.reduce((left, spelling) => (left.includes(spelling) ? left.replaceAll(spelling, reflectedMark) : left), text);
  return values.filter((value) => value.length < shortest && /^\w+$/.test(value)).reduce((left, value) => left.replaceAll(new RegExp(String.raw`(?<![\w.])${value}(?![\w.])`, "g"), reflectedMark), rest);
}

const html = (value: string, quote: string, apostrophe: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', quote).replaceAll("'", apostrophe);
const percent = (value: string): string => encodeURIComponent(value.toWellFormed());
const strict = (value: string): string => percent(value).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

function spellingsOf(value: string): string[] {
  const plain = [
    value,
    ...["&quot;", "&#34;", "&#x22;", '"'].flatMap((quote) => ["&#39;", "&#039;", "&#x27;", "&apos;", "'"].map((apostrophe) => html(value, quote, apostrophe))),
    percent(value), strict(value), percent(value).replaceAll("%20", "+"), strict(value).replaceAll("%20", "+"), strict(value).replaceAll("%20", "+").toLowerCase(),
    JSON.stringify(value).slice(1, -1), JSON.stringify(value).slice(1, -1).replaceAll("/", "\\/"), value.replaceAll(/["'\\]/g, (one) => `\\${one}`), value.replaceAll("'", "''"), value.replaceAll("'", ""), value.replaceAll('"', ""), value.replaceAll(/[<>"'&;]/g, ""),
  ];
  return plain.filter(({ length }) => length >= shortest).flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]);
}
