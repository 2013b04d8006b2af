// Deployments: which release runs where, since when; reported by pipelines.
import Type from "typebox";
import type { App, DeploymentReport as Report } from "../../app/app.ts";
import { Deployment, DeploymentReceipt, DeploymentReport } from "../../contract/inventory.ts";
import { AsOf } from "../../contract/shapes.ts";
import type { DeploymentRow } from "../../inventory/inventory-views.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { allPages } from "../all-pages.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const named = Type.Optional(Type.String({ minLength: 1, maxLength: 2048, description: "Id or name" }));

const list = listDoor({
  id: "listDeployments", path: "/deployments", tag: "deployments", item: Deployment, summary: "Deployments; with asof, those that ran at that instant",
  query: { service: named, endpoint: named, release: named, component: Type.Optional(Type.String({ minLength: 1, maxLength: 4096, description: "Purl of a component that the release holds" })), live: Type.Optional(Type.Boolean()), asof: AsOf },
  async handle({ app, org, query, page, asof }) {
    const { service, endpoint, release, component, live } = query;
    const serviceId = service === undefined ? undefined : found(await app.inventory.findService(org, service), "service", service).id;
    const endpointId = endpoint === undefined ? undefined : found(await app.inventory.findEndpoint(org, endpoint), "endpoint", endpoint).id;
    const releaseId = release === undefined ? undefined : found(await app.inventory.findRelease(org, release), "release", release).id;
    return app.inventory.deployments(org, { component, serviceId, endpointId, releaseId, live, asof }, page);
  },
});

const record = door({
  id: "recordDeployment", method: "POST", path: "/deployments", tag: "deployments", body: DeploymentReport, answer: DeploymentReceipt, status: 201,
  summary: "Takes the report that a release runs somewhere from an instant on, or that a service ended there",
  async handle({ app, org, actor, body }) {
    const { at, ...said } = body;
    const report: Report = { ...said, at: at === undefined ? undefined : parseInstant(at) };
    const receipt = await app.recordDeployment(org, report, actor);
    return { ...receipt, deployment: await findDeployment(app, org, report, receipt.deploymentId) };
  },
});

async function findDeployment(app: App, org: string, report: Report, deploymentId: string | undefined): Promise<DeploymentRow | undefined> {
  if (deploymentId === undefined) return undefined;
  const [service, endpoint] = await Promise.all([app.inventory.findService(org, report.service), app.inventory.findEndpoint(org, report.endpoint)]);
  if (!service || !endpoint) return undefined;
  for await (const row of allPages((page) => app.inventory.deployments(org, { serviceId: service.id, endpointId: endpoint.id }, page))) {
    if (row.id === deploymentId) return row;
  }
  return undefined;
}

export const deployments: Resource = { tag: "deployments", about: "Which release runs where, since when", doors: [list, record] };
