// Endpoints as rows, by name.
import { sql } from "kysely";
import type { EndpointRow, InventoryViews } from "../../inventory/inventory-views.ts";
import type { Tx } from "../bulk.ts";
import { endpointFrom } from "../inventory-store.ts";
import type { EndpointTable } from "../tables.ts";
import { given, listPage, byText } from "./keyset.ts";
import type { Order } from "./keyset.ts";
import { liveDeployments, openOfEndpoints } from "./open-findings.ts";
import { holds } from "./words.ts";

export function endpointViews(tx: Tx): Pick<InventoryViews, "endpoints" | "findEndpoint"> {
  return {
    async endpoints(org, { q, environment }, page) {
      const where = [sql`n.org_id = ${org}`, ...given(q, (words) => sql`(${holds(sql`n.name`, words)} or ${holds(sql`n.environment`, words)})`), ...given(environment, (name) => sql`n.environment = ${name}`)];
      const { rows, ...rest } = await listPage<EndpointTable>(tx, { columns: sql`n.*`, from: sql`endpoint n`, where, order: byName }, page);
      return { items: await endpointRows(tx, org, rows), ...rest };
    },
    async findEndpoint(org, idOrName) {
      const row = await byColumn(tx, org, "endpoint_id", idOrName) ?? await byColumn(tx, org, "name", idOrName);
      return row && (await endpointRows(tx, org, [row]))[0];
    },
  };
}

const byName: Order = { name: "endpoints", keys: [byText(sql`n.name`), byText(sql`n.endpoint_id`)] };

const byColumn = (tx: Tx, org: string, column: "endpoint_id" | "name", value: string): Promise<EndpointTable | undefined> =>
  tx.db.selectFrom("endpoint").selectAll().where("org_id", "=", org).where(column, "=", value).executeTakeFirst();

async function endpointRows(tx: Tx, org: string, rows: readonly EndpointTable[]): Promise<EndpointRow[]> {
  const ids = rows.map((row) => row.endpoint_id);
  const [live, open] = await Promise.all([liveDeployments(tx, org, "endpoint_id", ids), openOfEndpoints(tx, org, ids)]);
  return rows.map((row) => {
    const { endpointId: id, name, environment, exposure, criticality, createdAt } = endpointFrom(row);
    return { id, name, environment, exposure, criticality, liveDeployments: live.get(id)?.n ?? 0, openFindings: open.get(id) ?? 0, createdAt };
  });
}
