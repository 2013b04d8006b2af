// Search by what a name begins with: fast enough for every keystroke, because each kind has an index on its names.
import { sql } from "kysely";
import type { Tx } from "../bulk.ts";
import { world } from "../world.ts";
import { allOf } from "./keyset.ts";
import type { Sql } from "./keyset.ts";
import { beginsWith, holds } from "./words.ts";

export type HitKind = "vulnerability" | "service" | "release" | "component" | "endpoint" | "finding";
/** path: the console's page. */
export interface Hit { kind: HitKind; id: string; title: string; detail: string; path: string }

/**
 * At most `limit` of each kind. Vulnerabilities, components, versions and digests by what they begin with; services and
 * endpoints, which are few, by what they hold; findings by their whole id.
 */
export async function search(tx: Tx, org: string, q: string, limit: number): Promise<Hit[]> {
  const words = q.trim();
  if (words === "") return [];
  const hits = await Promise.all(searches(org, words).map((find) => hitsOf(tx, find, limit)));
  return hits.flat();
}

interface Search { kind: HitKind; noun: string; columns: Sql; from: Sql; where: readonly Sql[]; order: Sql }

const searches = (org: string, words: string): Search[] => [
  { kind: "vulnerability", noun: "advisories", columns: sql`v.vulnerability_id as id, m.member_id as title, v.summary as detail`, from: sql`vulnerability_member m join vulnerability v on v.org_id = m.org_id and v.vulnerability_id = m.vulnerability_id`,
    where: [sql`m.org_id = ${world}`, anySpelling(sql`m.member_id`, words)], order: sql`m.member_id` },
  { kind: "service", noun: "services", columns: sql`s.service_id as id, s.name as title, coalesce(s.owner, 'no owner') as detail`, from: sql`service s`, where: [sql`s.org_id = ${org}`, holds(sql`s.name`, words)], order: sql`s.name` },
  { kind: "release", noun: "releases", columns: sql`r.release_id as id, s.name || ' ' || r.version as title, coalesce(r.digest, '') as detail`, from: sql`release r join service s on s.org_id = r.org_id and s.service_id = r.service_id`,
    where: [sql`r.org_id = ${org}`, sql`(${beginsWith(sql`r.version`, words)} or ${beginsWith(sql`r.digest`, words)})`], order: sql`r.created_at desc, r.release_id` },
  { kind: "component", noun: "components", columns: sql`c.purl as id, c.purl as title, coalesce(c.package_key, '') as detail`, from: sql`component c`, where: [sql`c.org_id = ${org}`, sql`(${anySpelling(sql`c.name`, words)} or ${beginsWith(sql`c.purl`, words)})`], order: sql`c.purl` },
  { kind: "endpoint", noun: "endpoints", columns: sql`n.endpoint_id as id, n.name as title, n.environment as detail`, from: sql`endpoint n`, where: [sql`n.org_id = ${org}`, holds(sql`n.name`, words)], order: sql`n.name` },
  { kind: "finding", noun: "findings", columns: sql`f.finding_id as id, f.vulnerability_id || ' in ' || s.name as title, f.package_key as detail`, from: sql`finding f join service s on s.org_id = f.org_id and s.service_id = f.service_id`,
    where: [sql`f.org_id = ${org}`, sql`f.finding_id = ${words}`, sql`f.merged_into is null`], order: sql`f.finding_id` },
];

// Ids are written in capitals (CVE-) or half so (GHSA-xxxx); ranges are exact, so the likely spellings are asked for.
const anySpelling = (column: Sql, words: string): Sql =>
  sql`(${sql.join([...new Set([words, words.toUpperCase(), words.toLowerCase(), words.replace(/^ghsa-.*/i, (id) => `GHSA-${id.slice(5).toLowerCase()}`)])].map((start) => beginsWith(column, start)), sql` or `)})`;

async function hitsOf(tx: Tx, { kind, noun, columns, from, where, order }: Search, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Pick<Hit, "id" | "title" | "detail">>`select ${columns} from ${from} where ${allOf(where)} order by ${order} limit ${limit}`.execute(tx.db);
  return rows.map(({ id, title, detail }) => ({ kind, id, title, detail, path: `/${noun}/${encodeURIComponent(id)}` }));
}
