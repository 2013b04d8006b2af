// The list of fixes: open findings grouped by the one change that removes them, the change that removes most first.
import { sql } from "kysely";
import type { FixFilter, FixRow } from "../../findings/finding-views.ts";
import { outcomes } from "../../findings/finding.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { findingConditions } from "./finding-conditions.ts";
import { allOf, countRows, cursorOf, cut, given, keyedRows, byNumber, byText } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { isOpen } from "./open-findings.ts";

/** fix_version is "" when no fix is known; removes: how many (finding, live deployment) pairs the change ends. */
interface Group { package_key: string; fix_version: string; outcome_rank: number; findings: number; services: number; kev: number; epss: number | null; due_at: number | null; total: number }

const order: Order = { name: "fixes", keys: [byNumber(sql`g.outcome_rank`), byNumber(sql`0 - g.removes`), byText(sql`g.package_key`), byText(sql`g.fix_version`)] };

export async function listFixes(tx: Tx, org: string, filter: FixFilter, page: PageRequest): Promise<Page<FixRow>> {
  const where = [...await findingConditions(tx, org, filter), isOpen];
  const from = sql`(select grouped.*, count(*) over () as total from (${grouped(where)}) grouped) g`;
  const found = await keyedRows<Group>(tx, { columns: sql`g.*`, from, where: [sql`1 = 1`], order }, cursorOf(order, page), page.limit + 1);
  const { rows, next } = cut(found, order, page);
  const total = rows[0] ? Number(rows[0].total) : await countRows(tx, sql`(${grouped(where)}) g`, [sql`1 = 1`]);
  const keys = [...new Set(rows.map((row) => row.package_key))];
  const [reach, owners] = keys.length === 0 ? [new Map<string, Reach>(), new Map<string, string[]>()] : await Promise.all([reachOf(tx, org, where, keys, filter.environment), ownersOf(tx, org, where, keys)]);
  return { items: rows.map((row) => fixRow(row, reach.get(keyOf(row)), owners.get(keyOf(row)))), total, next };
}

const grouped = (where: readonly Sql[]): Sql => sql`
  select f.package_key, coalesce(f.fix_version, '') as fix_version, min(f.outcome_rank) as outcome_rank, count(*) as findings, count(distinct f.service_id) as services,
    sum(f.kev) as kev, max(f.epss) as epss, min(f.due_at) as due_at, sum(f.live_affected) as removes
  from finding f where ${allOf(where)} group by f.package_key, coalesce(f.fix_version, '')`;

interface Reach { package_key: string; fix_version: string; deployments: number; internet: number }
const keyOf = (row: { package_key: string; fix_version: string }): string => `${row.package_key}@${row.fix_version}`;

/** Live deployments, each once however many findings it has; with an environment, those in it. */
async function reachOf(tx: Tx, org: string, where: readonly Sql[], packageKeys: readonly string[], environment: string | undefined): Promise<Map<string, Reach>> {
  const inEnvironment = allOf([sql`n.org_id = ${org} and n.endpoint_id = d.endpoint_id`, ...given(environment, (name) => sql`n.environment = ${name}`)]);
  const { rows } = await sql<Reach>`
    select f.package_key, coalesce(f.fix_version, '') as fix_version, count(distinct e.deployment_id) as deployments, count(distinct case when n.exposure = 'internet' then e.deployment_id end) as internet
    from finding f cross join exposure e cross join deployment d cross join endpoint n
    where ${allOf(where)} and f.package_key in (${sql.join(packageKeys)}) and e.org_id = ${org} and e.finding_id = f.finding_id and e.retracted_at is null
      and d.org_id = ${org} and d.deployment_id = e.deployment_id and d.ended_at is null and ${inEnvironment}
    group by f.package_key, coalesce(f.fix_version, '')`.execute(tx.db);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function ownersOf(tx: Tx, org: string, where: readonly Sql[], packageKeys: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ package_key: string; fix_version: string; owner: string }>`
    select distinct f.package_key, coalesce(f.fix_version, '') as fix_version, s.owner from finding f cross join service s
    where ${allOf(where)} and f.package_key in (${sql.join(packageKeys)}) and s.org_id = ${org} and s.service_id = f.service_id and s.owner is not null order by 1, 2, 3`.execute(tx.db);
  return new Map([...Map.groupBy(rows, keyOf)].map(([key, own]) => [key, own.map((row) => row.owner)]));
}

const fixRow = (row: Group, reach: Reach | undefined, owners: readonly string[] = []): FixRow => ({
  key: keyOf(row), packageKey: row.package_key, fixVersion: row.fix_version === "" ? undefined : row.fix_version, findings: Number(row.findings), deployments: Number(reach?.deployments ?? 0), services: Number(row.services),
  internet: Number(reach?.internet ?? 0), kev: Number(row.kev), maxEpss: row.epss ?? undefined, outcome: outcomes[row.outcome_rank] ?? "track", dueAt: row.due_at ?? undefined, owners,
});
