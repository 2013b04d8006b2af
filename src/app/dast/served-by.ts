// What serves a target: the endpoint of the inventory, the service and the release that runs there now, and its owner.
import type { DastTarget } from "../../dast/scan.ts";
import type { Ports } from "../../store/store.ts";

export interface ServedBy { endpointId: string | undefined; endpoint: string | undefined; environment: string | undefined; exposure: string | undefined; serviceId: string | undefined; service: string | undefined; owner: string | undefined; releaseId: string | undefined; version: string | undefined; deployedAt: number | undefined }

const nobody: ServedBy = { endpointId: undefined, endpoint: undefined, environment: undefined, exposure: undefined, serviceId: undefined, service: undefined, owner: undefined, releaseId: undefined, version: undefined, deployedAt: undefined };

/** Of several services on one endpoint the one that the target names, or else the one that was deployed last; unknown stays unknown. */
export async function servedBy(ports: Ports, org: string, { endpointId, serviceId }: Pick<DastTarget, "endpointId" | "serviceId">): Promise<ServedBy> {
  if (endpointId === undefined && serviceId === undefined) return nobody;
  const [one] = (await running(ports, org, endpointId, serviceId)).toSorted((a, b) => b.startedAt - a.startedAt);
  if (one === undefined) return { ...nobody, endpointId, serviceId };
  const { environment, exposure, service, owner, releaseId, version, endpoint, startedAt } = one;
  return { endpointId: one.endpointId, endpoint, environment, exposure, serviceId: one.serviceId, service, owner, releaseId, version, deployedAt: startedAt };
}

async function running(ports: Ports, org: string, endpointId: string | undefined, serviceId: string | undefined) {
  const services = serviceId === undefined ? [] : [...(await ports.inventory.servicesById(org, [serviceId])).values()].map(({ name }) => name);
  const endpoints = endpointId === undefined ? [] : [...(await ports.inventory.endpointsById(org, [endpointId])).values()].map(({ name }) => name);
  const rows = await ports.views.inventory.runningOf(org, { services, endpoints });
  return rows.filter((one) => (endpointId === undefined || one.endpointId === endpointId) && (serviceId === undefined || one.serviceId === serviceId));
}
