// The order of versions in NVD's ranges. NVD publishes none; this is the order its data is written for, and says when it cannot tell.
//
// Peers agree on the ground: versions are runs of digits and of letters, compared run by run, digits as numbers
// (facebookincubator/nvdtools, "smart version compare"; OWASP Dependency-Check, DependencyVersion; grype, fuzzy
// version). They differ where a run of letters meets a number or the end; there only well-known words are ordered.

type Run = { kind: "number"; value: bigint } | { kind: "word"; text: string };

// Before the release it belongs to, in this order; and after it.
const before = ["dev", "snapshot", "nightly", "alpha", "beta", "milestone", "preview", "pre", "cr", "rc"];
const after = new Set(["p", "pl", "patch", "sp", "hotfix", "hf", "post", "update", "u", "rev", "build"]);
const release = new Set(["final", "ga", "release"]);

/** Negative, zero or positive; undefined when the two cannot be ordered. */
export function compareCpeVersions(a: string, b: string): number | undefined {
  const [left, right] = [runsOf(a), runsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = compareRuns(left, right, at);
    if (order !== 0) return order;
  }
  return 0;
}

function runsOf(text: string): readonly Run[] {
  const runs = text.toLowerCase().replace(/^v(?=\d)/, "").match(/\d+|[a-z]+/g) ?? [];
  return runs.filter((run) => !release.has(run)).map((run): Run => (/^\d/.test(run) ? { kind: "number", value: BigInt(run) } : { kind: "word", text: run }));
}

function compareRuns(left: readonly Run[], right: readonly Run[], at: number): number | undefined {
  const [a, b] = [left[at], right[at]];
  if (a && !b) return againstEnd(left, at);
  if (b && !a) { const order = againstEnd(right, at); return order === undefined ? undefined : -order; }
  if (a?.kind === "number" && b?.kind === "number") return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (a?.kind === "word" && b?.kind === "word") return compareWords(a.text, b.text, left, right, at);
  // "1.0rc1" against "1.0.1": a word that comes before its release comes before what follows the release too.
  const word = a?.kind === "word" ? a.text : b?.kind === "word" ? b.text : "";
  if (!before.includes(word)) return undefined;
  return a?.kind === "word" ? -1 : 1;
}

/** A version that goes on where the other one ends: "1.0.0" is "1.0", "1.0.1" and "1.0p1" come after it, "1.0rc1" before. */
function againstEnd(runs: readonly Run[], at: number): number | undefined {
  const run = runs[at];
  if (!run) return 0;
  if (run.kind === "number") return run.value > 0n ? 1 : 0;
  if (before.includes(run.text)) return -1;
  return isAfterRelease(run.text, runs, at) ? 1 : undefined;
}

function compareWords(a: string, b: string, left: readonly Run[], right: readonly Run[], at: number): number | undefined {
  if (a === b) return 0;
  const [x, y] = [before.indexOf(a), before.indexOf(b)];
  if (x >= 0 && y >= 0) return x - y;
  if (x >= 0 && isAfterRelease(b, right, at)) return -1;
  if (y >= 0 && isAfterRelease(a, left, at)) return 1;
  if (letters.test(a) && letters.test(b)) return a.length - b.length || (a < b ? -1 : 1);
  return undefined;
}

// OpenSSL's "1.0.2k" and "1.0.2zb" follow "1.0.2", in this order.
const letters = /^z*[a-z]$/;
// In "1.0a1" the letter may be an alpha as well as a letter.
const isAfterRelease = (word: string, runs: readonly Run[], at: number): boolean => after.has(word) || (letters.test(word) && runs[at + 1] === undefined);

/** Is this a word for something before, or after, a release: "rc1", "sp2"; undefined when it is neither. */
export function sideOfRelease(update: string): "before" | "after" | undefined {
  const word = /^[a-z]+/.exec(update.toLowerCase())?.[0] ?? "";
  if (before.includes(word)) return "before";
  return after.has(word) ? "after" : undefined;
}
