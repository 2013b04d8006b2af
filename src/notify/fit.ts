// Makes a message fit its receiver: as much of it as goes in, and a word on how much did not.

/** The greatest count from 0 to `most` for which `fits` holds; fits must hold up to some count and for none beyond. 0 when it never does. */
export function mostThatFit(most: number, fits: (count: number) => boolean): number {
  let good = 0;
  let bad = most + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const noteRoom = 24;

/** A row, or how to write it: of ten thousand rows only those are written that are shown. */
export type Row = string | (() => string);

/**
 * The first rows that fit into `limit` characters with `joint` characters between two of them. When some do not fit,
 * the last row counts them ("… and 37 more"), and still fits.
 */
export function rowsWithin(rows: readonly Row[], limit: number, joint = 1): string[] {
  const kept: string[] = [];
  let used = 0;
  let keptWithNote = 0;
  for (const row of rows) {
    const text = typeof row === "string" ? row : row();
    used += text.length + joint;
    if (used - joint > limit) return [...kept.slice(0, keptWithNote), moreRows(rows.length - keptWithNote)];
    kept.push(text);
    if (used + noteRoom <= limit) keptWithNote = kept.length;
  }
  return kept;
}

/** "… and 37 more" */
export const moreRows = (left: number): string => `… and ${left} more`;

/** "a, b, … and 9998 more" within `limit` characters. */
export const listed = (values: readonly string[], limit: number): string => rowsWithin(values, limit, 2).join(", ");
