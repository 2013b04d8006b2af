// Where two texts differ: whole lines first, then the middle of lines that only partly differ. What is the same stays in its place.

/** A run of text; differs: it is not in the other one. */
export interface TextRun { text: string; differs: boolean }
/** The runs of each side, joined again they are the text. shareA, shareB: how much of each is not in the other. */
export interface Differences { a: readonly TextRun[]; b: readonly TextRun[]; shareA: number; shareB: number }

/** Beyond this many pairs of lines only the common beginning and end are taken off: a proof is read, not waited for. */
const mostPairs = 1_000_000;

export function differencesOf(a: string, b: string): Differences {
  const [left, right] = [linesOf(a), linesOf(b)];
  const start = commonStart(left, right);
  const end = commonEnd(left.slice(start), right.slice(start));
  const [aMiddle, bMiddle] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const kept = aMiddle.length * bMiddle.length > mostPairs ? [] : commonLines(aMiddle, bMiddle);
  const sides = alignedRuns(aMiddle, bMiddle, kept);
  const same = (lines: readonly string[]): TextRun[] => (lines.length === 0 ? [] : [{ text: lines.join(""), differs: false }]);
  const [head, tail] = [same(left.slice(0, start)), same(left.slice(left.length - end))];
  const [aRuns, bRuns] = [joined([...head, ...sides.a, ...tail]), joined([...head, ...sides.b, ...tail])];
  return { a: aRuns, b: bRuns, shareA: shareOf(aRuns, a), shareB: shareOf(bRuns, b) };
}

const shareOf = (runs: readonly TextRun[], text: string): number => (text.length === 0 ? 0 : runs.reduce((sum, run) => sum + (run.differs ? run.text.length : 0), 0) / text.length);

/** Each with its line end, so that joining them gives the text back. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function commonStart<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}
function commonEnd<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

/** Pairs of places of lines in both, in order, as many as possible (longest common subsequence). */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const best = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { pairs.push([i, j]); i += 1; j += 1; } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Between two kept lines stands what was changed: line by line against its partner, as far as there is one. */
function alignedRuns(a: readonly string[], b: readonly string[], kept: readonly (readonly [number, number])[]): { a: TextRun[]; b: TextRun[] } {
  const runs: { a: TextRun[]; b: TextRun[] } = { a: [], b: [] };
  let [i, j] = [0, 0];
  for (const [nextA, nextB] of [...kept, [a.length, b.length] as const]) {
    changed(a.slice(i, nextA), b.slice(j, nextB), runs);
    const line = a[nextA];
    if (line !== undefined) { runs.a.push({ text: line, differs: false }); runs.b.push({ text: line, differs: false }); }
    [i, j] = [nextA + 1, nextB + 1];
  }
  return runs;
}

function changed(a: readonly string[], b: readonly string[], runs: { a: TextRun[]; b: TextRun[] }): void {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index] ?? "", b[index] ?? ""];
    const start = commonStart(left, right);
    const end = commonEnd(left.slice(start), right.slice(start));
    runs.a.push(...within(left, start, end));
    runs.b.push(...within(right, start, end));
  }
}

const within = (text: string, start: number, end: number): TextRun[] => [{ text: text.slice(0, start), differs: false }, { text: text.slice(start, text.length - end), differs: true }, { text: text.slice(text.length - end), differs: false }];

function joined(runs: readonly TextRun[]): TextRun[] {
  const whole: TextRun[] = [];
  for (const { text, differs } of runs) {
    const last = whole.at(-1);
    if (text === "") continue;
    if (last?.differs === differs) last.text += text;
    else whole.push({ text, differs });
  }
  return whole;
}
