// Spans of time: what is left of one when others are taken away.

export interface Span { from: number; to: number }

/** The parts of a span that none of these covers; an open end reaches for ever. */
export function without(span: Span, taken: readonly { from: number; to: number | undefined }[]): Span[] {
  let left = span.to > span.from ? [span] : [];
  for (const { from, to } of taken) {
    const end = to ?? Number.POSITIVE_INFINITY;
    left = left.flatMap((part) => [{ from: part.from, to: Math.min(part.to, from) }, { from: Math.max(part.from, end), to: part.to }].filter((rest) => rest.to > rest.from));
  }
  return left;
}
