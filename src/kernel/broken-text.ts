// Texts that no store keeps alike: NUL, which PostgreSQL has no text for, and halves of surrogate pairs, which UTF-8 has none for.

export const isBrokenText = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

/** Whether any text in a value as JSON or YAML gives it is broken; the value is not within itself. */
export function holdsBrokenText(value: unknown): boolean {
  if (typeof value === "string") return isBrokenText(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, member]) => isBrokenText(name) || holdsBrokenText(member));
}

/** The text as every store can keep it: a NUL is written out, halves of pairs become U+FFFD. Only for what senders wrote and nobody can be asked about. */
export const keptText = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\\x00") : text).toWellFormed();
