// What was detected, held against what was sent: nothing missing, nothing twice.
import { sensorRule, singleRule, threeRule } from "./runtime-events.ts";

export interface DetectedRow { ruleId: string; actor: string | null; count: number; placement: { workload: string } }

/**
 * hits: how many there had to be, each once.
 * lost: of those, the ones that are in no detection.
 * twice: hits that a detection counts beyond them.
 * split: correlations that were told in more than one detection.
 */
export interface Verdict { hits: number; lost: number; twice: number; correlations: number; split: number; wrong: readonly string[] }

const ours = new Set([singleRule, threeRule, sensorRule]);

/** wanted: "rule workload actor" -> hits. Of the rules of chaos alone: content may say more of the same lines. */
export function judge(wanted: ReadonlyMap<string, number>, rows: readonly DetectedRow[]): Verdict {
  const byKey = Map.groupBy(rows.filter(({ ruleId }) => ours.has(ruleId)), ({ ruleId, actor, placement }) => `${ruleId} ${placement.workload} ${actor ?? ""}`);
  const got = (key: string): number => (byKey.get(key) ?? []).reduce((sum, { count }) => sum + count, 0);
  const keys = [...wanted];
  const off = keys.filter(([key, count]) => got(key) !== count);
  const strangers = [...byKey.keys()].filter((key) => !wanted.has(key));
  return {
    hits: keys.reduce((sum, [, count]) => sum + count, 0), lost: off.reduce((sum, [key, count]) => sum + Math.max(0, count - got(key)), 0), twice: off.reduce((sum, [key, count]) => sum + Math.max(0, got(key) - count), 0),
    correlations: keys.filter(([key]) => key.startsWith(threeRule)).length, split: keys.filter(([key]) => key.startsWith(threeRule) && (byKey.get(key) ?? []).length > 1).length,
    wrong: [...off.slice(0, 20).map(([key, count]) => `${key}: ${got(key)} instead of ${count}`), ...strangers.slice(0, 20).map((key) => `${key} was detected and never sent`)],
  };
}
