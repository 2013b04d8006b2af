// The store of loaded components.
import { sql } from "kysely";
import type { LoadedHow } from "../runtime/loaded.ts";
import { componentKey } from "../runtime/loaded.ts";
import type { LoadedStore } from "../runtime/loaded-store.ts";
import { rowsOf } from "./alert-select.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { LoadedComponentTable, LoadedReportTable } from "./tables/runtime.ts";

export function loadedStore(tx: Tx): LoadedStore {
  return {
    async put(org, { releaseId, endpointId, host, at, complete, components }, sightings) {
      await sql`insert into loaded_report (org_id, release_id, endpoint_id, host, at, complete, components) values (${org}, ${releaseId}, ${endpointId}, ${host}, ${at}, ${Number(complete)}, ${components})
        on conflict (org_id, release_id, endpoint_id, host) do update set at = excluded.at, complete = excluded.complete, components = excluded.components where excluded.at >= loaded_report.at`.execute(tx.db);
      const known = new Map((await ofHost(tx, org, { releaseId, endpointId, host })).map((row) => [row.component_key, row]));
      const rows = new Map(sightings.map((one) => [componentKey(one.purl), one]));
      await insertMany(tx, "loaded_component", columns, [...rows].map(([key, one]) => {
        const before = known.get(key);
        const isNewer = before === undefined || one.lastAt >= before.last_at;
        return [org, releaseId, endpointId, host, key, one.purl, isNewer ? one.how : before.how, (isNewer ? one.path : before.path) ?? null, Math.min(one.firstAt, before?.first_at ?? one.firstAt), Math.max(one.lastAt, before?.last_at ?? one.lastAt)];
      }), { key: ["org_id", "release_id", "endpoint_id", "host", "component_key"], update: ["purl", "how", "path", "first_at", "last_at"] });
    },
    async ofRelease(org, releaseId) {
      const reports = await rowsOf<LoadedReportTable>(tx, "select * from loaded_report where org_id = ? and release_id = ?", [org, releaseId]);
      const sightings = await rowsOf<LoadedComponentTable>(tx, "select * from loaded_component where org_id = ? and release_id = ? order by component_key, endpoint_id, host", [org, releaseId]);
      return {
        reports: reports.map((row) => ({ releaseId, endpointId: row.endpoint_id, host: row.host, at: Number(row.at), complete: row.complete === 1, components: row.components })),
        sightings: sightings.map((row) => ({ releaseId, endpointId: row.endpoint_id, host: row.host, purl: row.purl, how: row.how as LoadedHow, path: row.path ?? undefined, firstAt: Number(row.first_at), lastAt: Number(row.last_at) })),
      };
    },
  };
}

const columns = ["org_id", "release_id", "endpoint_id", "host", "component_key", "purl", "how", "path", "first_at", "last_at"] as const;

const ofHost = (tx: Tx, org: string, { releaseId, endpointId, host }: { releaseId: string; endpointId: string; host: string }): Promise<LoadedComponentTable[]> =>
  rowsOf<LoadedComponentTable>(tx, "select * from loaded_component where org_id = ? and release_id = ? and endpoint_id = ? and host = ?", [org, releaseId, endpointId, host]);
