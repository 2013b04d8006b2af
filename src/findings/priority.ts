// Priority is a decision, not a number: CISA's SSVC tree over exploitation, automatable, technical impact and mission.
import type { Criticality, ExposureLevel } from "../inventory/inventory.ts";
import type { Outcome, Priority, PriorityInput } from "./finding.ts";

/** What is known of a vulnerability; undefined = the sources are silent. */
export interface VulnerabilityFacts { malicious?: boolean; kev: boolean; exploitKnown: boolean; epss: number | undefined; cvssVector: string | undefined }
/** Where it runs: the most exposed and the most critical of the affected live deployments. */
export interface ContextFacts { exposure: ExposureLevel; criticality: Criticality }

type Exploitation = "none" | "poc" | "active";
type Mission = "low" | "medium" | "high";

// CISA SSVC guide (November 2022), table 6: exploitation, automatable, technical impact -> outcome for mission low, medium, high.
const tree: Record<Exploitation, Record<"no" | "yes", Record<"partial" | "total", readonly [Outcome, Outcome, Outcome]>>> = {
  none: {
    no: { partial: ["track", "track", "track"], total: ["track", "track", "track*"] },
    yes: { partial: ["track", "track", "attend"], total: ["track", "track", "attend"] },
  },
  poc: {
    no: { partial: ["track", "track", "track*"], total: ["track", "track*", "attend"] },
    yes: { partial: ["track", "track", "attend"], total: ["track", "track*", "attend"] },
  },
  active: {
    no: { partial: ["track", "track", "attend"], total: ["track", "attend", "act"] },
    yes: { partial: ["attend", "attend", "act"], total: ["attend", "act", "act"] },
  },
};
const missions: readonly Mission[] = ["low", "medium", "high"];

// Above this probability exploitation within 30 days is likely enough to be treated as "public proof of concept".
const likelyEpss = 0.1;

/** A malicious package has already run where it was found: it is acted upon whatever the tree says of the mission. */
export function prioritise(vulnerability: VulnerabilityFacts, context: ContextFacts): Priority {
  const exploitation = exploitationOf(vulnerability);
  const automatable = automatableOf(vulnerability);
  const impact = impactOf(vulnerability);
  const exposure = exposureOf(context);
  const mission = missionOf(context);
  const outcome = vulnerability.malicious ? "act" : tree[exploitation.value][automatable.value][impact.value][missions.indexOf(mission.value)] ?? "track";
  return { outcome, inputs: [exploitation, automatable, impact, exposure, mission] };
}

type Input<Name extends PriorityInput["name"], Value extends string> = PriorityInput & { name: Name; value: Value };

function exploitationOf({ malicious, kev, exploitKnown, epss }: VulnerabilityFacts): Input<"exploitation", Exploitation> {
  if (malicious) return { name: "exploitation", value: "active", from: "malicious package", assumed: false };
  if (kev) return { name: "exploitation", value: "active", from: "CISA KEV", assumed: false };
  if (exploitKnown) return { name: "exploitation", value: "poc", from: "public exploit", assumed: false };
  if (epss !== undefined) return { name: "exploitation", value: epss >= likelyEpss ? "poc" : "none", from: `EPSS ${epss.toFixed(3)}`, assumed: false };
  return { name: "exploitation", value: "none", from: "no source says", assumed: true };
}

// SSVC "automatable": steps 1-4 of the kill chain can be automated; base metrics that ask for no person and no privilege stand in.
function automatableOf({ malicious, cvssVector }: VulnerabilityFacts): Input<"automatable", "no" | "yes"> {
  if (malicious) return { name: "automatable", value: "yes", from: "malicious package", assumed: false };
  if (cvssVector === undefined) return { name: "automatable", value: "no", from: "no vector", assumed: true };
  const yes = ["AV:N", "AC:L", "PR:N", "UI:N"].every((metric) => hasMetric(cvssVector, metric));
  return { name: "automatable", value: yes ? "yes" : "no", from: "CVSS AV, AC, PR, UI", assumed: false };
}

function impactOf({ malicious, cvssVector }: VulnerabilityFacts): Input<"technical-impact", "partial" | "total"> {
  if (malicious) return { name: "technical-impact", value: "total", from: "malicious package", assumed: false };
  if (cvssVector === undefined) return { name: "technical-impact", value: "total", from: "no vector", assumed: true };
  const total = ["C", "I", "A"].every((metric) => hasMetric(cvssVector, `${metric}:H`) || hasMetric(cvssVector, `V${metric}:H`));
  return { name: "technical-impact", value: total ? "total" : "partial", from: "CVSS C, I, A", assumed: false };
}

const hasMetric = (vector: string, metric: string): boolean => vector.split("/").includes(metric);

// An unknown exposure is not "internal": it is shown as unknown and treated as reachable.
const exposureOf = ({ exposure }: ContextFacts): Input<"exposure", ExposureLevel> =>
  ({ name: "exposure", value: exposure, from: exposure === "unknown" ? "not set on the endpoint" : "endpoint", assumed: exposure === "unknown" });

/** Criticality, one step lower where the endpoint is known to be internal (docs/adr/0008-priority.md). */
function missionOf({ criticality, exposure }: ContextFacts): Input<"mission", Mission> {
  const step = { critical: 2, high: 2, medium: 1, low: 0, unknown: 1 }[criticality];
  const value = missions[Math.max(0, step - (exposure === "internal" ? 1 : 0))] ?? "medium";
  return { name: "mission", value, from: exposure === "internal" ? `criticality ${criticality}, internal` : `criticality ${criticality}`, assumed: criticality === "unknown" };
}

const exposureOrder: readonly ExposureLevel[] = ["internet", "unknown", "internal"];
const criticalityOrder: readonly Criticality[] = ["critical", "high", "medium", "unknown", "low"];

/** The most exposed and the most critical of several endpoints; unknown when there are none. */
export function contextOf(endpoints: readonly { exposure: ExposureLevel; criticality: Criticality }[]): ContextFacts {
  return {
    exposure: exposureOrder.find((level) => endpoints.some((endpoint) => endpoint.exposure === level)) ?? "unknown",
    criticality: criticalityOrder.find((level) => endpoints.some((endpoint) => endpoint.criticality === level)) ?? "unknown",
  };
}
