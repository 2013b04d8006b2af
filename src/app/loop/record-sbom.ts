// An SBOM arrives: read outside the transaction, then release, components, matches, findings, facts and notices in one.
import type { Component, ComponentReject } from "../../inventory/component.ts";
import { cpeEcosystem, keptPurl, namesOfText } from "../../inventory/component-names.ts";
import type { SbomRecord } from "../../inventory/inventory.ts";
import { readSbom } from "../../inventory/sbom-reader.ts";
import { schemeFor } from "../../versions/scheme-of.ts";
import type { Ports } from "../../store/store.ts";
import type { SbomPush, SbomReceipt } from "../app.ts";
import type { LoopContext } from "./context.ts";
import { matchComponents } from "./match-components.ts";
import { enqueueNotices } from "./notices.ts";
import { refreshFindings } from "./refresh.ts";

export async function recordSbom(context: LoopContext, org: string, push: SbomPush, actor: string): Promise<SbomReceipt> {
  const { head, components, rejects, counts, digest } = await readSbom(push.chunks);
  const sbom = { digest, format: head.format, specVersion: head.specVersion, receivedAt: context.clock.now(), components: components.length, rejects: rejects.length, duplicates: counts.duplicates };
  const receipt = await context.store.write((ports) => keepContent(context, ports, org, push, { sbom, components, rejects }, actor));
  context.committed();
  return receipt;
}

export interface Content { sbom: SbomRecord; components: readonly Component[]; rejects: readonly ComponentReject[] }

/** Makes this the content of the release, in the caller's transaction. The same document again changes nothing. */
export async function keepContent(context: LoopContext, ports: Ports, org: string, push: Omit<SbomPush, "chunks">, content: Content, actor: string): Promise<SbomReceipt> {
  const at = context.clock.now();
  const { service } = await ports.inventory.ensureService(org, { name: push.service, owner: push.owner, at });
  const { release } = await ports.inventory.ensureRelease(org, { serviceId: service.serviceId, service: service.name, version: push.version, digest: push.digest, commit: push.commit, at });
  const keyed = content.components.map(keyedOf);
  const notCovered = keyed.filter(({ ecosystem, packageVersion }) => ecosystem === undefined || packageVersion === undefined || (ecosystem !== cpeEcosystem && schemeFor(ecosystem)?.parse(packageVersion) === undefined)).length;
  const receipt = { releaseId: release.releaseId, service: service.name, version: release.version, ...pick(content.sbom), rejects: content.rejects, notCovered };
  const { ids, fresh } = await ports.inventory.internComponents(org, keyed, at);
  if (release.sbom?.digest === content.sbom.digest) return { ...receipt, matches: await ports.matches.countOfComponents(org, ids), findingsOpened: 0, unchanged: true };
  await ports.inventory.putSbom(org, release.releaseId, { ...content.sbom, notCovered }, ids, content.rejects);
  await matchComponents(ports, org, fresh, at);
  await ports.ledger.append(org, [{ kind: "sbom.received", subject: release.releaseId, actor, body: { service: service.name, version: release.version, digest: content.sbom.digest, format: content.sbom.format, components: content.sbom.components, rejects: content.sbom.rejects, notCovered } }]);
  const refreshed = await refreshFindings(context, ports, org, { serviceIds: [service.serviceId] }, actor);
  await enqueueNotices(context, ports, org, [refreshed]);
  return { ...receipt, matches: await ports.matches.countOfComponents(org, ids), findingsOpened: refreshed.changes.filter(({ kind }) => kind === "opened" || kind === "regressed").length, unchanged: false };
}

/** A component with the purl it is kept under, and every key by which advisories may speak of it. */
function keyedOf(component: Component): Component & { packageKey: string | undefined; otherKeys: readonly string[] } {
  const purl = keptPurl(component);
  const keys = [...new Set(namesOfText(purl).names.map((name) => name.packageKey))];
  return { ...component, purl, packageKey: keys[0], otherKeys: keys.slice(1) };
}

const pick = ({ digest, format, specVersion, components, duplicates }: SbomRecord) => ({ digest, format, specVersion, components, duplicates });
