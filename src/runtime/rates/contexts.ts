// What follows what: the series in a few levels, and how often each run of levels was seen. A run never seen is news whatever its values.

/** JSON as it is. runs: the levels of a run as a number -> how often it was seen, aged. recent: the latest levels, newest first. held: how many runs there are. */
export interface Contexts { low: number; high: number; recent: number[]; held: number; runs: Record<string, number> }

export const emptyContexts = (): Contexts => ({ low: 0, high: 0, recent: [], held: 0, runs: {} });

const levels = 12;
const orders = 3;
/** About 25 KB of JSON; beyond, every count is halved and what falls to nothing is forgotten. */
const mostRuns = 2400;

/** 0 (all well known) to 1 (no run that ends here was ever seen), over runs of two to four values. Remembers the value. */
export function noveltyOf(contexts: Contexts, value: number): number {
  const level = levelOf(contexts, value);
  let [novelty, run] = [0, level];
  for (let order = 0; order < orders; order += 1) {
    run = run * (levels + 1) + (contexts.recent[order] ?? -1) + 1;
    novelty += 1 / (1 + count(contexts, `${order}${run.toString(36)}`));
  }
  contexts.recent = [level, ...contexts.recent].slice(0, orders);
  return novelty / orders;
}

/** The levels divide the range seen so far; a new extreme widens it, and what is known is then known of coarser levels. */
function levelOf(contexts: Contexts, value: number): number {
  const isFirst = contexts.recent.length === 0;
  contexts.low = isFirst ? value : Math.min(contexts.low, value);
  contexts.high = isFirst ? value : Math.max(contexts.high, value);
  const range = contexts.high - contexts.low;
  return range > 0 ? Math.min(levels - 1, Math.floor(((value - contexts.low) / range) * levels)) : 0;
}

/** How often the run was seen before. */
function count(contexts: Contexts, run: string): number {
  const before = contexts.runs[run] ?? 0;
  contexts.runs[run] = before + 1;
  if (before === 0) contexts.held += 1;
  if (contexts.held > mostRuns) age(contexts);
  return before;
}

function age(contexts: Contexts): void {
  contexts.runs = Object.fromEntries(Object.entries(contexts.runs).flatMap(([run, seen]) => (seen < 2 ? [] : [[run, Math.floor(seen / 2)] as const])));
  contexts.held = Object.keys(contexts.runs).length;
}
