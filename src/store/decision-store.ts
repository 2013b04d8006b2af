// The decisions' store.
import type { Decision, DecisionKind, Justification } from "../findings/decision.ts";
import type { FindingStore } from "../findings/finding-store.ts";
import { inChunks } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { DecisionTable } from "./tables.ts";

export function decisionStore(tx: Tx): Pick<FindingStore, "addDecision" | "findDecision" | "revokeDecision"> {
  return {
    addDecision: async (org, decision) => {
      await tx.db.insertInto("decision").values({
        org_id: org, decision_id: decision.decisionId, vulnerability_id: decision.scope.vulnerabilityId, package_key: decision.scope.packageKey ?? null, service_id: decision.scope.serviceId ?? null,
        kind: decision.kind, justification: decision.justification ?? null, reason: decision.reason, actor: decision.actor, from_at: decision.fromAt, until_at: decision.untilAt ?? null, revoked_at: decision.revokedAt ?? null, recorded_at: decision.recordedAt,
      }).execute();
    },
    findDecision: async (org, id) => {
      const row = await tx.db.selectFrom("decision").selectAll().where("org_id", "=", org).where("decision_id", "=", id).executeTakeFirst();
      return row && decisionFrom(row);
    },
    revokeDecision: async (org, id, at) => {
      await tx.db.updateTable("decision").set({ revoked_at: at }).where("org_id", "=", org).where("decision_id", "=", id).where("revoked_at", "is", null).execute();
    },
  };
}

export const decisionsAbout = async (tx: Tx, org: string, vulnerabilityIds: readonly string[]): Promise<Decision[]> =>
  (await inChunks(vulnerabilityIds, (chunk) => tx.db.selectFrom("decision").selectAll().where("org_id", "=", org).where("vulnerability_id", "in", chunk).execute())).map(decisionFrom);

export const decisionFrom = (row: DecisionTable): Decision => ({
  decisionId: row.decision_id, scope: { vulnerabilityId: row.vulnerability_id, packageKey: row.package_key ?? undefined, serviceId: row.service_id ?? undefined },
  kind: row.kind as DecisionKind, justification: (row.justification ?? undefined) as Justification | undefined, reason: row.reason, actor: row.actor,
  fromAt: row.from_at, untilAt: row.until_at ?? undefined, revokedAt: row.revoked_at ?? undefined, recordedAt: row.recorded_at,
});
