// Natural order for software that belongs to no ecosystem: only where someone asks for it by name, never by default.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place: words of prereleases in their order, the end, any other word, a number.
const end = "\u0009";
const word = "\u000a";
const wordEnd = "\u0001";
const prereleases: Readonly<Record<string, string>> = {
  dev: "\u0001", snapshot: "\u0001", nightly: "\u0001", alpha: "\u0002", beta: "\u0003", milestone: "\u0004", pre: "\u0005", preview: "\u0005", rc: "\u0006", cr: "\u0006",
};

const form = /^(?=\D*\d)[0-9A-Za-z._~+:-]+$/;
const runForm = /\d+|[a-z]+/g;

/**
 * A version is its sort key: built once, compared as text. No ecosystem is ordered by it: package URLs of type
 * `generic` have no OSV ecosystem, and guessing an order for an ecosystem that tells none would make verdicts out of
 * nothing. VERS (`vers:generic`) and product ranges name it.
 */
export const generic = defineScheme<string>({
  id: "generic",
  about: "Software outside every ecosystem, when a range names this order.",
  ecosystems: [],
  standard: "Aftwatch: runs of digits as numbers, runs of letters as words, prerelease words below the release",
  parse: parseGeneric,
  compare: compareKeys,
});

/** A word without a digit anywhere ("latest") and a leading "v" are not part of the order. */
function parseGeneric(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim().toLowerCase();
  return form.test(version) ? keyOf(version.replace(/^v(?=\d)/, "").match(runForm) ?? []) : undefined;
}

/** Zeros that nothing but zeros or words follow do not count: 1.0 is 1, and 1.0-rc1 is 1-rc1. */
function keyOf(runs: readonly string[]): string {
  let key = "";
  let zeros = 0;
  for (const run of runs) {
    if (/^0+$/.test(run)) { zeros++; continue; }
    key += /^\d/.test(run) ? zero.repeat(zeros) + numberKey(run) : (prereleases[run] ?? word + run + wordEnd);
    zeros = 0;
  }
  return key + end;
}

const zero = numberKey("0");
