// The tokens of the list of detections: "is:open level:high workload:prod/checkout rule:… tag:attack.t1190 evidence:confirmed since:2026-11-22T10:00:00Z".
import { detectionStates, evidenceStates, hitKinds, levels } from "../api/runtime-shapes.ts";
import type { Query } from "../api/client.ts";
import type { Vocabulary } from "./query-tokens.ts";

const names = ["state", "level", "kind", "workload", "service", "rule", "actor", "tag", "decoder", "evidence", "since", "until"] as const;
type DetectionFilterName = (typeof names)[number];

export const detectionWords: Vocabulary<DetectionFilterName> = {
  names, short: { svc: "service", technique: "tag" }, is: ["state", "kind", "evidence", "level"],
  sets: { state: [...detectionStates, "all"], level: levels, kind: hitKinds, evidence: evidenceStates },
};

export const detectionFacets = [
  { name: "State", tokens: [...detectionStates, "all"].map((state) => `is:${state}`) },
  { name: "At least", tokens: levels.slice(0, 4).map((level) => `level:${level}`) },
  { name: "Kind", tokens: hitKinds.map((kind) => `kind:${kind}`) },
  { name: "Evidence", tokens: ["confirmed", "present", "lowered", "unknown"].map((state) => `evidence:${state}`) },
] as const;

/** Open ones when nothing is said of the state, and those of the range when nothing is said of the time. */
export function queryOf(given: Partial<Record<DetectionFilterName | "q", string>>, range: { from: string; to: string | undefined }): Query {
  const { state = "open", ...rest } = given;
  const timed = given.since !== undefined || given.until !== undefined;
  return { ...rest, state: state === "all" ? undefined : state, ...(timed ? {} : { since: range.from, until: range.to }) };
}
