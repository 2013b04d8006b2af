// What is wrong with one rule, and on which line; thrown while it is read, and it costs only that rule.

export class RuleError extends Error {
  /** Counted from 1 in the document. */
  readonly line: number;
  constructor(line: number, why: string) { super(why); this.line = line; }
}

export const refuseRule = (line: number, why: string): never => { throw new RuleError(line, why); };

/** "; did you mean contains?" when one of the names is near, else what there is (when it is not much). */
export function nearestHint(name: string, known: readonly string[]): string {
  const [best] = known.map((one) => ({ one, away: distance(name.toLowerCase(), one.toLowerCase()) })).toSorted((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(name.length / 3)) ? `; did you mean ${best.one}?` : known.length > 12 ? "" : `; there are ${known.join(", ")}`;
}

/** Edits between two names; two letters that changed places count once (optimal string alignment). */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 8 || from.length > 60) return Infinity;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(changed, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? Infinity;
}
