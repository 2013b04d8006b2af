// What steps may look at, from the store and the cluster.
import type { Incident } from "../../../incidents/incident.ts";
import type { KubernetesPort, SeenWorld } from "../../../incidents/playbooks/step-world.ts";
import type { LoopContext } from "../../loop/context.ts";
import { findingRowsOf, fixLines, surroundingsOf, toIncidentFinding } from "./surroundings.ts";

export type Cluster = () => Promise<KubernetesPort | { missing: string }>;

// Channels whose message is a ticket.
const ticketChannels = /^(?:jira|servicenow|github|gitlab)$/;

export function seenWorld(context: LoopContext, org: string, incident: Incident, cluster: Cluster): SeenWorld {
  return {
    receivers: async () => (await context.store.read.settings.receivers(org)).map(({ id, channel }) => ({ id, channel, isTicket: ticketChannels.test(channel) })),
    findings: async () => (await findingRowsOf(context, org, incident.incidentId)).map(toIncidentFinding),
    deployments: async () => (await surroundingsOf(context, org, incident)).deployments,
    fixes: async () => fixLines(await findingRowsOf(context, org, incident.incidentId)),
    kubernetes: cluster,
  };
}
