// How many findings are open, for the rows of one page: grouped queries over these ids, never one a row.
import { sql } from "kysely";
import type { RiskCounts } from "../../inventory/inventory-views.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import type { Sql } from "./keyset.ts";

/** A finding counts as open when nothing decided it away, it is not closed, and it was not merged into another. */
export const isOpen: Sql = sql`f.state = 'open' and f.merged_into is null`;

export const noRisk: RiskCounts = { act: 0, attend: 0, "track*": 0, track: 0 };

interface Counted { id: string; n: number }
const countsFrom = (rows: readonly Counted[]): Map<string, number> => new Map(rows.map((row) => [row.id, Number(row.n)]));

export async function riskOfServices(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, RiskCounts>> {
  const rows = await inChunks(ids, async (chunk) => (await sql<Counted & { outcome: keyof RiskCounts }>`
    select f.service_id as id, case f.outcome_rank when 0 then 'act' when 1 then 'attend' when 2 then 'track*' else 'track' end as outcome, count(*) as n from finding f
    where f.org_id = ${org} and ${isOpen} and f.service_id in (${sql.join(chunk)}) group by f.service_id, f.outcome_rank`.execute(tx.db)).rows);
  return new Map([...Map.groupBy(rows, (row) => row.id)].map(([id, own]) => [id, { ...noRisk, ...Object.fromEntries(own.map((row) => [row.outcome, Number(row.n)])) }]));
}

export const riskSum = (risk: RiskCounts): number => risk.act + risk.attend + risk["track*"] + risk.track;

export async function openOfDeployments(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, number>> {
  return countsFrom(await inChunks(ids, async (chunk) => (await sql<Counted>`
    select e.deployment_id as id, count(*) as n from exposure e cross join finding f
    where e.org_id = ${org} and e.deployment_id in (${sql.join(chunk)}) and e.retracted_at is null and f.org_id = ${org} and f.finding_id = e.finding_id and ${isOpen}
    group by e.deployment_id`.execute(tx.db)).rows));
}

export async function openOfEndpoints(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, number>> {
  return countsFrom(await inChunks(ids, async (chunk) => (await sql<Counted>`
    select d.endpoint_id as id, count(distinct e.finding_id) as n from deployment d cross join exposure e cross join finding f
    where d.org_id = ${org} and d.endpoint_id in (${sql.join(chunk)}) and d.ended_at is null
      and e.org_id = ${org} and e.deployment_id = d.deployment_id and e.retracted_at is null and f.org_id = ${org} and f.finding_id = e.finding_id and ${isOpen}
    group by d.endpoint_id`.execute(tx.db)).rows));
}

/** Of components: findings of the package, in a service that runs a release with the component, by an advisory that affects the component itself. */
export async function openOfComponents(tx: Tx, org: string, world: string, ids: readonly number[]): Promise<Map<string, number>> {
  return countsFrom(await inChunks(ids, async (chunk) => (await sql<Counted>`
    select m.component_id as id, count(distinct f.finding_id) as n from "match" m cross join subject s cross join finding f
    where m.org_id = ${org} and m.component_id in (${sql.join(chunk)}) and m.retracted_at is null and s.org_id = ${world} and s.advisory_id = m.advisory_id
      and f.org_id = ${org} and f.vulnerability_id = s.vulnerability_id and f.package_key = m.package_key and ${isOpen}
      and exists (select 1 from deployment d cross join release_component rc where d.org_id = ${org} and d.service_id = f.service_id and d.ended_at is null
        and rc.org_id = ${org} and rc.release_id = d.release_id and rc.component_id = m.component_id)
    group by m.component_id`.execute(tx.db)).rows).then((rows) => rows.map((row) => ({ id: String(row.id), n: row.n }))));
}

/** Live deployments by what they are of. `one`: any of them; what one deployment of a release is exposed to, all are. */
export async function liveDeployments(tx: Tx, org: string, by: "service_id" | "release_id" | "endpoint_id", ids: readonly string[]): Promise<Map<string, { n: number; one: string }>> {
  const column = sql.ref(`d.${by}`);
  const rows = await inChunks(ids, async (chunk) => (await sql<Counted & { one: string }>`
    select ${column} as id, count(*) as n, min(d.deployment_id) as one from deployment d
    where d.org_id = ${org} and ${column} in (${sql.join(chunk)}) and d.ended_at is null group by ${column}`.execute(tx.db)).rows);
  return new Map(rows.map((row) => [row.id, { n: Number(row.n), one: row.one }]));
}
