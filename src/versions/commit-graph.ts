// Which commits come before a commit: walks over a graph of parents, bounded, with what is found kept for the next question.

/** Commits by their full hash, in lower case. Merges have several parents, roots none. */
export interface CommitGraph {
  /** undefined: the graph does not hold the commit (another repository, a shallow clone's edge). */
  parentsOf(commit: string): readonly string[] | undefined;
  /** The commits whose hash begins so, two are enough; without it abbreviated hashes are found only among ancestors. */
  commitsStartingWith?(prefix: string): readonly string[];
}

/** A commit and everything before it. */
export interface Ancestry {
  has(commit: string): boolean;
  startingWith(prefix: string): readonly string[];
  /** No parent was missing and the bound was not met, so what is not in it is no ancestor. */
  readonly isWhole: boolean;
}

/** Questions about one graph. The graph must not change while they are asked; one that has grown needs a new instance. */
export interface Commits {
  /** The full hash that a full or abbreviated one stands for; undefined when the graph holds none, or more than one. */
  resolve(hash: string): string | undefined;
  /** undefined for a commit the graph does not hold. */
  ancestryOf(commit: string): Ancestry | undefined;
}

// More than the Linux kernel has: a limit on what one question may cost.
const commitLimit = 2_000_000;

// Questions come in runs: one commit against many ranges, one range against many commits. A bit for each commit known.
const keptAncestries = 64;

/** @example commitsOf({ parentsOf: (commit) => parents.get(commit) }).ancestryOf("8d2a9f0c1e7b6a5d4c3b2a19080706050403020f")?.isWhole */
export function commitsOf(graph: CommitGraph, limit = commitLimit): Commits {
  const numbers = numbered(graph);
  const known = new Map<string, Ancestry>();
  return {
    resolve: (hash) => resolve(graph, hash),
    ancestryOf(commit) {
      if (graph.parentsOf(commit) === undefined) return undefined;
      const found = known.get(commit) ?? walk(numbers, commit, limit);
      known.delete(commit);
      known.set(commit, found);
      if (known.size > keptAncestries) known.delete(known.keys().next().value ?? "");
      return found;
    },
  };
}

/** Commits by number in the order they were met: each hash is kept once, whatever is asked. */
interface Numbers { readonly hashes: readonly string[]; numberOf(commit: string): number; known(commit: string): number | undefined; parentsOf(commit: number): readonly number[] | undefined }

function numbered(graph: CommitGraph): Numbers {
  const ids = new Map<string, number>();
  const hashes: string[] = [];
  const parents: (readonly number[] | undefined)[] = [];
  const asked = bits();
  const numberOf = (commit: string): number => {
    const id = ids.get(commit);
    if (id !== undefined) return id;
    ids.set(commit, hashes.length);
    return hashes.push(commit) - 1;
  };
  return {
    hashes, numberOf, known: (commit) => ids.get(commit),
    parentsOf(commit) {
      if (!asked.has(commit)) {
        asked.add(commit);
        parents[commit] = graph.parentsOf(hashes[commit] ?? "")?.map(numberOf);
      }
      return parents[commit];
    },
  };
}

/** The marks of the seen make cycles, which no repository has and any file can claim, end like everything else. */
function walk(numbers: Numbers, start: string, limit: number): Ancestry {
  const seen = bits();
  const open = [numbers.numberOf(start)];
  let isWhole = true;
  let count = 0;
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    if (seen.has(commit)) continue;
    if (++count > limit) { isWhole = false; break; }
    seen.add(commit);
    const parents = numbers.parentsOf(commit);
    if (parents === undefined) isWhole = false;
    for (const parent of parents ?? []) if (!seen.has(parent)) open.push(parent);
  }
  const has = (commit: string): boolean => { const id = numbers.known(commit); return id !== undefined && seen.has(id); };
  return { has, isWhole, startingWith: (prefix) => numbers.hashes.filter((hash, id) => hash.startsWith(prefix) && seen.has(id)) };
}

function bits(): { has(at: number): boolean; add(at: number): void } {
  let words = new Uint32Array(64);
  return {
    has: (at) => ((words[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0,
    add(at) {
      if (at >>> 5 >= words.length) {
        const wider = new Uint32Array(Math.max(words.length * 2, (at >>> 5) + 1));
        wider.set(words);
        words = wider;
      }
      words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31));
    },
  };
}

function resolve(graph: CommitGraph, hash: string): string | undefined {
  if (graph.parentsOf(hash) !== undefined) return hash;
  const full = hash.toLowerCase();
  if (graph.parentsOf(full) !== undefined) return full;
  const [first, ...others] = isAbbreviated(full) ? graph.commitsStartingWith?.(full) ?? [] : [];
  return others.length === 0 ? first : undefined;
}

/** git abbreviates to four digits at least; SHA-1 has 40 in full, SHA-256 has 64. */
export const isAbbreviated = (hash: string): boolean => /^[0-9a-f]{4,63}$/.test(hash) && hash.length !== 40;
