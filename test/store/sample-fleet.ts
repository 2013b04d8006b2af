// A fleet for tests: services, releases, places, advisories and the findings between them, made by the ports alone.
import type { VulnerabilityRecord } from "../../src/advisories/vulnerability-views.ts";
import { refold } from "../../src/findings/refold.ts";
import { intervalsOf } from "../../src/inventory/intervals.ts";
import type { DeploymentEvent, ExposureLevel } from "../../src/inventory/inventory.ts";
import { dayMs, hourMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { Ports, Store } from "../../src/store/store.ts";

/** How much of each; every service has one release that is affected by every vulnerability, and one that is not. exposure: of all endpoints, instead of all kinds in turn. */
export interface FleetShape { services: number; endpoints: number; vulnerabilities: number; exposure?: ExposureLevel }

export const smallFleet: FleetShape = { services: 3, endpoints: 4, vulnerabilities: 5 };

export const nameOf = (index: number): { cve: string; ghsa: string; packageKey: string; affected: string; fixed: string } => ({
  cve: `CVE-2026-${1000 + index}`, ghsa: `GHSA-aaaa-bbbb-${1000 + index}`, packageKey: `npm:alder-${index}`, affected: `pkg:npm/alder-${index}@1.0.${index}`, fixed: `pkg:npm/alder-${index}@2.0.0`,
});
const environments = ["production", "staging"] as const;
const exposures = ["internet", "internal", "unknown"] as const;

/** What the world knows: one advisory and one vulnerability for each package, and an erratum about the first two. */
export async function publish(store: Store, count: number, at: Instant): Promise<void> {
  await store.write(async ({ advisories }) => {
    const all = Array.from({ length: count }, (_, index) => index);
    const advisoryOf = (id: string, aliases: string[], index: number) => ({
      advisory: {
        id, source: "osv", modifiedAt: at, publishedAt: at - 2 * dayMs, withdrawnAt: undefined, summary: `Alder ${index} trusts a length field`, details: "", aliases, upstream: [], related: [], severities: [], references: [],
        affected: [{ ecosystem: "npm", name: `alder-${index}`, ranges: [], versions: [`1.0.${index}`], severities: [], fixState: undefined }],
      }, digest: `d${index}`, keys: [nameOf(index).packageKey],
    });
    await advisories.putAdvisories([...all.map((index) => advisoryOf(nameOf(index).ghsa, [nameOf(index).cve], index)), advisoryOf("DSA-9000-1", [], 0)], at);
    await advisories.putMembers(new Map<string, string>([...all.flatMap((index): [string, string][] => [[nameOf(index).cve, nameOf(index).cve], [nameOf(index).ghsa, nameOf(index).cve]]), ["DSA-9000-1", "DSA-9000-1"]]));
    await advisories.putSubjects(new Map<string, string[]>([...all.map((index): [string, string[]] => [nameOf(index).ghsa, [nameOf(index).cve]]), ["DSA-9000-1", [nameOf(0).cve, nameOf(1).cve]]]));
    await advisories.putVulnerabilities(all.map((index) => vulnerabilityOf(index, at)));
  });
}

export const vulnerabilityOf = (index: number, at: Instant): VulnerabilityRecord => ({
  id: nameOf(index).cve, aliases: [], summary: `Alder ${index} trusts a length field`, severity: (["critical", "high", "medium", "low", "unknown"] as const)[index % 5] ?? "unknown", cvss: 9 - index % 5,
  cvssVector: index % 2 === 0 ? "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" : "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", severityFrom: "osv", severityBecause: undefined, epss: index / 100, epssPercentile: undefined,
  kev: index === 0, kevAddedAt: undefined, ransomware: false, malicious: false, publishedAt: index === 3 ? undefined : at - index * dayMs, ingestedAt: at, withdrawn: false,
});

const sbom = (digest: string, at: Instant, components: number) => ({ digest, format: "cyclonedx-json", specVersion: "1.6", receivedAt: at, components, rejects: 1, duplicates: 0, notCovered: 2 });
const componentOf = (purl: string) => {
  const [, name = "", version = ""] = /^pkg:npm\/(.+)@(.+)$/.exec(purl) ?? [];
  return { purl, name, version, ecosystem: "npm", packageName: name, packageVersion: version, location: undefined, packageKey: `npm:${name}` };
};

export interface Fleet { services: { id: string; name: string; affected: string; fixed: string }[]; endpoints: { id: string; name: string }[] }

/** Services that run their affected release on every endpoint since `at`; the findings are worked out at `at` + 1 h. */
export async function addFleet(store: Store, org: string, { services, endpoints, vulnerabilities, exposure }: FleetShape, at: Instant, prefix = ""): Promise<Fleet> {
  const fleet: Fleet = { services: [], endpoints: [] };
  await store.write(async (ports) => {
    await ports.inventory.ensureOrganisation(org, org, at);
    for (let index = 0; index < endpoints; index++) {
      const { endpoint } = await ports.inventory.ensureEndpoint(org, { name: `${prefix}place-${index}`, environment: environments[index % 2], exposure: exposure ?? exposures[index % 3], criticality: "high", at });
      fleet.endpoints.push({ id: endpoint.endpointId, name: endpoint.name });
    }
    for (let index = 0; index < services; index++) fleet.services.push(await addService(ports, org, index, vulnerabilities, at, prefix));
  });
  await store.write(async (ports) => {
    for (const service of fleet.services) for (const endpoint of fleet.endpoints) await report(ports, org, endpoint.id, service.id, service.affected, at);
  });
  await evaluate(store, org, fleet, vulnerabilities, at + hourMs);
  return fleet;
}

async function addService(ports: Ports, org: string, index: number, vulnerabilities: number, at: Instant, prefix: string): Promise<Fleet["services"][number]> {
  const name = `${prefix}service-${index}`;
  const { service } = await ports.inventory.ensureService(org, { name, owner: index === 0 ? undefined : `team-${index}`, at: at + index });
  const releases: string[] = [];
  for (const [version, kind] of [["1.0", "affected"], ["2.0", "fixed"]] as const) {
    const { release } = await ports.inventory.ensureRelease(org, { serviceId: service.serviceId, service: name, version, digest: `sha256:${org}${name}${version}`, commit: undefined, at: at + index });
    const { ids } = await ports.inventory.internComponents(org, Array.from({ length: vulnerabilities }, (_, n) => componentOf(nameOf(n)[kind])), at);
    await ports.inventory.putSbom(org, release.releaseId, sbom(`sha256:${name}${version}`, at, vulnerabilities), ids, [{ at: "/components/9", name: "odd", reason: "no-purl", detail: "has no purl" }]);
    if (kind === "affected") await ports.matches.openMatches(org, ids.map((componentId, n) => ({ componentId, advisoryId: nameOf(n).ghsa, packageKey: nameOf(n).packageKey, clearedBy: n === 2 ? undefined : "2.0.0", reason: "listed" })), at);
    releases.push(release.releaseId);
  }
  return { id: service.serviceId, name, affected: releases[0] ?? "", fixed: releases[1] ?? "" };
}

/** Reports that a release runs, or that nothing does, as a pipeline would. */
export async function deploy(store: Store, org: string, endpointId: string, serviceId: string, releaseId: string | undefined, at: Instant): Promise<void> {
  await store.write((ports) => report(ports, org, endpointId, serviceId, releaseId, at));
}

async function report({ inventory }: Ports, org: string, endpointId: string, serviceId: string, releaseId: string | undefined, at: Instant): Promise<void> {
  const place = { endpointId, serviceId, at, recordedAt: at };
  const event: DeploymentEvent = releaseId === undefined ? { ...place, kind: "ended", releaseId } : { ...place, kind: "started", releaseId };
  await inventory.addDeploymentEvent(org, event);
  await inventory.putDeployments(org, endpointId, serviceId, intervalsOf(org, await inventory.deploymentEvents(org, endpointId, serviceId)));
}

/** Works out the fleet's findings at an instant. */
export async function evaluate(store: Store, org: string, fleet: Fleet, vulnerabilities: number, now: Instant): Promise<void> {
  await store.write(async ({ findings }) => {
    const scope = { serviceIds: fleet.services.map(({ id }) => id) };
    const known = new Map(Array.from({ length: vulnerabilities }, (_, index) => [nameOf(index).cve, vulnerabilityOf(index, now)]));
    const folded = refold(org, scope, await findings.load(org, scope), known, now);
    await findings.save(org, folded.findings, folded.environments);
    await findings.putExposures(org, folded.exposed);
    await findings.retractExposures(org, folded.retracted, now);
    await findings.removeExposures(org, folded.removed);
  });
}
