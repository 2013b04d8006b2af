// Where an incident happens: what runs of its services now, and its findings with their fixes.
import type { Incident } from "../../../incidents/incident.ts";
import type { Surroundings } from "../../../incidents/playbooks/incident-scope.ts";
import type { FixLine, IncidentFinding } from "../../../incidents/playbooks/step-world.ts";
import type { FindingRow } from "../../../findings/finding-views.ts";
import { Fault } from "../../../kernel/fault.ts";
import type { LoopContext } from "../../loop/context.ts";

// More is told by number in the incident itself; a step that acts on each of them would not be one step.
const deploymentLimit = 500;
const findingLimit = 200;

/** The incident, or the one it was merged into. Throws request.not-found. */
export async function incidentOf(context: Pick<LoopContext, "store">, org: string, id: string): Promise<Incident> {
  const incident = await context.store.read.incidents.find(org, id);
  if (!incident) throw new Fault("request.not-found", { detail: `There is no incident ${id}.` });
  return incident.mergedInto === undefined ? incident : incidentOf(context, org, incident.mergedInto);
}

export async function surroundingsOf({ store, publicUrl }: LoopContext, org: string, incident: Incident): Promise<Surroundings> {
  const deployments: Surroundings["deployments"][number][] = [];
  for (const name of incident.services) {
    const service = await store.views.inventory.findService(org, name);
    if (!service || deployments.length >= deploymentLimit) continue;
    const { items } = await store.views.inventory.deployments(org, { serviceId: service.id, live: true }, { limit: Math.min(500, deploymentLimit - deployments.length), after: undefined });
    deployments.push(...items.map((row) => ({ name: `${row.service} ${row.version} on ${row.endpoint}`, service: row.service, exposure: row.exposure })));
  }
  return { deployments, exposures: [...new Set(deployments.map(({ exposure }) => exposure))].toSorted(), url: `${publicUrl}/incidents/${incident.incidentId}` };
}

export async function findingRowsOf({ store, clock }: LoopContext, org: string, incidentId: string): Promise<FindingRow[]> {
  const members = await store.read.incidents.membersOf(org, incidentId);
  const ids = members.flatMap(({ signal }) => (signal.kind === "finding" ? [signal.ref] : [])).slice(0, findingLimit);
  const rows = await Promise.all(ids.map((id) => store.views.findings.findFinding(org, id, clock.now())));
  return rows.filter((row) => row !== undefined);
}

export const toIncidentFinding = ({ id, vulnerability, packageKey, service, fixVersion, state, live }: FindingRow): IncidentFinding => ({ findingId: id, vulnerability, packageKey, service, fixVersion, state, live: live.affected });

/** One line for each package and version that clears it, those with most findings first. */
export function fixLines(rows: readonly FindingRow[]): FixLine[] {
  const open = rows.filter(({ state }) => state === "open");
  return [...Map.groupBy(open, ({ packageKey, fixVersion }) => `${packageKey}@${fixVersion ?? ""}`).values()].flatMap((group): FixLine[] => {
    const [first] = group;
    if (!first) return [];
    const dues = group.map(({ clock }) => clock.dueAt).filter((at) => at !== undefined);
    const unique = (names: readonly (string | undefined)[]): string[] => [...new Set(names.filter((name) => name !== undefined))].toSorted();
    return [{ packageKey: first.packageKey, fixVersion: first.fixVersion, findings: group.length, services: unique(group.map(({ service }) => service)), owners: unique(group.map(({ owner }) => owner)), dueAt: dues.length > 0 ? Math.min(...dues) : undefined }];
  }).toSorted((a, b) => b.findings - a.findings || (a.packageKey < b.packageKey ? -1 : 1));
}
