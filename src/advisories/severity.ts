// The severity of a vulnerability, from what its advisories say; unscored is unknown, never low.
import type { Severity } from "./advisory.ts";
import { cachedScore, ratingOf } from "./cvss/index.ts";
import type { CvssVersion } from "./cvss/index.ts";
import { isFromDistribution } from "./severity-source.ts";
import type { SeverityWord } from "./vulnerability-views.ts";

export { baseScore } from "./cvss/index.ts";

/** One source's rating as it was understood. score: the CVSS base score, 0 to 10; version: of CVSS; both undefined when the source gives a word. */
interface Rating { source: string; level: SeverityWord; score: number | undefined; vector: string | undefined; version: CvssVersion | undefined; word: string | undefined }

/** score: the CVSS base score. from: whose rating was chosen. All undefined when nobody rated it. */
export interface ChosenSeverity {
  level: SeverityWord;
  score: number | undefined;
  vector: string | undefined;
  from: string | undefined;
  /** One sentence: whose rating, in which words or version, and why this one of those there are. */
  because: string;
  /** The ratings that were not chosen, in the order in which they would have been. */
  others: readonly Rating[];
  /** What could not be understood, with its source: a broken vector, a word nobody knows. */
  unread: readonly { source: string; text: string }[];
}

/** The package that is spoken of, where one is: its distribution's own word decides for it. */
export interface SeverityAbout { ecosystem?: string | undefined }

/**
 * Chooses one rating of several and keeps the rest. In this order: the own word of the distribution the package comes
 * from, because it knows how it built and ships it; CVSS 3 before 4 before 2, because most sources give it and numbers
 * compare only within one version; the highest of several; other words last.
 */
export function chooseSeverity(severities: readonly Severity[], about: SeverityAbout = {}): ChosenSeverity {
  const read = severities.map((severity) => ({ severity, rating: ratingFrom(severity) }));
  const unread = read.flatMap(({ severity, rating }) => (rating ? [] : [{ source: severity.source, text: severity.score }]));
  const [chosen, ...others] = read.flatMap(({ rating }) => rating ?? []).toSorted((a, b) => rankOf(a, about) - rankOf(b, about) || byWeight(a, b));
  if (!chosen) return { level: "unknown", score: undefined, vector: undefined, from: undefined, because: nobody(unread), others, unread };
  return { level: chosen.level, score: chosen.score, vector: chosen.vector, from: `${chosen.source}, ${nameOf(chosen)}`, because: reasonFor(chosen, others, about), others, unread };
}

function ratingFrom({ type, score: text, source }: Severity): Rating | undefined {
  if (type === "word" || type === "Ubuntu") {
    const level = words.get(text.toLowerCase());
    return level && { source, level, score: undefined, vector: undefined, version: undefined, word: text };
  }
  // A vector says itself which version it is; some sources file one under another's type.
  const scored = cachedScore(text);
  return scored && { source, level: levelOf(scored.version, scored.base), score: scored.base, vector: text, version: scored.version, word: undefined };
}

// A rating of 0.0 is known to be harmless; "unknown" would say that nobody looked.
function levelOf(version: CvssVersion, base: number): SeverityWord {
  const rating = ratingOf(version, base);
  return rating === "none" ? "low" : rating;
}

// The words of GHSA, Ubuntu ("negligible"), Debian's urgency ("unimportant"), Red Hat and SUSE ("important", "moderate").
const words = new Map<string, SeverityWord>(Object.entries({
  critical: "critical", important: "high", high: "high", moderate: "medium", medium: "medium", low: "low", negligible: "low", unimportant: "low",
}));

const ranks = { ownWord: 0, ownVector: 1, three: 2, four: 3, two: 4, word: 5 } as const;

function rankOf({ source, version, word }: Rating, { ecosystem }: SeverityAbout): number {
  if (ecosystem !== undefined && isFromDistribution(source, ecosystem)) return word === undefined ? ranks.ownVector : ranks.ownWord;
  if (word !== undefined) return ranks.word;
  if (version === "4.0") return ranks.four;
  return version === "2.0" ? ranks.two : ranks.three;
}

const levels: readonly SeverityWord[] = ["critical", "high", "medium", "low", "unknown"];

// The order of the input must not matter, so the source settles what is otherwise equal.
const byWeight = (a: Rating, b: Rating): number =>
  (b.score ?? 0) - (a.score ?? 0) || levels.indexOf(a.level) - levels.indexOf(b.level) || compareText(a.source, b.source) || compareText(a.vector ?? "", b.vector ?? "");
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// "CVSS 3" for both 3.0 and 3.1: base scores never differ.
const nameOf = ({ version, word }: Rating): string => (version === undefined ? word ?? "" : `CVSS ${version.slice(0, 1)}`);

function reasonFor(chosen: Rating, others: readonly Rating[], about: SeverityAbout): string {
  const said = chosen.score === undefined ? `${chosen.source} says ${chosen.word}` : `${chosen.source} rates it ${chosen.score.toFixed(1)} in CVSS ${chosen.version}`;
  if (others.length === 0) return `${said}; it is the only rating.`;
  const rank = rankOf(chosen, about);
  const same = others.filter((other) => rankOf(other, about) === rank);
  return `${said}; ${[...(rank <= ranks.ownVector ? ["a distribution's own word decides for its packages"] : []), ...overEqual(chosen, same), ...overOthers(chosen, others, rank, about)].join("; ")}.`;
}

function overEqual({ score, version, level }: Rating, same: readonly Rating[]): string[] {
  if (same.length === 0) return [];
  const kind = version === undefined ? "in words" : `in CVSS ${version.slice(0, 1)}`;
  const agree = same.every((other) => other.score === score && other.level === level);
  return [agree ? `all ${same.length + 1} ratings ${kind} agree` : `the highest of ${same.length + 1} ratings ${kind}`];
}

function overOthers(chosen: Rating, others: readonly Rating[], rank: number, about: SeverityAbout): string[] {
  const after = others.filter((other) => rankOf(other, about) > rank);
  if (after.length === 0 || rank <= ranks.ownVector) return [];
  const kinds = [...new Set(after.map((other) => (other.version === undefined ? "words" : nameOf(other))))];
  return [`${nameOf(chosen)} comes before ${kinds.join(" and ")}`];
}

const nobody = (unread: readonly { source: string }[]): string =>
  (unread.length === 0 ? "Nobody rated it." : `Nobody's rating can be read: ${unread.map(({ source }) => source).join(", ")}.`);
