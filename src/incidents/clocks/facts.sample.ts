// An incident with everything known about it, for tests of clocks, reports and reviews.
import { hourMs } from "../../kernel/clock.ts";
import type { Incident, IncidentMember } from "../incident.ts";
import type { Signal } from "../signal.ts";
import type { IncidentFacts } from "./regime.ts";

/** Sunday, 1 March 2026, noon UTC. */
export const openedAt = Date.UTC(2026, 2, 1, 12);

export const sampleSignal = (more: Partial<Signal> = {}): Signal => ({
  kind: "finding", ref: "fnd_1", title: "CVE-2026-1 in npm:left", severity: "critical", at: openedAt - hourMs, entities: [{ kind: "vulnerability", value: "CVE-2026-1" }], services: ["pay-api"], owner: "payments", environments: ["prod"],
  tactics: ["initial-access"], opens: "exploited-vulnerability", because: "in KEV", cause: undefined, ended: false, ...more,
} as Signal);

export const sampleIncident = (more: Partial<Incident> = {}): Incident => ({
  incidentId: "inc_1", number: 31, kind: "exploited-vulnerability", title: "CVE-2026-1 is exploited", severity: "critical", phase: "detected", phaseAt: { detected: openedAt }, startedAt: openedAt - hourMs, openedAt,
  acknowledgedAt: undefined, acknowledgedBy: undefined, closedAt: undefined, closedBecause: undefined, reopened: 0, owner: "payments", roles: [], services: ["pay-api"], environments: ["prod"],
  entities: [{ kind: "vulnerability", value: "CVE-2026-1" }], tactics: ["initial-access"], why: "In KEV and running", next: undefined, mergedInto: undefined, linked: [], members: 1, lastSignalAt: openedAt, version: 1, ...more,
} as Incident);

const member: IncidentMember = { incidentId: "inc_1", signal: sampleSignal(), joinedAt: openedAt, why: "it opened it", leftAt: undefined, leftWhy: undefined, count: 1, lastAt: openedAt };

export const sampleFacts = (more: Partial<IncidentFacts> = {}): IncidentFacts => ({
  incident: sampleIncident(), members: [member],
  vulnerabilities: [{ id: "CVE-2026-1", summary: "Remote code execution in left", severity: "critical", cvss: 9.8, cvssVector: "CVSS:3.1/AV:N", kev: true, malicious: false, fixes: [{ packageKey: "npm:left", service: "pay-api", fixVersion: "2.0.1", state: "open", affected: 2, fixed: 0 }] }],
  deployments: [{ service: "pay-api", version: "1.4", endpoint: "eu-1", environment: "prod", exposure: "internet", live: true }, { service: "pay-api", version: "1.4", endpoint: "eu-2", environment: "prod", exposure: "internal", live: false }],
  story: [], actions: [], fixAvailableAt: openedAt, answers: {}, painRating: undefined, settings: { organisation: "Example Ltd", contact: "soc@example.com" }, now: openedAt + 2 * hourMs, ...more,
});
