// Components as rows: of a release, or of the whole organisation, in the order of their purls.
import { sql } from "kysely";
import type { ComponentRow, InventoryViews } from "../../inventory/inventory-views.ts";
import { canonicalPurl, parsePurl } from "../../versions/purl.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import type { ComponentTable } from "../tables.ts";
import { world } from "../world.ts";
import { given, listPage, byText } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { openOfComponents } from "./open-findings.ts";
import { beginsWith, holds } from "./words.ts";

export function componentViews(tx: Tx): Pick<InventoryViews, "releaseComponents" | "components" | "findComponent"> {
  return {
    async releaseComponents(org, releaseId, { q }, page) {
      const where = [sql`rc.org_id = ${org} and rc.release_id = ${releaseId} and c.org_id = ${org} and c.component_id = rc.component_id`, ...matching(q)];
      const { rows, ...rest } = await listPage<ComponentTable>(tx, { columns: sql`c.*`, from: sql`release_component rc cross join component c`, where, order: byPurl }, page);
      return { items: await componentRows(tx, org, rows), ...rest };
    },
    async components(org, { q, ecosystem }, page) {
      const where = [sql`c.org_id = ${org}`, ...matching(q), ...given(ecosystem, inEcosystem)];
      const { rows, ...rest } = await listPage<ComponentTable>(tx, { columns: sql`c.*`, from: sql`component c`, where, order: byPurl }, page);
      return { items: await componentRows(tx, org, rows), ...rest };
    },
    async findComponent(org, purl) {
      const parsed = parsePurl(purl);
      const row = await tx.db.selectFrom("component").selectAll().where("org_id", "=", org).where("purl", "=", parsed ? canonicalPurl(parsed) : purl).executeTakeFirst();
      return row && (await componentRows(tx, org, [row]))[0];
    },
  };
}

// A purl is unique in an organisation, so it is the last key as well as the first.
const byPurl: Order = { name: "components", keys: [byText(sql`c.purl`)] };
const matching = (q: string | undefined): Sql[] => given(q, (words) => sql`(${holds(sql`c.purl`, words)} or ${holds(sql`c.name`, words)})`);

/** "Debian" means all its releases, "Debian:12" one. */
const inEcosystem = (ecosystem: string): Sql => sql`(c.ecosystem = ${ecosystem} or ${beginsWith(sql`c.ecosystem`, `${ecosystem}:`)})`;

async function componentRows(tx: Tx, org: string, rows: readonly ComponentTable[]): Promise<ComponentRow[]> {
  const ids = rows.map((row) => row.component_id);
  const [releases, live, open] = await Promise.all([releasesOf(tx, org, ids), liveOf(tx, org, ids), openOfComponents(tx, org, world, ids)]);
  return rows.map((row) => {
    const id = String(row.component_id);
    return { purl: row.purl, name: row.name, version: row.version ?? undefined, ecosystem: row.ecosystem ?? undefined, packageKey: row.package_key ?? undefined, releases: releases.get(id) ?? 0, liveDeployments: live.get(id) ?? 0, openFindings: open.get(id) ?? 0 };
  });
}

interface Counted { id: number; n: number }
const countsFrom = (rows: readonly Counted[]): Map<string, number> => new Map(rows.map((row) => [String(row.id), Number(row.n)]));

const releasesOf = async (tx: Tx, org: string, ids: readonly number[]): Promise<Map<string, number>> => countsFrom(await inChunks(ids, async (chunk) => (await sql<Counted>`
  select rc.component_id as id, count(*) as n from release_component rc where rc.org_id = ${org} and rc.component_id in (${sql.join(chunk)}) group by rc.component_id`.execute(tx.db)).rows));

const liveOf = async (tx: Tx, org: string, ids: readonly number[]): Promise<Map<string, number>> => countsFrom(await inChunks(ids, async (chunk) => (await sql<Counted>`
  select rc.component_id as id, count(*) as n from release_component rc cross join deployment d
  where rc.org_id = ${org} and rc.component_id in (${sql.join(chunk)}) and d.org_id = ${org} and d.release_id = rc.release_id and d.ended_at is null group by rc.component_id`.execute(tx.db)).rows));
