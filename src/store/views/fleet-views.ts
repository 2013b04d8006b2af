// Numbers over the whole fleet of an organisation: coverage, measured lives, series, search, deliveries.
import { sql } from "kysely";
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { MeasuredLife } from "../../metrics/measure.ts";
import type { Tx } from "../bulk.ts";
import { fleetCoverage } from "./coverage.ts";
import type { FleetCoverage } from "./coverage.ts";
import { listDeliveryRows, receiverCounts } from "./delivery-list.ts";
import type { DeliveryListRow, ReceiverCounts } from "./delivery-list.ts";
import { findingSeries } from "./finding-series.ts";
import type { SeriesPoint } from "./finding-series.ts";
import { measuredLives } from "./measured-lives.ts";
import type { LifeFilter } from "./measured-lives.ts";
import { search } from "./palette.ts";
import type { Hit } from "./palette.ts";

export type { FleetCoverage } from "./coverage.ts";
export type { DeliveryListRow, ReceiverCounts } from "./delivery-list.ts";
export type { SeriesPoint } from "./finding-series.ts";
export type { LifeFilter } from "./measured-lives.ts";
export type { Hit, HitKind } from "./palette.ts";

export interface FleetViews {
  coverage(org: string): Promise<FleetCoverage>;
  /** Every finding's life that touches [from, to). */
  measuredLives(org: string, filter: LifeFilter, from: Instant, to: Instant): Promise<readonly MeasuredLife[]>;
  /** One point a bucket of [from, to), named by its end. */
  series(org: string, filter: LifeFilter, from: Instant, to: Instant, bucketMs: number): Promise<readonly SeriesPoint[]>;
  /** Hours since fromAt that have facts, by their beginning (UTC). */
  factsPerHour(org: string, fromAt: Instant): Promise<readonly { at: Instant; facts: number }[]>;
  /** Receivers that ever had a delivery. */
  receiverCounts(org: string): Promise<readonly ReceiverCounts[]>;
  /** Newest notice first. */
  deliveries(org: string, filter: { state?: string | undefined; receiver?: string | undefined }, page: PageRequest): Promise<Page<DeliveryListRow>>;
  /** For the palette: at most `limit` hits of each kind. */
  search(org: string, q: string, limit: number): Promise<readonly Hit[]>;
}

export const fleetViews = (tx: Tx): FleetViews => ({
  coverage: (org) => fleetCoverage(tx, org),
  measuredLives: (org, filter, from, to) => measuredLives(tx, org, filter, from, to),
  series: (org, filter, from, to, bucketMs) => findingSeries(tx, org, filter, from, to, bucketMs),
  factsPerHour: (org, fromAt) => factsPerHour(tx, org, fromAt),
  receiverCounts: (org) => receiverCounts(tx, org),
  deliveries: (org, filter, page) => listDeliveryRows(tx, org, filter, page),
  search: (org, q, limit) => search(tx, org, q, limit),
});

async function factsPerHour(tx: Tx, org: string, fromAt: Instant): Promise<{ at: Instant; facts: number }[]> {
  // An expression of the column alone: as a parameter, PostgreSQL would not see that the selected and the grouped one are the same.
  const hour = sql`l.at - l.at % ${sql.lit(hourMs)}`;
  const { rows } = await sql<{ hour: number; facts: number }>`select ${hour} as hour, count(*) as facts from ledger l where l.org_id = ${org} and l.at >= ${fromAt} group by ${hour} order by ${hour}`.execute(tx.db);
  return rows.map((row) => ({ at: row.hour, facts: Number(row.facts) }));
}
