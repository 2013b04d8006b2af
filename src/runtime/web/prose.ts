// Code spans of Markdown in prose ("use `find` instead of `lookup`"): words in backticks, which a shell or a script's template would read as code.

const span = /(^|[\s(*|"'/[])`(["']?[\w$.,:*@#/-]{1,60}["']?(?:\(\w{0,20}\))?)`(?=[\s.,:;)|*'"?!/\]-]|s\b|$)/g;
const writing = /[a-z]{2,}[,;:]?\s+(?:[a-z]{2,}|`)|`,?\s+(?:[a-z]{2,}|`|\|)/i;

/**
 * The text with the backticks of its code spans taken off, where it is prose around them; the same text where it is none. Only spans of one word lose them: a
 * command with arguments keeps its backticks, so that "a `cat /etc/hostname`" stays what it is.
 */
export function withoutCodeSpans(text: string): string {
  if (!text.includes("`") || !writing.test(text)) return text;
  // A table's cells: their borders are no pipes either.
  const plain = text.replace(span, "$1$2");
  return plain !== text && /^\s*\|.*\|\s*$/.test(text) ? plain.replaceAll("|", " ") : plain;
}
