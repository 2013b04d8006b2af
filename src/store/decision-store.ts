// The decisions' store.
import type { Decision, DecisionKind, Justification } from "../findings/decision.ts";
import type { FindingStore } from "../findings/finding-store.ts";
import { inChunks } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { DecisionTable } from "./tables.ts";
import { world } from "./world.ts";

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

/**
 * Decisions about these vulnerabilities, under whichever of its names each was made. A decision keeps the name it was
 * made under, so that it follows that name when clusters merge, are renamed or split again.
 */
export async function decisionsAbout(tx: Tx, org: string, vulnerabilityIds: readonly string[]): Promise<Decision[]> {
  const rows = await inChunks([...new Set(vulnerabilityIds)], (chunk) => tx.db.selectFrom("decision as d")
    .leftJoin("vulnerability_member as m", (join) => join.on("m.org_id", "=", world).onRef("m.member_id", "=", "d.vulnerability_id"))
    .selectAll("d").select("m.vulnerability_id as cluster_id").where("d.org_id", "=", org)
    .where((at) => at.or([at("d.vulnerability_id", "in", chunk), at("d.vulnerability_id", "in", at.selectFrom("vulnerability_member").select("member_id").where("org_id", "=", world).where("vulnerability_id", "in", chunk))]))
    .execute());
  const asked = new Set(vulnerabilityIds);
  return rows.map((row) => decisionFrom({ ...row, vulnerability_id: row.cluster_id ?? row.vulnerability_id })).filter(({ scope }) => asked.has(scope.vulnerabilityId));
}

export const decisionFrom = (row: DecisionTable): Decision => ({
  decisionId: row.decision_id, scope: { vulnerabilityId: row.vulnerability_id, packageKey: row.package_key ?? undefined, serviceId: row.service_id ?? undefined },
  kind: row.kind as DecisionKind, justification: (row.justification ?? undefined) as Justification | undefined, reason: row.reason, actor: row.actor,
  fromAt: row.from_at, untilAt: row.until_at ?? undefined, revokedAt: row.revoked_at ?? undefined, recordedAt: row.recorded_at,
});
