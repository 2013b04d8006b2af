// What the numbers of an organisation rest on: what is watched, and what cannot be seen.
import { sql } from "kysely";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";
import type { Sql } from "./keyset.ts";

/**
 * withoutSbom, unknownExposure and withoutOwner count live deployments; servicesWithoutOwner counts services. uncoveredComponents
 * is over the releases that run, each once. evaluatedAt: the last time an SBOM came or a finding was worked out; undefined before that.
 */
export interface FleetCoverage { liveDeployments: number; withoutSbom: number; uncoveredComponents: number; unknownExposure: number; withoutOwner: number; servicesWithoutOwner: number; evaluatedAt: Instant | undefined }

export async function fleetCoverage(tx: Tx, org: string): Promise<FleetCoverage> {
  const [live, uncovered, ownerless, sbomAt, foundAt] = await Promise.all([
    liveCounts(tx, org),
    one(tx, sql`select sum(b.not_covered) as n from release r cross join sbom b where r.org_id = ${org} and b.org_id = ${org} and b.release_id = r.release_id and b.digest = r.sbom_digest
      and exists (select 1 from deployment d where d.org_id = ${org} and d.release_id = r.release_id and d.ended_at is null)`),
    one(tx, sql`select count(*) as n from service s where s.org_id = ${org} and s.owner is null`),
    one(tx, sql`select max(b.received_at) as n from sbom b where b.org_id = ${org}`),
    one(tx, sql`select max(f.updated_at) as n from finding f where f.org_id = ${org}`),
  ]);
  const evaluatedAt = Math.max(sbomAt ?? 0, foundAt ?? 0);
  return { ...live, uncoveredComponents: uncovered ?? 0, servicesWithoutOwner: ownerless ?? 0, evaluatedAt: evaluatedAt === 0 ? undefined : evaluatedAt };
}

async function one(tx: Tx, query: Sql): Promise<number | undefined> {
  const { rows } = await (query as ReturnType<typeof sql<{ n: number | null }>>).execute(tx.db);
  const n = rows[0]?.n;
  return n === null || n === undefined ? undefined : Number(n);
}

// Grouped by release first, in one pass over a narrow index: there are far fewer releases than deployments.
async function liveCounts(tx: Tx, org: string): Promise<Pick<FleetCoverage, "liveDeployments" | "withoutSbom" | "unknownExposure" | "withoutOwner">> {
  const when = (condition: Sql): Sql => sql`coalesce(sum(case when ${condition} then g.n else 0 end), 0)`;
  const { rows } = await sql<Record<"live" | "without_sbom" | "without_owner", number>>`
    select coalesce(sum(g.n), 0) as live, ${when(sql`r.sbom_digest is null`)} as without_sbom, ${when(sql`s.owner is null`)} as without_owner
    from (select d.release_id, count(*) as n from deployment d where d.org_id = ${org} and d.ended_at is null group by d.release_id) g
      join release r on r.org_id = ${org} and r.release_id = g.release_id join service s on s.org_id = ${org} and s.service_id = r.service_id`.execute(tx.db);
  const unknown = await one(tx, sql`select count(*) as n from endpoint n cross join deployment d where n.org_id = ${org} and n.exposure = 'unknown' and d.org_id = ${org} and d.endpoint_id = n.endpoint_id and d.ended_at is null`);
  const { live = 0, without_sbom: withoutSbom = 0, without_owner: withoutOwner = 0 } = rows[0] ?? {};
  // PostgreSQL sums bigints to numeric, which arrives as text.
  return { liveDeployments: Number(live), withoutSbom: Number(withoutSbom), unknownExposure: unknown ?? 0, withoutOwner: Number(withoutOwner) };
}
