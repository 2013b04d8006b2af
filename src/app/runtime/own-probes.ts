// Our own tests among the events: the probes of a drill and of a running scan lead to detections that nobody is paged for.
import { drillMark } from "../../dast/drill.ts";
import type { Drill, DrillProbe, DrillSighting } from "../../dast/drill.ts";
import type { DastScan } from "../../dast/scan.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Detection } from "../../runtime/detection.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { Ports } from "../../store/store.ts";

/** subject: what keeps its detections apart from those of anybody else. */
export interface OwnProbe { subject: string; judgedBy: string; note: string; drill: { drillId: string; token: string } | undefined }

interface Hitting { hit: { event: RuntimeEvent; others: readonly RuntimeEvent[] }; placement: Placement }

const drillsKnown = 50;
// As our-headers.ts of the traffic of scans writes it.
const scanInAgent = /\(\+scan (scn_[0-9A-Z]{26})\)$/;

const agentOf = ({ fields }: RuntimeEvent): string => { const agent = fields["cs-user-agent"]; return typeof agent === "string" ? agent : ""; };
const mayBeOurs = (event: RuntimeEvent): boolean => event.raw.includes(drillMark) || scanInAgent.test(agentOf(event));

/** One answer for each hit, in order; asks the store only when a mark is there. Anybody may write a mark: what counts is said below. */
export async function ownProbes(ports: Ports, org: string, found: readonly Hitting[]): Promise<readonly (OwnProbe | undefined)[]> {
  if (!found.some(({ hit }) => mayBeOurs(hit.event))) return [];
  // Logs come late: also a drill that has ended is known by its requests.
  const drills = (await ports.dast.listDrills(org, undefined, { limit: drillsKnown, after: undefined })).items;
  const scans = await runningScans(ports, org, found);
  return found.map(({ hit, placement }) => {
    const own = ownerOf(hit.event, placement, drills, scans);
    // What a correlation counted must all be ours.
    return own !== undefined && hit.others.every((other) => ownerOf(other, placement, drills, scans) !== undefined) ? own : undefined;
  });
}

function ownerOf(event: RuntimeEvent, placement: Placement, drills: readonly Drill[], scans: ReadonlyMap<string, RunningScan>): OwnProbe | undefined {
  const drilled = drills.map((drill) => ({ drill, probe: drill.probes.find((probe) => isProbe(event, probe)) })).find(({ probe }) => probe !== undefined);
  if (drilled?.probe !== undefined) { const { drill: { drillId }, probe: { attackClass, token } } = drilled; return { subject: `drill ${drillId} ${attackClass}`, judgedBy: `drill:${drillId}`, note: `A probe of our drill ${drillId} (${attackClass}).`, drill: { drillId, token } }; }
  const scan = scans.get(scanInAgent.exec(agentOf(event))?.[1] ?? "");
  return scan === undefined || !isPlaceOf(scan, placement) ? undefined : { subject: `scan ${scan.scanId}`, judgedBy: `scan:${scan.scanId}`, note: `A request of our scan ${scan.scanId}, which was running.`, drill: undefined };
}

/** The whole request is the one that we sent, to the last character: whoever copies a token into another request is seen like anybody else. */
const isProbe = ({ fields }: RuntimeEvent, { target, sentAt }: DrillProbe): boolean => sentAt !== undefined && fields["cs-uri"] === target && (fields["cs-method"] ?? "GET") === "GET";

interface RunningScan extends Pick<DastScan, "scanId"> { endpointId: string | undefined; serviceId: string | undefined }

async function runningScans(ports: Ports, org: string, found: readonly Hitting[]): Promise<ReadonlyMap<string, RunningScan>> {
  const ids = new Set(found.flatMap(({ hit }) => scanInAgent.exec(agentOf(hit.event))?.[1] ?? []));
  const running = new Map<string, RunningScan>();
  for (const scanId of ids) {
    const scan = await ports.dast.findScan(org, scanId);
    const target = scan?.state === "running" ? await ports.dast.findTarget(org, scan.targetId) : undefined;
    if (target !== undefined) running.set(scanId, { scanId, endpointId: target.endpointId, serviceId: target.serviceId });
  }
  return running;
}

/** A user agent can be copied: what is said of a place that the scan has nothing to do with is not its own. */
function isPlaceOf({ endpointId, serviceId }: RunningScan, placement: Placement): boolean {
  if (endpointId === undefined && serviceId === undefined) return false;
  return (serviceId === undefined || serviceId === placement.serviceId) && (endpointId === undefined || placement.endpointId === undefined || endpointId === placement.endpointId);
}

/** Puts what was detected to the probes that led to it, each detection once; in the transaction of the detections. */
export async function keepSightings(ports: Ports, org: string, seen: readonly { own: OwnProbe; detection: Detection }[], now: Instant): Promise<void> {
  const byDrill = Map.groupBy(seen.filter(({ own }) => own.drill !== undefined), ({ own }) => own.drill?.drillId ?? "");
  for (const [drillId, own] of byDrill) {
    const drill = await ports.dast.findDrill(org, drillId);
    if (drill === undefined) continue;
    const probes = drill.probes.map((probe) => own.filter((one) => one.own.drill?.token === probe.token).reduce((sum, { detection }) => withSighting(sum, sightingOf(detection, now)), probe));
    await ports.dast.putDrills(org, [{ ...drill, probes }]);
  }
}

export const sightingOf = ({ detectionId, ruleId, title, level, placement }: Detection, seenAt: Instant): DrillSighting => ({ detectionId, ruleId, title, level, workload: placement.workload, seenAt });

const mostSightings = 20;

/** The first time counts: a repeat is no later sighting. */
export const withSighting = (probe: DrillProbe, sighting: DrillSighting): DrillProbe =>
  (probe.sightings.length >= mostSightings || probe.sightings.some(({ detectionId }) => detectionId === sighting.detectionId) ? probe : { ...probe, sightings: [...probe.sightings, sighting] });
