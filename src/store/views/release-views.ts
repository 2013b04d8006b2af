// Releases as rows, newest first, and what the SBOM of one named that could not be taken.
import { sql } from "kysely";
import type { ComponentReject } from "../../inventory/component.ts";
import type { InventoryViews, ReleaseRow } from "../../inventory/inventory-views.ts";
import { cursorOf, given, listPage, byNumber, byText } from "./keyset.ts";
import type { Order } from "./keyset.ts";
import { encodeCursor } from "../../kernel/page.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { releaseFrom } from "../inventory-store.ts";
import type { ReleaseTable, SbomTable } from "../tables.ts";
import { liveDeployments, openOfDeployments } from "./open-findings.ts";
import { beginsWith, holds } from "./words.ts";

export function releaseViews(tx: Tx): Pick<InventoryViews, "releases" | "findRelease" | "releaseRejects"> {
  return {
    async releases(org, { serviceId, q }, page) {
      const where = [sql`r.org_id = ${org}`, ...given(serviceId, (id) => sql`r.service_id = ${id}`),
        ...given(q, (words) => sql`(${holds(sql`r.version`, words)} or ${holds(sql`s.name`, words)} or ${beginsWith(sql`coalesce(r.digest, '')`, words)} or ${beginsWith(sql`coalesce(r.commit_id, '')`, words)})`)];
      const { rows, ...rest } = await listPage<ReleaseTable & Named>(tx, { columns: sql`r.*, s.name as service`, from: named, where, order: newestFirst }, page);
      return { items: await releaseRows(tx, org, rows), ...rest };
    },
    async findRelease(org, idOrDigest) {
      const row = await one(tx, org, "release_id", idOrDigest) ?? await one(tx, org, "digest", idOrDigest);
      return row && (await releaseRows(tx, org, [row]))[0];
    },
    releaseRejects: (org, releaseId, page) => rejects(tx, org, releaseId, page),
  };
}

interface Named { service: string }
const named = sql`release r join service s on s.org_id = r.org_id and s.service_id = r.service_id`;
const newestFirst: Order = { name: "releases", descending: true, keys: [byNumber(sql`r.created_at`), byText(sql`r.release_id`)] };

// One digest may be known as several releases (the same build under two versions): the newest is meant.
const one = async (tx: Tx, org: string, column: "release_id" | "digest", value: string): Promise<(ReleaseTable & Named) | undefined> =>
  (await sql<ReleaseTable & Named>`select r.*, s.name as service from ${named} where r.org_id = ${org} and ${sql.ref(`r.${column}`)} = ${value} order by r.created_at desc, r.release_id desc limit 1`.execute(tx.db)).rows[0];

async function releaseRows(tx: Tx, org: string, rows: readonly (ReleaseTable & Named)[]): Promise<ReleaseRow[]> {
  const ids = rows.map((row) => row.release_id);
  const [live, sboms] = await Promise.all([liveDeployments(tx, org, "release_id", ids), sbomsOf(tx, org, ids)]);
  const open = await openOfDeployments(tx, org, [...live.values()].map((deployment) => deployment.one));
  return rows.map((row) => {
    const { releaseId, serviceId, version, digest, commit, createdAt, sbom } = releaseFrom(row, sboms.get(`${row.release_id} ${row.sbom_digest}`));
    const running = live.get(releaseId);
    return { id: releaseId, serviceId, service: row.service, version, digest, commit, createdAt, sbom, liveDeployments: running?.n ?? 0, openFindings: (running && open.get(running.one)) ?? 0 };
  });
}

async function sbomsOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, SbomTable>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("sbom").selectAll().where("org_id", "=", org).where("release_id", "in", chunk).execute());
  return new Map(rows.map((row) => [`${row.release_id} ${row.digest}`, row]));
}

const rejectOrder: Order = { name: "rejects", keys: [byNumber(sql`place`)] };

/** Of the SBOM that counts: the one received last. */
async function rejects(tx: Tx, org: string, releaseId: string, page: Parameters<InventoryViews["releaseRejects"]>[2]): ReturnType<InventoryViews["releaseRejects"]> {
  const row = await tx.db.selectFrom("sbom").innerJoin("release", (join) => join.onRef("release.org_id", "=", "sbom.org_id").onRef("release.release_id", "=", "sbom.release_id").onRef("release.sbom_digest", "=", "sbom.digest"))
    .select("sbom.reject_list").where("sbom.org_id", "=", org).where("sbom.release_id", "=", releaseId).executeTakeFirst();
  const all = row ? JSON.parse(row.reject_list) as ComponentReject[] : [];
  const from = Number(cursorOf(rejectOrder, page)?.[0] ?? 0);
  const end = from + page.limit;
  return { items: all.slice(from, end), total: all.length, next: end < all.length ? encodeCursor([rejectOrder.name, end]) : undefined };
}
