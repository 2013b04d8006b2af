// Rows of detections, samples and what engines remember, as the domain has them.
import { keptText } from "../kernel/broken-text.ts";
import { levels } from "../runtime/event.ts";
import type { Level } from "../runtime/event.ts";
import type { Detection, Sample } from "../runtime/detection.ts";
import type { StateRow } from "../runtime/state.ts";
import type { DetectionSampleTable, DetectionTable, RuntimeStateTable } from "./tables/runtime.ts";
import { lowered } from "./views/words.ts";

export const detectionColumns = ["org_id", "detection_id", "detection_key", "kind", "rule_id", "level", "state", "decoder", "source", "workload", "actor", "service_id", "release_id", "evidence",
  "first_at", "last_at", "detected_at", "hits", "exception_id", "words", "body"] as const satisfies readonly (keyof DetectionTable)[];

/** What changes as hits come and people judge. */
export const changingColumns = detectionColumns.slice(5);

export const levelNumber = (level: Level): number => levels.indexOf(level);
export const levelOf = (number: number): Level | undefined => levels[number];

export const rowOf = (org: string, one: Detection): (string | number | null)[] => [
  org, one.detectionId, one.key, one.kind, one.ruleId, levelNumber(one.level), one.state, one.decoder, one.source, one.placement.workload, one.actor ?? "", one.placement.serviceId ?? null, one.placement.releaseId ?? null, one.evidence.state,
  one.firstAt, one.lastAt, one.detectedAt, one.count, one.exceptionId ?? null, wordsOf(one), JSON.stringify(one),
].map(kept);

/** Senders write what they like; PostgreSQL keeps no NUL. In JSON both are escaped already. */
const kept = (value: string | number | null): string | number | null => (typeof value === "string" ? keptText(value) : value);

/** Tags stand between bars, so that one can be asked for whole. */
const wordsOf = ({ title, ruleId, tags, placement, actor, subject, evidence }: Detection): string =>
  lowered([title, ruleId, placement.workload, placement.service, placement.version, placement.endpoint, placement.owner, actor, subject, evidence.vulnerability, `|${tags.join("|")}|`].filter((word) => word !== undefined).join(" "));

export const detectionFrom = (row: Pick<DetectionTable, "body">): Detection => JSON.parse(row.body) as Detection;

export const sampleFrom = (row: DetectionSampleTable): Sample => ({ detectionId: row.detection_id, slot: row.slot, eventKey: row.event_key, event: JSON.parse(row.body) as Sample["event"] });

export const stateFrom = (row: RuntimeStateTable): StateRow => ({ kind: row.kind, key: row.state_key, dueAt: row.due_at ?? undefined, body: row.body });
