// Gem::Version: numbers and words, a word makes a prerelease, and what is not there counts as 0.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// A version is an endless row of segments with zeros after the last, and a word sorts below any number. So a zero is
// written by what ends its run: below the end of the version when that is a word, above it when it is a number.
// Order of what may stand at one place: word < zeros before a word < nothing but zeros < zeros before a number < number.
const wordEnd = "\u0001";
const word = "\u0002";
const zeroBeforeWord = "\u0003";
const end = "\u0004";
const zeroBeforeNumber = "\u0005";

// Gem::Version::VERSION_PATTERN, with a "v" in front and "+" taken as tags of repositories write them.
const form = /^\s*v?(\d[0-9a-z]*(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?)(?:\+[0-9a-z.-]*)?\s*$/i;
const segmentForm = /\d+|[a-z]+/gi;
const onlyZeros = /^0+$/;

/** A version is its sort key: built once, compared as text. */
export const rubygems = defineScheme<string>({
  id: "rubygems",
  about: "Ruby gems.",
  ecosystems: ["RubyGems"],
  standard: "RubyGems guides, Gem::Version (prereleases, segments, comparison)",
  parse: parseRubygems,
  compare: compareKeys,
});

function parseRubygems(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, version] = form.exec(text) ?? [];
  // Gem::Version reads a hyphen as ".pre.": SemVer's 1.0-rc1 is 1.0.pre.rc1.
  return version === undefined ? undefined : keyOf(version.replaceAll("-", ".pre.").match(segmentForm) ?? []);
}

function keyOf(segments: readonly string[]): string {
  let key = "";
  let zeros = 0;
  let hasWord = false;
  for (const segment of segments) {
    if (onlyZeros.test(segment)) { zeros++; continue; }
    const isWord = !isDigit(segment.charCodeAt(0));
    // Zeros before the first word are no part of the version: 1.0.a is 1.a (Gem::Version#canonical_segments).
    if (!isWord || hasWord) key += (isWord ? zeroBeforeWord : zeroBeforeNumber).repeat(zeros);
    key += isWord ? word + segment + wordEnd : numberKey(segment);
    hasWord ||= isWord;
    zeros = 0;
  }
  return key + end;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
