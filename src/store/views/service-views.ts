// Services as rows: by name, by risk, or newest first.
import { sql } from "kysely";
import type { InventoryViews, ServiceRow } from "../../inventory/inventory-views.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import type { ServiceTable } from "../tables.ts";
import { given, listPage, byNumber, byText } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { isOpen, liveDeployments, noRisk, riskOfServices, riskSum } from "./open-findings.ts";
import { holds } from "./words.ts";

export function serviceViews(tx: Tx): Pick<InventoryViews, "services" | "findService"> {
  return {
    async services(org, { q, sort = "name" }, page) {
      const where = [sql`s.org_id = ${org}`, ...given(q, (words) => sql`(${holds(sql`s.name`, words)} or ${holds(sql`coalesce(s.owner, '')`, words)})`)];
      const { rows, ...rest } = await listPage<ServiceTable>(tx, { columns: sql`s.*`, from: sort === "risk" ? byRisk(org) : sql`service s`, where, order: orders[sort] }, page, sql`service s`);
      return { items: await serviceRows(tx, org, rows), ...rest };
    },
    async findService(org, idOrName) {
      const row = await byColumn(tx, org, "service_id", idOrName) ?? await byColumn(tx, org, "name", idOrName);
      return row && (await serviceRows(tx, org, [row]))[0];
    },
  };
}

const byColumn = (tx: Tx, org: string, column: "service_id" | "name", value: string): Promise<ServiceTable | undefined> =>
  tx.db.selectFrom("service").selectAll().where("org_id", "=", org).where(column, "=", value).executeTakeFirst();

const risk = (column: string): Sql => sql`coalesce(${sql.ref(`r.${column}`)}, 0)`;
const orders: Record<"name" | "risk" | "-created", Order> = {
  name: { name: "services:name", keys: [byText(sql`s.name`), byText(sql`s.service_id`)] },
  "-created": { name: "services:-created", descending: true, keys: [byNumber(sql`s.created_at`), byText(sql`s.service_id`)] },
  risk: { name: "services:risk", descending: true, keys: [...["act", "attend", "track_star", "track"].map((column) => byNumber(risk(column))), byText(sql`s.service_id`)] },
};

// One pass over the open findings' narrow index, not a query a service.
const byRisk = (org: string): Sql => sql`service s left join (
  select f.service_id, sum(case f.outcome_rank when 0 then 1 else 0 end) as act, sum(case f.outcome_rank when 1 then 1 else 0 end) as attend,
    sum(case f.outcome_rank when 2 then 1 else 0 end) as track_star, sum(case f.outcome_rank when 3 then 1 else 0 end) as track
  from finding f where f.org_id = ${org} and ${isOpen} group by f.service_id) r on r.service_id = s.service_id`;

async function serviceRows(tx: Tx, org: string, rows: readonly ServiceTable[]): Promise<ServiceRow[]> {
  const ids = rows.map((row) => row.service_id);
  const [live, risks, releases] = await Promise.all([liveDeployments(tx, org, "service_id", ids), riskOfServices(tx, org, ids), releaseCounts(tx, org, ids)]);
  return rows.map((row) => {
    const risk = risks.get(row.service_id) ?? noRisk;
    return { id: row.service_id, name: row.name, owner: row.owner ?? undefined, liveDeployments: live.get(row.service_id)?.n ?? 0, releases: releases.get(row.service_id) ?? 0, openFindings: riskSum(risk), risk, createdAt: row.created_at };
  });
}

async function releaseCounts(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("release").select((row) => ["service_id", row.fn.countAll<number>().as("n")]).where("org_id", "=", org).where("service_id", "in", chunk).groupBy("service_id").execute());
  return new Map(rows.map((row) => [row.service_id, Number(row.n)]));
}
