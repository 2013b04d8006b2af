// Numbers over the whole fleet of an organisation: coverage, measured lives, series, search, deliveries.
import { sql } from "kysely";
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { IncidentRecord } from "../../metrics/incident-record.ts";
import type { MeasuredLife } from "../../metrics/measure.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Tx } from "../bulk.ts";
import { fleetCoverage } from "./coverage.ts";
import type { FleetCoverage } from "./coverage.ts";
import { findDeliveryRow, findNotice, listDeliveryRows } from "./delivery-list.ts";
import type { DeliveryDetailRow, DeliveryListFilter, DeliveryListRow } from "./delivery-list.ts";
import { findingSeries } from "./finding-series.ts";
import type { SeriesPoint } from "./finding-series.ts";
import { incidentRecord } from "./incident-lives.ts";
import type { IncidentLifeFilter, ZoneOf } from "./incident-lives.ts";
import { measuredLives } from "./measured-lives.ts";
import type { LifeFilter } from "./measured-lives.ts";
import { search } from "./palette.ts";
import type { Hit } from "./palette.ts";
import { watchCounts } from "./watch-counts.ts";
import type { WatchCounts } from "./watch-counts.ts";

export type { FleetCoverage } from "./coverage.ts";
export type { DeliveryDetailRow, DeliveryListFilter, DeliveryListRow } from "./delivery-list.ts";
export type { SeriesPoint } from "./finding-series.ts";
export type { IncidentLifeFilter } from "./incident-lives.ts";
export type { LifeFilter } from "./measured-lives.ts";
export type { Hit, HitKind } from "./palette.ts";

export interface FleetViews {
  coverage(org: string): Promise<FleetCoverage>;
  /** Every finding's life that touches [from, to). */
  measuredLives(org: string, filter: LifeFilter, from: Instant, to: Instant): Promise<readonly MeasuredLife[]>;
  /** All that incidents, their pages, clocks and messages did in [from, to). */
  incidentRecord(org: string, filter: IncidentLifeFilter, from: Instant, to: Instant, zoneOf: ZoneOf): Promise<IncidentRecord>;
  /** One point a bucket of [from, to), named by its end. */
  series(org: string, filter: LifeFilter, from: Instant, to: Instant, bucketMs: number): Promise<readonly SeriesPoint[]>;
  /** Hours since fromAt that have facts, by their beginning (UTC). */
  factsPerHour(org: string, fromAt: Instant): Promise<readonly { at: Instant; facts: number }[]>;
  /** What stands at this instant. */
  watchCounts(org: string, now: Instant): Promise<WatchCounts>;
  /** Newest notice first. */
  deliveries(org: string, filter: DeliveryListFilter, page: PageRequest): Promise<Page<DeliveryListRow>>;
  delivery(org: string, id: string): Promise<DeliveryDetailRow | undefined>;
  /** A notice as it was raised. */
  notice(org: string, id: string): Promise<Notice | undefined>;
  /** For the palette: at most `limit` hits of each kind. */
  search(org: string, q: string, limit: number): Promise<readonly Hit[]>;
}

export const fleetViews = (tx: Tx): FleetViews => ({
  coverage: (org) => fleetCoverage(tx, org),
  measuredLives: (org, filter, from, to) => measuredLives(tx, org, filter, from, to),
  incidentRecord: (org, filter, from, to, zoneOf) => incidentRecord(tx, org, filter, { from, to }, zoneOf),
  series: (org, filter, from, to, bucketMs) => findingSeries(tx, org, filter, from, to, bucketMs),
  watchCounts: (org, now) => watchCounts(tx, org, now),
  factsPerHour: (org, fromAt) => factsPerHour(tx, org, fromAt),
  deliveries: (org, filter, page) => listDeliveryRows(tx, org, filter, page),
  delivery: (org, id) => findDeliveryRow(tx, org, id),
  notice: (org, id) => findNotice(tx, org, id),
  search: (org, q, limit) => search(tx, org, q, limit),
});

async function factsPerHour(tx: Tx, org: string, fromAt: Instant): Promise<{ at: Instant; facts: number }[]> {
  // An expression of the column alone: as a parameter, PostgreSQL would not see that the selected and the grouped one are the same.
  const hour = sql`l.at - l.at % ${sql.lit(hourMs)}`;
  const { rows } = await sql<{ hour: number; facts: number }>`select ${hour} as hour, count(*) as facts from ledger l where l.org_id = ${org} and l.at >= ${fromAt} group by ${hour} order by ${hour}`.execute(tx.db);
  return rows.map((row) => ({ at: row.hour, facts: Number(row.facts) }));
}
