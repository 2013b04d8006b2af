// The score of a CVSS vector, whichever version it is, and the word for it.
import { cvss2Scores } from "./cvss2.ts";
import { cvss3Scores } from "./cvss3.ts";
import { cvss4Scores } from "./cvss4.ts";
import { readVector, says } from "./grammar.ts";
import type { CvssVector, CvssVersion } from "./grammar.ts";

/** Qualitative severity ratings: CVSS 3.1 section 5, CVSS 4.0 section 6; for 2.0 NVD's, which have neither "none" nor "critical". */
export type CvssRating = "none" | "low" | "medium" | "high" | "critical";

export interface CvssScore {
  version: CvssVersion;
  base: number;
  /** With the temporal metrics, which 4.0 calls threat metrics; those that are not given change nothing. */
  temporal: number;
  /** With the environmental metrics too. */
  environmental: number;
  /** The score of the most specific metrics that are given. */
  overall: number;
  /** Which of the three that is. */
  group: "base" | "temporal" | "environmental";
  /** The rating of `overall`. */
  severity: CvssRating;
}

/** Scores a vector of any version; undefined when it is none. Some that are not strict are scored: see grammar.ts. */
export function score(vector: string): CvssScore | undefined {
  const read = readVector(vector);
  return read && scoreOf(read);
}

export function scoreOf(vector: CvssVector): CvssScore {
  const scores = scoresOf(vector);
  const group = says(vector, "environmental") ? "environmental" : says(vector, "temporal") ? "temporal" : "base";
  return { version: vector.version, ...scores, overall: scores[group], group, severity: ratingOf(vector.version, scores[group]) };
}

function scoresOf(vector: CvssVector): Pick<CvssScore, "base" | "temporal" | "environmental"> {
  switch (vector.version) {
    case "2.0": return cvss2Scores(vector);
    case "3.0": case "3.1": return cvss3Scores(vector);
    case "4.0": return cvss4Scores(vector);
  }
}

export function ratingOf(version: CvssVersion, points: number): CvssRating {
  if (version === "2.0") return points < 4 ? "low" : points < 7 ? "medium" : "high";
  if (points === 0) return "none";
  return points < 4 ? "low" : points < 7 ? "medium" : points < 9 ? "high" : "critical";
}

/** Is this text a vector by the letter of its version's grammar. */
export const isValidVector = (vector: string): boolean => readVector(vector)?.isStrict === true;

const scores = new Map<string, CvssScore | undefined>();
const cacheLimit = 50_000;

/** `score`, remembered: few distinct vectors are behind many advisories. */
export function cachedScore(vector: string): CvssScore | undefined {
  if (scores.has(vector)) return scores.get(vector);
  if (scores.size >= cacheLimit) scores.clear();
  const found = score(vector);
  scores.set(vector, found);
  return found;
}

/** The base score of a vector; undefined when it is no complete vector of its version. */
export const baseScore = (vector: string): number | undefined => cachedScore(vector)?.base;
