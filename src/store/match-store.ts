// The matches' store.
import type { Match, MatchStore } from "../matching/match-store.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { MatchTable } from "./tables.ts";

export function matchStore(tx: Tx): MatchStore {
  return {
    openMatches: (org, matches, at) => openMatches(tx, org, matches, at),
    holding: async (org, advisoryIds) =>
      (await inChunks(advisoryIds, (chunk) => tx.db.selectFrom("match").select(["advisory_id", "component_id"]).where("org_id", "=", org).where("advisory_id", "in", chunk).where("retracted_at", "is", null).execute()))
        .map((row) => ({ advisoryId: row.advisory_id, componentId: row.component_id })),
    retract: async (org, pairs, at) => {
      for (const [advisoryId, own] of Map.groupBy(pairs, (pair) => pair.advisoryId)) {
        for (const chunk of chunksOf(own.map((pair) => pair.componentId))) {
          await tx.db.updateTable("match").set({ retracted_at: at }).where("org_id", "=", org).where("advisory_id", "=", advisoryId).where("component_id", "in", chunk).execute();
        }
      }
    },
    ofComponent: async (org, componentId) => (await tx.db.selectFrom("match").selectAll().where("org_id", "=", org).where("component_id", "=", componentId).orderBy("advisory_id").execute()).map(matchFrom),
    countOfComponents: async (org, ids) => (await inChunks(ids, (chunk) => tx.db.selectFrom("match").select("component_id").where("org_id", "=", org).where("component_id", "in", chunk).where("retracted_at", "is", null).execute())).length,
  };
}

const columns = ["org_id", "component_id", "advisory_id", "package_key", "cleared_by", "reason", "detected_at", "retracted_at"] as const;

async function openMatches(tx: Tx, org: string, matches: readonly Omit<Match, "detectedAt" | "retractedAt">[], at: number): Promise<number> {
  const known = await inChunks(matches.map(({ componentId }) => componentId), (chunk) =>
    tx.db.selectFrom("match").selectAll().where("org_id", "=", org).where("component_id", "in", chunk).execute());
  const before = new Map(known.map((row) => [`${row.component_id} ${row.advisory_id}`, row]));
  const changed = matches.filter((match) => {
    const row = before.get(`${match.componentId} ${match.advisoryId}`);
    return !row || row.retracted_at !== null || row.reason !== match.reason || row.cleared_by !== (match.clearedBy ?? null);
  });
  await insertMany(tx, "match", columns, changed.map((match) => {
    const row = before.get(`${match.componentId} ${match.advisoryId}`);
    const detectedAt = row && row.retracted_at === null ? row.detected_at : at;
    return [org, match.componentId, match.advisoryId, match.packageKey, match.clearedBy ?? null, match.reason, detectedAt, null];
  }), { key: ["org_id", "component_id", "advisory_id"], update: ["package_key", "cleared_by", "reason", "detected_at", "retracted_at"] });
  return changed.filter((match) => before.get(`${match.componentId} ${match.advisoryId}`)?.retracted_at !== null).length;
}

const matchFrom = (row: MatchTable): Match =>
  ({ componentId: row.component_id, advisoryId: row.advisory_id, packageKey: row.package_key, clearedBy: row.cleared_by ?? undefined, reason: row.reason, detectedAt: row.detected_at, retractedAt: row.retracted_at ?? undefined });
