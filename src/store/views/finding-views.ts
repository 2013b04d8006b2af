// The findings' lists: findings, exposures, fixes, decisions, and the counts above them.
import { sql } from "kysely";
import type { FindingViews } from "../../findings/finding-views.ts";
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";
import { decisionsOfFinding, listDecisions } from "./decision-list.ts";
import { listExposures } from "./exposure-list.ts";
import { listFindings } from "./finding-list.ts";
import { findingRows, seenNow } from "./finding-rows.ts";
import { listFixes } from "./fix-list.ts";
import { isOpen } from "./open-findings.ts";

export const findingViews = (tx: Tx): FindingViews => ({
  findings: (org, filter, page, now) => listFindings(tx, org, filter, page, now),
  findFinding: (org, id, now) => findFinding(tx, org, id, now),
  exposures: (org, filter, page) => listExposures(tx, org, filter, page),
  fixes: (org, filter, page) => listFixes(tx, org, filter, page),
  decisions: (org, page, now) => listDecisions(tx, org, page, now),
  decisionsOf: (org, findingId, now) => decisionsOfFinding(tx, org, findingId, now),
  counts: (org, now) => counts(tx, org, now),
});

/** A finding that was merged is found under its old id: the one that stayed answers. */
async function findFinding(tx: Tx, org: string, id: string, now: Instant): ReturnType<FindingViews["findFinding"]> {
  const row = await tx.db.selectFrom("finding").selectAll().where("org_id", "=", org).where("finding_id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  if (row.merged_into !== null) return findFinding(tx, org, row.merged_into, now);
  return (await findingRows(tx, org, [seenNow(row, now)]))[0];
}

async function counts(tx: Tx, org: string, now: Instant): ReturnType<FindingViews["counts"]> {
  const when = (condition: ReturnType<typeof sql>) => sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const { rows } = await sql<Record<"open" | "act" | "attend" | "overdue" | "due_soon" | "unacknowledged", number>>`
    select count(*) as "open", ${when(sql`f.outcome_rank = 0`)} as act, ${when(sql`f.outcome_rank = 1`)} as attend, ${when(sql`f.due_at < ${now}`)} as overdue,
      ${when(sql`f.due_at >= ${now} and f.due_at < ${now + 72 * hourMs}`)} as due_soon, ${when(sql`f.acknowledged_at is null`)} as unacknowledged
    from finding f where f.org_id = ${org} and ${isOpen}`.execute(tx.db);
  const [row] = rows;
  const { open = 0, act = 0, attend = 0, overdue = 0, due_soon: dueIn72h = 0, unacknowledged = 0 } = row ?? {};
  return { open, act, attend, overdue, dueIn72h, unacknowledged };
}
