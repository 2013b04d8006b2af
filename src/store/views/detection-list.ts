// Detections as people read them: lists by what they ask for, and counts per rule.
import { sql } from "kysely";
import { levels } from "../../runtime/event.ts";
import type { Detection, DetectionState } from "../../runtime/detection.ts";
import type { DetectionFilter, RuleCount } from "../../runtime/detection-store.ts";
import type { Level } from "../../runtime/event.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { detectionFrom, levelNumber, levelOf } from "../detection-rows.ts";
import type { DetectionTable } from "../tables/runtime.ts";
import { byNumber, byText, listPage } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { holdsLowered } from "./words.ts";

const order: Order = { name: "detections", descending: true, keys: [byNumber(sql`d.last_at`), byText(sql`d.detection_id`)] };

export async function listDetections(tx: Tx, org: string, filter: DetectionFilter, page: PageRequest): Promise<Page<Detection>> {
  const { rows, ...rest } = await listPage<DetectionTable>(tx, { columns: sql`d.*`, from: sql`detection d`, where: wheres(org, filter), order }, page);
  return { items: rows.map(detectionFrom), ...rest };
}

function wheres(org: string, filter: DetectionFilter): Sql[] {
  const equal: [Sql, string | undefined][] = [[sql`d.state`, filter.state], [sql`d.kind`, filter.kind], [sql`d.rule_id`, filter.ruleId], [sql`d.workload`, filter.workload], [sql`d.actor`, filter.actor], [sql`d.decoder`, filter.decoder], [sql`d.evidence`, filter.evidence], [sql`d.exception_id`, filter.exceptionId]];
  return [
    sql`d.org_id = ${org}`,
    ...equal.flatMap(([column, value]) => (value === undefined ? [] : [sql`${column} = ${value}`])),
    ...filter.service === undefined ? [] : [sql`d.service_id in (select s.service_id from service s where s.org_id = ${org} and (s.service_id = ${filter.service} or s.name = ${filter.service}))`],
    ...filter.leastLevel === undefined ? [] : [sql`d.level >= ${levelNumber(filter.leastLevel)}`],
    // Of the body: a verdict is rare, and within a text its quotes would be escaped.
    ...filter.verdict === undefined ? [] : [sql`d.body like ${`%"verdict":"${filter.verdict}"%`}`],
    ...filter.since === undefined ? [] : [sql`d.last_at >= ${filter.since}`],
    ...filter.until === undefined ? [] : [sql`d.first_at <= ${filter.until}`],
    ...filter.tag === undefined ? [] : [holdsLowered(sql`d.words`, `|${filter.tag}|`)],
    ...filter.word === undefined ? [] : filter.word.split(/\s+/).filter(Boolean).map((word) => holdsLowered(sql`d.words`, word)),
  ];
}

export async function ruleCounts(tx: Tx, org: string, since: number): Promise<RuleCount[]> {
  const { rows } = await sql<{ rule_id: string; detections: number; hits: number; last_at: number; dismissed: number; excepted: number }>`
    select rule_id, count(*) as detections, sum(hits) as hits, max(last_at) as last_at, sum(case when state = 'dismissed' then 1 else 0 end) as dismissed, sum(case when state = 'excepted' then 1 else 0 end) as excepted
    from detection where org_id = ${org} and last_at >= ${since} group by rule_id`.execute(tx.db);
  return rows.map((row) => ({ ruleId: row.rule_id, detections: Number(row.detections), hits: Number(row.hits), lastAt: Number(row.last_at), dismissed: Number(row.dismissed), useful: Number(row.detections) - Number(row.dismissed) - Number(row.excepted), excepted: Number(row.excepted) }));
}

export async function detectionCounts(tx: Tx, org: string, since: number): Promise<{ level: Level; state: DetectionState; detections: number }[]> {
  const { rows } = await sql<{ level: number; state: DetectionState; n: number }>`select level, state, count(*) as n from detection where org_id = ${org} and last_at >= ${since} group by level, state`.execute(tx.db);
  return rows.map((row) => ({ level: levelOf(row.level) ?? levels[0], state: row.state, detections: Number(row.n) }));
}
