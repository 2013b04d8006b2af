// Evidence of an incident as it is now: one JSON document with a digest, kept in the store before anything is changed.
import type { Incident } from "../../../incidents/incident.ts";
import type { Evidence } from "../../../incidents/playbooks/step-world.ts";
import { toIso } from "../../../kernel/clock.ts";
import { sha256 } from "../../../kernel/id.ts";
import { canonicalJson } from "../../../kernel/json.ts";
import type { Json } from "../../../kernel/json.ts";
import type { LedgerEntry } from "../../../ledger/fact.ts";
import type { Ports } from "../../../store/store.ts";
import type { LoopContext } from "../../loop/context.ts";
import { findingRowsOf, surroundingsOf } from "./surroundings.ts";

const pageSize = 500;

/** In the caller's transaction; what it reads is the last committed state. */
export async function keepEvidence(context: LoopContext, ports: Ports, org: string, about: { incident: Incident; runId: string; facts: number }): Promise<Evidence> {
  const { incident, runId } = about;
  const now = context.clock.now();
  const findings = await findingRowsOf(context, org, incident.incidentId);
  const { deployments } = await surroundingsOf(context, org, incident);
  const members = await context.store.read.incidents.membersOf(org, incident.incidentId, { left: true });
  const story = await context.store.read.incidents.storyOf(org, incident.incidentId);
  const releases = await releasesOf(context, org, incident);
  const facts = await lastFacts(context, org, incident.incidentId, about.facts);
  const document = { schemaVersion: 1, kind: "aftwatch-evidence", takenAt: toIso(now), org, runId, ledgerHead: await context.store.read.ledger.head(org), incident, members, findings, releases, deployments, story, facts };
  const body = canonicalJson(JSON.parse(JSON.stringify(document)) as Json);
  const evidence: Evidence = { evidenceId: context.ids.next("evd"), digest: sha256(body), bytes: Buffer.byteLength(body), counts: { members: members.length, findings: findings.length, releases: releases.length, deployments: deployments.length, facts: facts.length } };
  await ports.playbooks.addEvidence(org, { evidenceId: evidence.evidenceId, digest: evidence.digest, bytes: evidence.bytes, runId, incidentId: incident.incidentId, body, madeAt: now });
  await ports.ledger.append(org, [{ kind: "evidence.kept", subject: evidence.evidenceId, actor: `run:${runId}`, body: { incident: incident.incidentId, digest: evidence.digest, bytes: evidence.bytes } }]);
  return evidence;
}

/** Releases of the incident's services that run now, with the digests of build and SBOM. */
async function releasesOf({ store }: LoopContext, org: string, { services }: Incident): Promise<{ service: string; version: string; digest: string | undefined; commit: string | undefined; sbom: string | undefined; components: number | undefined }[]> {
  const ids = new Set<string>();
  for (const name of services) {
    const service = await store.views.inventory.findService(org, name);
    if (!service) continue;
    const { items } = await store.views.inventory.deployments(org, { serviceId: service.id, live: true }, { limit: pageSize, after: undefined });
    for (const { releaseId } of items) ids.add(releaseId);
  }
  const rows = await Promise.all([...ids].map((id) => store.views.inventory.findRelease(org, id)));
  return rows.filter((row) => row !== undefined).map(({ service, version, digest, commit, sbom }) => ({ service, version, digest, commit, sbom: sbom?.digest, components: sbom?.components }));
}

/** The latest facts, oldest first. */
async function lastFacts({ store }: LoopContext, org: string, incidentId: string, most: number): Promise<LedgerEntry[]> {
  const rows: LedgerEntry[] = [];
  for (let after: string | undefined; rows.length < most;) {
    const page = await store.views.incidents.activity(org, incidentId, { order: "newest" }, { limit: Math.min(pageSize, most - rows.length), after });
    rows.push(...page.items);
    if (page.next === undefined) break;
    after = page.next;
  }
  return rows.toReversed();
}
