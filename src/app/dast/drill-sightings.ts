// Detections that hold a probe's token though the event is not the request itself: of a firewall, an error log, a tracing.
import type { Drill, DrillProbe } from "../../dast/drill.ts";
import type { Detection } from "../../runtime/detection.ts";
import { minuteMs } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import { sightingOf, withSighting } from "../runtime/own-probes.ts";

const perPage = 500;
const mostPages = 4;

/** The drill's probes with what was seen of them elsewhere since its start. */
export async function sightedElsewhere(ports: Ports, org: string, { probes, startedAt }: Pick<Drill, "probes" | "startedAt">): Promise<readonly DrillProbe[]> {
  let after: string | undefined;
  let seen = probes;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = await ports.detections.list(org, { ...anyDetection, state: "open", since: startedAt - minuteMs }, { limit: perPage, after });
    seen = await withTokens(ports, org, items, seen);
    if (next === undefined) break;
    after = next;
  }
  return seen;
}

const anyDetection = { state: undefined, kind: undefined, leastLevel: undefined, ruleId: undefined, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined };

async function withTokens(ports: Ports, org: string, detections: readonly Detection[], probes: readonly DrillProbe[]): Promise<readonly DrillProbe[]> {
  const byId = new Map(detections.map((one) => [one.detectionId, one]));
  const samples = await ports.detections.samplesOf(org, [...byId.keys()]);
  return probes.map((probe) => samples.filter(({ event }) => event.raw.includes(probe.token)).reduce((sum, { detectionId, event }) => {
    const detection = byId.get(detectionId);
    // A detection that stood before was not made by this probe: the event's own time says more.
    return detection === undefined ? sum : withSighting(sum, sightingOf(detection, detection.detectedAt >= (probe.sentAt ?? Infinity) ? detection.detectedAt : event.at));
  }, probe));
}
