// Findings over time: how many stood open at the end of each bucket, and how many were opened and fixed in it.
import { sql } from "kysely";
import type { Decision } from "../../findings/decision.ts";
import type { Finding } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import { findingFrom } from "../finding-row.ts";
import type { FindingTable } from "../tables.ts";
import { openSpans } from "./open-spans.ts";
import { findingConditions } from "./finding-conditions.ts";
import { allOf } from "./keyset.ts";
import type { LifeFilter } from "./measured-lives.ts";

export interface SeriesPoint { at: Instant; open: number; opened: number; fixed: number }

/**
 * `at` is where a bucket ends. A finding opens when it is both running and known, and again whenever it comes back; it is
 * counted open while no decision holds that takes it out of the open ones, so the last point agrees with the count of now.
 */
export async function findingSeries(tx: Tx, org: string, filter: LifeFilter, from: Instant, to: Instant, bucketMs: number): Promise<SeriesPoint[]> {
  const where = [...await findingConditions(tx, org, filter), sql`f.exposed_since < ${to} and (f.closed_at is null or f.closed_at >= ${from})`];
  const { rows } = await sql<FindingTable>`select f.* from finding f where ${allOf(where)}`.execute(tx.db);
  const decisions = Map.groupBy(await decisionsAbout(tx, org, rows.map((row) => row.vulnerability_id)), (decision) => decision.scope.vulnerabilityId);
  const tally = tallyOf(from, to, bucketMs);
  for (const row of rows) addFinding(tally, findingFrom(row), decisions.get(row.vulnerability_id) ?? []);
  return tally.points();
}

interface Tally { opened(at: Instant): void; fixed(at: Instant): void; open(from: Instant, to: Instant): void; points(): SeriesPoint[] }

function tallyOf(from: Instant, to: Instant, bucketMs: number): Tally {
  const count = Math.max(0, Math.ceil((to - from) / bucketMs));
  const ends = Array.from({ length: count }, (_, index) => Math.min(to, from + (index + 1) * bucketMs));
  const [opened, fixed, change] = [ends.map(() => 0), ends.map(() => 0), [...ends.map(() => 0), 0]];
  const add = (list: number[], index: number, by: number): void => { list[index] = (list[index] ?? 0) + by; };
  const inRange = (at: Instant): boolean => at >= from && at < to;
  // The first bucket whose end is not before `at`: from there on, its end sees what began at `at`.
  const firstEnd = (at: Instant): number => Math.min(count, Math.max(0, Math.ceil((at - from) / bucketMs) - 1));
  return {
    opened: (at) => { if (inRange(at)) add(opened, Math.floor((at - from) / bucketMs), 1); },
    fixed: (at) => { if (inRange(at)) add(fixed, Math.floor((at - from) / bucketMs), 1); },
    open: (begin, end) => {
      const [first, past] = [firstEnd(begin), end > to ? count : firstEnd(end)];
      if (begin > to || past <= first) return;
      add(change, first, 1);
      add(change, past, -1);
    },
    points: () => { let open = 0; return ends.map((at, index) => ({ at, open: open += change[index] ?? 0, opened: opened[index] ?? 0, fixed: fixed[index] ?? 0 })); },
  };
}

function addFinding(tally: Tally, finding: Finding, decisions: readonly Decision[]): void {
  for (const { openedAt, closedAt, reason } of finding.periods) {
    // Of an episode before the present one, only when it ran is kept.
    const knownAt = openedAt >= finding.exposedSince ? Math.max(openedAt, finding.detectedAt) : openedAt;
    const endAt = Math.min(closedAt ?? Infinity, finding.closeReason === "withdrawn" ? finding.closedAt ?? Infinity : Infinity);
    if (knownAt >= endAt) continue;
    tally.opened(knownAt);
    if (reason === "fixed" && closedAt !== undefined) tally.fixed(closedAt);
    for (const span of openSpans(finding, decisions, knownAt, endAt)) tally.open(span.from, span.to);
  }
}
