// A detection as an OCSF Detection Finding (class 2004, schema 1.5): what other systems read of it.
import type { Instant } from "../kernel/clock.ts";
import { mostThatFit } from "../notify/fit.ts";
import { ocsfActivityNames, ocsfClasses, ocsfKind, ocsfProduct, ocsfSeverities, ocsfStatuses, ocsfVersion } from "../notify/ocsf-words.ts";
import type { OcsfActivity } from "../notify/ocsf-words.ts";
import type { Detection, Sample } from "./detection.ts";
import type { HitKind } from "./hit.ts";
import { attacksOf } from "./ocsf-attacks.ts";
import { evidenceOf } from "./ocsf-evidence.ts";
import { observablesOf } from "./ocsf-observables.ts";
import { filled, text } from "./ocsf-text.ts";

export interface FindingAbout {
  /** 1 created, 2 changed, 3 over. */
  activity: OcsfActivity;
  /** When it was created, changed or closed; by default when it was detected, or when it was last seen. */
  at?: Instant;
  /** Of this program. */
  version?: string;
  /** Where Aftwatch is seen. */
  publicUrl?: string;
}

export type DetectionFinding = Readonly<Record<string, unknown>>;

/** Events kept with a detection that go out with it; the others are counted. */
const mostSamples = 5;

const limitBytes = 250_000;

/** Never throws, whatever a detection holds; at most 250 kB, with as many of its events as go in. */
export function toDetectionFinding(detection: Detection, samples: readonly Sample[], about: FindingAbout): DetectionFinding {
  const whole = findingWith(detection, samples, mostSamples, about);
  if (Buffer.byteLength(JSON.stringify(whole)) <= limitBytes) return whole;
  return findingWith(detection, samples, mostThatFit(mostSamples, (count) => Buffer.byteLength(JSON.stringify(findingWith(detection, samples, count, about))) <= limitBytes), about);
}

function findingWith(detection: Detection, samples: readonly Sample[], most: number, { activity, at = activity === 1 ? detection.detectedAt : Math.max(detection.detectedAt, detection.lastAt), version, publicUrl }: FindingAbout): DetectionFinding {
  const evidences = samples.slice(0, most).map(evidenceOf);
  const vulnerabilities = vulnerabilitiesOf(detection);
  return filled({
    ...ocsfKind(ocsfClasses.detection, activity), activity_name: ocsfActivityNames[activity], category_name: "Findings", class_name: "Detection Finding", type_name: `Detection Finding: ${ocsfActivityNames[activity]}`,
    ...ocsfSeverities[detection.level], ...statusOf(detection, activity), time: at, count: detection.count, start_time: detection.firstAt, end_time: detection.lastAt, message: text(detection.title), comment: text(detection.note),
    metadata: { version: ocsfVersion, product: ocsfProduct(version), uid: `${detection.detectionId}:${activity}:${at}`, correlation_uid: detection.detectionId, event_code: text(detection.ruleId, 200), log_provider: text(detection.source, 200), log_name: text(detection.decoder, 200) },
    finding_info: {
      uid: detection.detectionId, title: text(detection.title), desc: text(detection.why.sentences.join(" "), 4000), types: [detection.kind], created_time: detection.detectedAt, modified_time: at, first_seen_time: detection.firstAt, last_seen_time: detection.lastAt,
      analytic: analyticOf(detection), attacks: attacksOf(detection.tags), data_sources: [text(detection.decoder, 200) ?? "unknown"], src_url: publicUrl === undefined ? undefined : `${publicUrl}/runtime/detections/${detection.detectionId}`,
    },
    is_alert: activity === 1 && detection.state === "open", ...confidenceOf(detection), evidences, resources: resourcesOf(detection), vulnerabilities, observables: observablesOf(detection, evidences),
    unmapped: {
      kind: detection.kind, state: detection.state, verdict: detection.verdict, tags: detection.tags.slice(0, 100).map((tag) => text(tag, 200)), rule_level: detection.ruleLevel, subject: text(detection.subject), actor: text(detection.actor), exception: detection.exceptionId,
      joined_by: detection.placement.joinedBy, evidence: { state: detection.evidence.state, because: text(detection.evidence.because) }, samples_left_out: Math.max(0, samples.length - most) || undefined,
    },
  });
}

function statusOf({ state, verdict }: Detection, activity: OcsfActivity): { status_id: number; status: string } {
  if (state === "excepted") return ocsfStatuses.suppressed;
  if (state === "dismissed" || activity === 3) return verdict === "false-positive" || verdict === "benign" || verdict === "test" ? ocsfStatuses.suppressed : ocsfStatuses.resolved;
  return verdict === undefined ? ocsfStatuses.new : ocsfStatuses.inProgress;
}

/** analytic.type_id: 1 Rule, 2 Behavioral, 3 Statistical. */
const analyticTypes: Readonly<Record<HitKind, { type_id: number; type: string }>> = {
  rule: { type_id: 1, type: "Rule" }, correlation: { type_id: 1, type: "Rule" }, sensor: { type_id: 1, type: "Rule" }, canary: { type_id: 1, type: "Rule" }, baseline: { type_id: 2, type: "Behavioral" }, rate: { type_id: 3, type: "Statistical" },
};

const analyticOf = ({ kind, ruleId, title }: Detection) => ({ ...analyticTypes[kind], uid: text(ruleId, 200), name: text(title), category: kind });

/** What the running release has of what the attack aims at; nothing where the pattern names nothing. */
function confidenceOf({ evidence }: Detection): { confidence_id?: number; confidence?: string } {
  switch (evidence.state) {
    case "confirmed": return { confidence_id: 3, confidence: "High" };
    case "present": return { confidence_id: 2, confidence: "Medium" };
    case "lowered": return { confidence_id: 1, confidence: "Low" };
    default: return { confidence_id: 0, confidence: "Unknown" };
  }
}

/** The workload and what the inventory knows of it; one without a name and an id is none. */
function resourcesOf({ placement }: Detection): unknown[] {
  const { workload, service, serviceId, owner, version, environment, endpoint, endpointId, exposure, releaseId } = placement;
  const labels = [["environment", text(environment, 200)], ["exposure", text(exposure, 200)]].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const all = [
    { type: "workload", name: text(workload, 500), labels },
    { type: "service", name: text(service, 200), uid: text(serviceId, 200), version: text(version, 200), owner: { name: text(owner, 200) }, data: { release: text(releaseId, 200) } },
    { type: "endpoint", name: text(endpoint, 200), uid: text(endpointId, 200) },
  ];
  return all.filter((one) => one.name !== undefined || ("uid" in one && one.uid !== undefined));
}

/** Only what the release was looked up for: a pattern that is lowered or unknown says nothing of a vulnerability there. */
function vulnerabilitiesOf({ evidence: { state, vulnerability, component, because } }: Detection): unknown[] {
  const id = text(vulnerability, 100);
  if (id === undefined || (state !== "confirmed" && state !== "present")) return [];
  const named = /^CVE-\d{4}-\d{4,}$/i.test(id) ? { cve: { uid: id.toUpperCase() } } : { advisory: { uid: id } };
  return [{ ...named, desc: text(because), affected_packages: packagesOf(component) }];
}

/** name and version are required of a package; a component without one is told in desc. */
function packagesOf(component: string | undefined): unknown[] {
  const [, name, version] = /^pkg:[^/]+\/(.+?)@([^?#]+)/.exec(component ?? "") ?? [];
  const named = { name: text(decoded(name ?? ""), 300), version: text(decoded(version ?? ""), 200), purl: text(component, 500) };
  return named.name === undefined || named.version === undefined ? [] : [named];
}

function decoded(part: string): string { try { return decodeURIComponent(part); } catch { return part; } }
