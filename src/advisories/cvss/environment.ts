// A published vector seen from where the thing runs: environmental metrics from what is known of the endpoint.
import { readVector, writeVector } from "./grammar.ts";
import type { CvssVector } from "./grammar.ts";
import { scoreOf } from "./score.ts";
import type { CvssScore } from "./score.ts";

/** What is known of the endpoint; "unknown" changes nothing. */
export interface DeploymentContext { exposure: "internet" | "internal" | "unknown"; criticality: "critical" | "high" | "medium" | "low" | "unknown" }

export interface EnvironmentalScore {
  score: CvssScore;
  /** The vector that was scored, with the metrics that were set. */
  vector: string;
  /** One sentence for each metric that was set. */
  because: readonly string[];
}

/**
 * Scores a vector for a deployment; undefined when it is no vector. Only metrics the publisher left open are set:
 *
 * - criticality sets CR, IR and AR: critical and high to H, medium to M, low to L ("the importance of the affected IT
 *   asset to a user's organization", CVSS 3.1 section 4.1, CVSS 4.0 section 4.1, CVSS 2.0 section 2.3.3).
 * - internal exposure sets MAV to A where the attack comes over a network ("from within a secure or otherwise limited
 *   administrative domain", the meaning of Adjacent in CVSS 3.1 section 2.1.1 and 4.0 section 2.1.1; Modified Base
 *   Metrics are for such mitigations, 3.1 section 4.2). CVSS 2.0 has no modified metrics.
 * - internet exposure sets nothing: a vector's own attack vector is the worst case already.
 */
export function environmental(vector: string, context: DeploymentContext): EnvironmentalScore | undefined {
  const read = readVector(vector);
  if (!read) return undefined;
  const set = { ...requirementsFor(read, context), ...attackVectorFor(read, context) };
  const metrics = Object.fromEntries(Object.entries(set).map(([name, { value }]) => [name, value]));
  const because = Object.entries(set).map(([name, { value, reason }]) => `${name}:${value} because ${reason}`);
  const next = { ...read, metrics: new Map([...read.metrics, ...Object.entries(metrics)]) };
  return { score: scoreOf(next), vector: writeVector(read, metrics), because };
}

type Set = Readonly<Record<string, { value: string; reason: string }>>;

const isOpen = ({ metrics }: CvssVector, name: string): boolean => ["X", "ND"].includes(metrics.get(name) ?? "X");

const requirements = { critical: "H", high: "H", medium: "M", low: "L" } as const;

function requirementsFor(vector: CvssVector, { criticality }: DeploymentContext): Set {
  if (criticality === "unknown") return {};
  const reason = `the endpoint's criticality is ${criticality}`;
  return Object.fromEntries(["CR", "IR", "AR"].filter((name) => isOpen(vector, name)).map((name) => [name, { value: requirements[criticality], reason }]));
}

function attackVectorFor(vector: CvssVector, { exposure }: DeploymentContext): Set {
  const isReachedByNetwork = vector.version !== "2.0" && vector.metrics.get("AV") === "N" && isOpen(vector, "MAV");
  return exposure === "internal" && isReachedByNetwork ? { MAV: { value: "A", reason: "the endpoint is reached only from inside" } } : {};
}
