// The severity of a vulnerability, from what its advisories say; unscored is unknown, never low.
import { createRequire } from "node:module";
import type { Severity } from "./advisory.ts";
import type { SeverityWord } from "./vulnerability-views.ts";

/** score: the CVSS base score. from: whose rating was chosen. All undefined when nobody rated it. */
export interface ChosenSeverity { level: SeverityWord; score: number | undefined; vector: string | undefined; from: string | undefined }

// The library is a CommonJS bundle without ES exports.
const { fromVector } = createRequire(import.meta.url)("ae-cvss-calculator") as { fromVector(vector: string): { calculateScores(): { base?: number } } | null };

// Base metrics only; the library takes incomplete and repeated metrics, so the grammar is checked first (CVSS 3.1 section 6, 4.0 section 7, 2.0 section 2.4).
const grammars: readonly { type: Severity["type"]; start: RegExp; metrics: readonly string[] }[] = [
  { type: "CVSS_V3", start: /^CVSS:3\.[01]\//, metrics: ["AV", "AC", "PR", "UI", "S", "C", "I", "A"] },
  { type: "CVSS_V4", start: /^CVSS:4\.0\//, metrics: ["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"] },
  { type: "CVSS_V2", start: /^(?=AV:)/, metrics: ["AV", "AC", "Au", "C", "I", "A"] },
];

const scores = new Map<string, number | undefined>();

/** The base score of a vector; undefined when it is no complete vector of its version. */
export function baseScore(vector: string): number | undefined {
  if (!scores.has(vector)) {
    if (scores.size > 50_000) scores.clear();
    scores.set(vector, isComplete(vector) ? fromVector(vector)?.calculateScores().base : undefined);
  }
  return scores.get(vector);
}

function isComplete(vector: string): boolean {
  const grammar = grammars.find(({ start }) => start.test(vector));
  if (!grammar) return false;
  const names = vector.replace(grammar.start, "").split("/").map((metric) => metric.slice(0, metric.indexOf(":")));
  return new Set(names).size === names.length && grammar.metrics.every((name) => names.includes(name));
}

// CVSS 3.1 section 5 and 4.0 section 6; CVSS 2 has no critical (NVD's v2 ratings).
function levelOf(score: number, type: Severity["type"]): SeverityWord {
  if (score >= 9 && type !== "CVSS_V2") return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "unknown";
}

const words: Record<string, SeverityWord> = { critical: "critical", important: "high", high: "high", moderate: "medium", medium: "medium", low: "low", negligible: "low" };

/** CVSS 3 before 4 before 2, because most sources give it and numbers compare only within one version; of several, the highest. Words come last. */
export function chooseSeverity(severities: readonly Severity[]): ChosenSeverity {
  for (const { type } of grammars) {
    const scored = severities.filter((severity) => severity.type === type).flatMap(({ score: vector, source }) => {
      const score = baseScore(vector);
      return score === undefined ? [] : [{ vector, score, source }];
    });
    const [highest] = scored.toSorted((a, b) => b.score - a.score || (a.source < b.source ? -1 : 1));
    if (highest) return { level: levelOf(highest.score, type), score: highest.score, vector: highest.vector, from: `${highest.source}, ${type.replace("CVSS_V", "CVSS ")}` };
  }
  const word = severities.find(({ type, score }) => (type === "word" || type === "Ubuntu") && words[score.toLowerCase()] !== undefined);
  return { level: word ? words[word.score.toLowerCase()] ?? "unknown" : "unknown", score: undefined, vector: undefined, from: word && `${word.source}, ${word.score}` };
}
