// The findings' store.
import type { Finding } from "../findings/finding.ts";
import { outcomes } from "../findings/finding.ts";
import type { FindingStore } from "../findings/finding-store.ts";
import { decisionStore } from "./decision-store.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { findingFrom } from "./finding-row.ts";
import { loadScope } from "./finding-scope.ts";

export function findingStore(tx: Tx): FindingStore {
  return {
    ...decisionStore(tx),
    load: (org, scope) => loadScope(tx, org, scope),
    save: (org, findings, environments) => save(tx, org, findings, environments),
    putExposures: (org, exposures) => insertMany(tx, "exposure", ["org_id", "finding_id", "deployment_id", "component_id", "known_at", "retracted_at"],
      exposures.map((exposure) => [org, exposure.findingId, exposure.deploymentId, exposure.componentId, exposure.knownAt, null]),
      { key: ["org_id", "finding_id", "deployment_id"], update: ["component_id", "known_at", "retracted_at"] }),
    retractExposures: async (org, pairs, at) => {
      for (const [findingId, own] of Map.groupBy(pairs, (pair) => pair.findingId)) {
        for (const chunk of chunksOf(own.map((pair) => pair.deploymentId))) await tx.db.updateTable("exposure").set({ retracted_at: at }).where("org_id", "=", org).where("finding_id", "=", findingId).where("deployment_id", "in", chunk).execute();
      }
    },
    removeExposures: async (org, pairs) => {
      for (const [findingId, own] of Map.groupBy(pairs, (pair) => pair.findingId)) {
        for (const chunk of chunksOf(own.map((pair) => pair.deploymentId))) await tx.db.deleteFrom("exposure").where("org_id", "=", org).where("finding_id", "=", findingId).where("deployment_id", "in", chunk).execute();
      }
    },
    find: async (org, findingId) => {
      const row = await tx.db.selectFrom("finding").selectAll().where("org_id", "=", org).where("finding_id", "=", findingId).executeTakeFirst();
      return row && findingFrom(row);
    },
    acknowledge: async (org, findingId, at, actor) => {
      const { numUpdatedRows } = await tx.db.updateTable("finding").set({ acknowledged_at: at, acknowledged_by: actor, updated_at: at }).where("org_id", "=", org).where("finding_id", "=", findingId).where("acknowledged_at", "is", null).executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
    withFindings: async (org, ids) => (await inChunks(ids, (chunk) => tx.db.selectFrom("finding").select("vulnerability_id").distinct().where("org_id", "=", org).where("vulnerability_id", "in", chunk).where("merged_into", "is", null).execute())).map((row) => row.vulnerability_id),
    repoint: (org, from, to) => repoint(tx, org, from, to),
    turning: async (org, until) => (await tx.db.selectFrom("finding").select("vulnerability_id").distinct().where("org_id", "=", org).where("turns_at", "<=", until).execute()).map((row) => row.vulnerability_id),
  };
}

const columns = ["org_id", "finding_id", "vulnerability_id", "package_key", "service_id", "state", "close_reason", "detected_at", "exposed_since", "closed_at", "acknowledged_at", "acknowledged_by", "regressed",
  "severity", "cvss", "epss", "kev", "malicious", "outcome", "outcome_rank", "inputs", "policy", "clause", "clock_started_at", "due_at", "fix_version", "live_affected", "live_unconfirmed", "live_fixed", "live_total",
  "environments", "periods", "decision_id", "turns_at", "merged_into", "updated_at"] as const;

async function save(tx: Tx, org: string, findings: Parameters<FindingStore["save"]>[1], environments: Parameters<FindingStore["save"]>[2]): Promise<void> {
  await insertMany(tx, "finding", columns, findings.map((finding) => rowOf(org, finding, environments.get(finding.findingId) ?? [])),
    { key: ["org_id", "finding_id"], update: columns.slice(2) });
}

function rowOf(org: string, finding: Finding & { turnsAt?: number | undefined }, environments: readonly string[]): (string | number | null)[] {
  const { live, clock, priority } = finding;
  return [org, finding.findingId, finding.vulnerabilityId, finding.packageKey, finding.serviceId, finding.state, finding.closeReason ?? null, finding.detectedAt, finding.exposedSince, finding.closedAt ?? null,
    finding.acknowledgedAt ?? null, finding.acknowledgedBy ?? null, Number(finding.labels.includes("regressed")), finding.severity, finding.cvss ?? null, finding.epss ?? null, Number(finding.labels.includes("kev")), Number(finding.labels.includes("malicious")),
    priority.outcome, outcomes.indexOf(priority.outcome), JSON.stringify(priority.inputs), clock.policy, clock.clause, clock.startedAt, clock.dueAt ?? null, finding.fixVersion ?? null,
    live.affected, live.unconfirmed, live.fixed, live.total, environments.length > 0 ? `|${environments.join("|")}|` : "", JSON.stringify(finding.periods), finding.decisionId ?? null, finding.turnsAt ?? null, null, finding.updatedAt];
}

/** Where both exist, the one detected first stays, and the other is kept under the old id, pointing to it. */
async function repoint(tx: Tx, org: string, from: string, to: string): Promise<void> {
  const rows = await tx.db.selectFrom("finding").select(["finding_id", "vulnerability_id", "service_id", "package_key", "detected_at", "acknowledged_at", "acknowledged_by"]).where("org_id", "=", org).where("vulnerability_id", "in", [from, to]).where("merged_into", "is", null).execute();
  const set = (id: string, values: Partial<{ vulnerability_id: string; merged_into: string; detected_at: number }>) => tx.db.updateTable("finding").set(values).where("org_id", "=", org).where("finding_id", "=", id).execute();
  for (const group of Map.groupBy(rows, (row) => `${row.service_id} ${row.package_key}`).values()) {
    const [older, younger] = group.toSorted((a, b) => a.detected_at - b.detected_at || (a.finding_id < b.finding_id ? -1 : 1));
    if (!older) continue;
    if (younger) {
      await set(younger.finding_id, { vulnerability_id: `${from} merged ${younger.finding_id}`, merged_into: older.finding_id });
      await tx.db.deleteFrom("exposure").where("org_id", "=", org).where("finding_id", "=", younger.finding_id).execute();
    }
    await set(older.finding_id, { vulnerability_id: to });
  }
}

