// Anti-forgery fields: told by the names that frameworks give them, or by a hidden value that only chance makes.
import type { FormField } from "./field.ts";

const names = /^(?:.*[-_.]?(?:csrf|xsrf)[-_.]?.*|_?_?requestverificationtoken|authenticity[-_]?token|_?token|form[-_]?(?:build[-_]?id|token|key)|anti[-_]?forgery.*|.*[-_]nonce|nonce|_wpnonce|user[-_]?token|security[-_]?token|request[-_]?token|sesskey|formhash|ticket|javax\.faces\.viewstate|synchronizer[-_]?token|struts\.token|org\.apache\.struts\.taglib\.html\.token|verify[-_]?token|session[-_]?token|hidden[-_]?token)$/i;

/** Bits of a text as its characters are spread: 32 hexadecimal digits by chance have about 110. */
function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / text.length), 0);
}

const random = /^[\w+/=.~-]{16,400}$/;
const isChance = (value: string): boolean => random.test(value) && !/^[./~]|^https?:|(?:\/[a-z]{2,}){2}/.test(value) && /\d/.test(value) && /[a-z]/i.test(value) && entropyBits(value) >= 48 && !/^\d{4}-\d{2}/.test(value);

/** The hidden field that guards the form; undefined when it has none. A known name counts even with a short value. */
export function tokenFieldOf(fields: readonly FormField[]): string | undefined {
  const hidden = fields.filter(({ type }) => type === "hidden");
  return hidden.find(({ name, value }) => names.test(name) && value.length >= 4)?.name ?? hidden.find(({ name, value }) => isChance(value) && !/^__(?:viewstate|eventvalidation)/i.test(name))?.name;
}
