// A deployment is reported: its interval, the findings it opens and closes, facts and notices, in one transaction.
import { minuteMs, toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Deployment } from "../../inventory/inventory.ts";
import { intervalsOf } from "../../inventory/intervals.ts";
import type { Fact } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import type { DeploymentReceipt, DeploymentReport } from "../app.ts";
import type { LoopContext } from "./context.ts";
import { enqueueNotices } from "./notices.ts";
import { refreshFindings } from "./refresh.ts";

// Clocks of build machines are rarely right to the second.
const clockSkewMs = 5 * minuteMs;

export async function recordDeployment(context: LoopContext, org: string, report: DeploymentReport, actor: string): Promise<DeploymentReceipt> {
  const receipt = await context.store.write((ports) => keepDeployment(context, ports, org, report, actor));
  context.committed();
  return receipt;
}

export async function keepDeployment(context: LoopContext, ports: Ports, org: string, report: DeploymentReport, actor: string): Promise<DeploymentReceipt> {
  const now = context.clock.now();
  const at = startOf(report, now);
  const { service, changed: serviceChanged } = await ports.inventory.ensureService(org, { name: report.service, owner: report.owner, at: now });
  const { endpoint, changed: endpointChanged } = await ports.inventory.ensureEndpoint(org, { name: report.endpoint, environment: report.environment, exposure: report.exposure, criticality: report.criticality, at: now });
  const place = { endpointId: endpoint.endpointId, serviceId: service.serviceId, at, recordedAt: now };
  const warnings: string[] = [];
  if (report.kind === "ended") await ports.inventory.addDeploymentEvent(org, { ...place, kind: "ended", releaseId: undefined });
  else {
    const { release } = await ports.inventory.ensureRelease(org, { serviceId: service.serviceId, service: service.name, version: versionOf(report), digest: report.digest, commit: report.commit, at: now });
    await ports.inventory.addDeploymentEvent(org, { ...place, kind: "started", releaseId: release.releaseId });
    if (!release.sbom) warnings.push(`${service.name} ${release.version} has no SBOM: nothing can be said about it until one is pushed`);
  }
  if (endpoint.exposure === "unknown") warnings.push(`the exposure of ${endpoint.name} is unknown and treated as reachable; say --exposure internet or internal`);
  if (service.owner === undefined) warnings.push(`${service.name} has no owner: its notices reach only routes that do not ask for one`);
  const before = await ports.inventory.deploymentsBetween(org, endpoint.endpointId, service.serviceId);
  const intervals = intervalsOf(org, await ports.inventory.deploymentEvents(org, endpoint.endpointId, service.serviceId));
  const facts = factsOf(before, intervals, { service: service.name, endpoint: endpoint.name, version: report.version }, actor);
  const continued = facts.length === 0;
  if (!continued) await ports.inventory.putDeployments(org, endpoint.endpointId, service.serviceId, intervals);
  const running = intervals.find(({ startedAt, endedAt }) => startedAt <= at && (endedAt === undefined || endedAt > at));
  await ports.ledger.append(org, continued ? [{ kind: "deployment.continued", subject: running?.deploymentId ?? service.serviceId, actor, body: { service: service.name, endpoint: endpoint.name, version: report.version, at: toIso(at) } }] : facts);
  if (continued && !serviceChanged && !endpointChanged) return { deploymentId: running?.deploymentId, continued, findingsOpened: 0, findingsClosed: 0, warnings };
  const refreshed = await refreshFindings(context, ports, org, { serviceIds: [service.serviceId] }, actor);
  await enqueueNotices(context, ports, org, [refreshed]);
  const count = (...kinds: readonly string[]): number => refreshed.changes.filter(({ kind }) => kinds.includes(kind)).length;
  return { deploymentId: running?.deploymentId, continued, findingsOpened: count("opened", "regressed"), findingsClosed: count("closed"), warnings };
}

function startOf(report: DeploymentReport, now: number): number {
  const at = report.at ?? now;
  if (at > now + clockSkewMs) throw new Fault("deployment.in-future", { detail: `${toIso(at)} is after ${toIso(now)}`, places: [{ at: "/at", rule: "not in the future" }] });
  return Math.min(at, now);
}

function versionOf({ version }: DeploymentReport): string {
  if (version === undefined) throw new Fault("deployment.version-missing", { places: [{ at: "/version", rule: "required when a deployment starts" }] });
  return version;
}

/** What is new, ended or corrected between two sets of intervals. */
function factsOf(before: readonly Deployment[], after: readonly Deployment[], names: { service: string; endpoint: string; version: string | undefined }, actor: string): Fact[] {
  const known = new Map(before.map((deployment) => [deployment.deploymentId, deployment]));
  const kept = new Set(after.map(({ deploymentId }) => deploymentId));
  const fact = (kind: string, deployment: Deployment): Fact =>
    ({ kind, subject: deployment.deploymentId, actor, body: { service: names.service, endpoint: names.endpoint, release: deployment.releaseId, startedAt: toIso(deployment.startedAt), endedAt: deployment.endedAt === undefined ? undefined : toIso(deployment.endedAt) } });
  return [
    ...before.filter(({ deploymentId }) => !kept.has(deploymentId)).map((deployment) => fact("deployment.corrected", deployment)),
    ...after.filter(({ deploymentId, endedAt }) => known.has(deploymentId) && known.get(deploymentId)?.endedAt !== endedAt).map((deployment) => fact("deployment.ended", deployment)),
    ...after.filter(({ deploymentId }) => !known.has(deploymentId)).map((deployment) => fact("deployment.started", deployment)),
  ];
}
