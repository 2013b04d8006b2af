// People correct what a deployer could not know: who owns a service, how exposed and critical an endpoint is.
import type { Service } from "../../inventory/inventory.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Ports } from "../../store/store.ts";
import type { App } from "../app.ts";
import type { LoopContext } from "./context.ts";
import { enqueueNotices } from "./notices.ts";
import { refreshFindings } from "./refresh.ts";

export async function editService(context: LoopContext, org: string, serviceId: string, change: Parameters<App["editService"]>[2], actor: string): Promise<void> {
  await context.store.write(async (ports) => {
    const service = (await ports.inventory.servicesById(org, [serviceId])).get(serviceId);
    if (!service) throw new Fault("request.not-found", { detail: `There is no service ${serviceId}.` });
    await recordOwner(ports, org, service, change.owner, actor);
  });
  context.committed();
}

/** source: "import:FILE:LINE" when a file said so; absent when a person did. */
export async function recordOwner(ports: Ports, org: string, service: Pick<Service, "serviceId" | "name" | "owner">, owner: string | undefined, actor: string, source?: string): Promise<void> {
  await ports.inventory.setOwner(org, service.serviceId, owner);
  await ports.ledger.append(org, [{ kind: "service.edited", subject: service.serviceId, actor, body: { service: service.name, owner: owner ?? null, before: service.owner ?? null, ...(source === undefined ? {} : { source }) } }]);
}

/** Exposure and criticality decide priority, so every service that runs there is worked out again. */
export async function editEndpoint(context: LoopContext, org: string, endpointId: string, change: Parameters<App["editEndpoint"]>[2], actor: string): Promise<void> {
  await context.store.write(async (ports) => {
    const endpoint = (await ports.inventory.endpointsById(org, [endpointId])).get(endpointId);
    if (!endpoint) throw new Fault("request.not-found", { detail: `There is no endpoint ${endpointId}.` });
    const { changed } = await ports.inventory.ensureEndpoint(org, { name: endpoint.name, environment: change.environment, exposure: change.exposure, criticality: change.criticality, at: context.clock.now() });
    if (!changed) return;
    await ports.ledger.append(org, [{ kind: "endpoint.edited", subject: endpointId, actor, body: { endpoint: endpoint.name, ...change } }]);
    const serviceIds = await ports.inventory.servicesOn(org, endpointId);
    if (serviceIds.length > 0) await enqueueNotices(context, ports, org, [await refreshFindings(context, ports, org, { serviceIds }, actor)]);
  });
  context.committed();
}
