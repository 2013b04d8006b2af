// Past detections and their samples, as an exception is asked of them.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { actorOf } from "../../runtime/actor.ts";
import type { Detection, Sample } from "../../runtime/detection.ts";
import type { DetectionFilter } from "../../runtime/detection-store.ts";
import type { DraftCase } from "../../runtime/exception-group.ts";
import type { Ports } from "../../store/store.ts";

export interface Past { detection: Detection; asked: DraftCase }

/** isPartial: there were more than were looked at. */
export interface PastRead { past: readonly Past[]; isPartial: boolean }

export const pastDays = 30;
export const mostPast = 5000;
const judgedDays = 400;
const rowsAtOnce = 500;

const everything: DetectionFilter = { state: undefined, kind: undefined, leastLevel: undefined, ruleId: undefined, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined };

/** The detections of these rules (undefined: of all) in the last 30 days, the newest first. */
export const readPast = (ports: Ports, org: string, rules: readonly string[] | undefined, now: Instant): Promise<PastRead> => read(ports, org, rules, { ...everything, since: now - pastDays * dayMs });

/** What people have called an attack, for as long as detections are kept. */
export const readAttacks = (ports: Ports, org: string, rules: readonly string[] | undefined, now: Instant): Promise<PastRead> => read(ports, org, rules, { ...everything, verdict: "true-positive", since: now - judgedDays * dayMs });

export async function readChosen(ports: Ports, org: string, ids: readonly string[]): Promise<readonly Past[]> {
  return withSamples(ports, org, await ports.detections.load(org, ids));
}

async function read(ports: Ports, org: string, rules: readonly string[] | undefined, filter: DetectionFilter): Promise<PastRead> {
  const past: Past[] = [];
  for (const ruleId of rules ?? [undefined]) {
    let after: string | undefined;
    do {
      const page = await ports.detections.list(org, { ...filter, ruleId }, { limit: rowsAtOnce, after });
      past.push(...await withSamples(ports, org, page.items));
      after = page.next;
    } while (after !== undefined && past.length < mostPast);
    if (after !== undefined) return { past, isPartial: true };
  }
  return { past, isPartial: false };
}

async function withSamples(ports: Ports, org: string, detections: readonly Detection[]): Promise<Past[]> {
  const samples = Map.groupBy(await ports.detections.samplesOf(org, detections.map(({ detectionId }) => detectionId)), ({ detectionId }) => detectionId);
  return detections.map((detection) => ({ detection, asked: caseOf(detection, samples.get(detection.detectionId) ?? []) }));
}

const caseOf = ({ detectionId, ruleId, title, actor, subject, placement }: Detection, samples: readonly Sample[]): DraftCase => {
  const events = samples.map(({ event }) => event);
  return { id: detectionId, ruleId, title, actor: actor ?? (events[0] && actorOf(events[0])), subject, where: placement, events };
};
