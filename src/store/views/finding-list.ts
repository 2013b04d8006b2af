// The list of findings, by due date, priority or detection: as it is, and as it was known at an instant.
import { sql } from "kysely";
import type { FindingFilter, FindingRow } from "../../findings/finding-views.ts";
import { findingStates } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { CursorValue, Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import type { FindingTable } from "../tables.ts";
import { findingConditions, labelCondition } from "./finding-conditions.ts";
import { firstOf, keyedBy, scanSize } from "./first-of.ts";
import { findingRows, knownSince, seenAt, seenNow } from "./finding-rows.ts";
import type { SeenFinding } from "./finding-rows.ts";
import { compareKeyed, countRows, cursorOf, cut, given, keyedRows, keysOf, byNumber, byText } from "./keyset.ts";
import type { Keyed, Order, Sql } from "./keyset.ts";

// Without a due date goes last. The text of this expression is that of the indexes in 0001-foundation.ts.
const due = byNumber(sql`coalesce(f.due_at, 9007199254740991)`);
const id = byText(sql`f.finding_id`);
const dueOf = (row: FindingTable): number => row.due_at ?? 9007199254740991;

/** of: the same keys, from a row that is already here. */
interface Sort extends Order { of(row: FindingTable): CursorValue[] }
const sorts: Record<NonNullable<FindingFilter["sort"]>, Sort> = {
  due: { name: "findings:due", keys: [due, id], of: (row) => [dueOf(row), row.finding_id] },
  priority: { name: "findings:priority", keys: [byNumber(sql`f.outcome_rank`), due, id], of: (row) => [row.outcome_rank, dueOf(row), row.finding_id] },
  detected: { name: "findings:detected", keys: [byNumber(sql`f.detected_at`), id], of: (row) => [row.detected_at, row.finding_id] },
  "-detected": { name: "findings:-detected", descending: true, keys: [byNumber(sql`f.detected_at`), id], of: (row) => [row.detected_at, row.finding_id] },
};
const from = sql`finding f`;
const columns = sql`f.*`;

export async function listFindings(tx: Tx, org: string, filter: FindingFilter, page: PageRequest, now: Instant): Promise<Page<FindingRow>> {
  const order = sorts[filter.sort ?? "priority"];
  const where = await findingConditions(tx, org, filter);
  if (filter.asof !== undefined) return listThen(tx, org, { ...filter, asof: filter.asof }, order, where, page);
  const all = [...where, ...given(filter.label, (label) => labelCondition(label, now))];
  // One query a state, joined in order: each walks an index that begins with the state, so that none sorts the whole table.
  const states = filter.state === undefined ? findingStates : [filter.state];
  const parts = await Promise.all(states.map((state) => keyedRows<FindingTable>(tx, { columns, from, where: [...all, inState(state)], order }, cursorOf(order, page), page.limit + 1)));
  const { rows, next } = cut(parts.flat().toSorted((a, b) => compareKeyed(order, a, b)), order, page);
  const total = await countRows(tx, from, [...all, ...given(filter.state, inState)]);
  return { items: await findingRows(tx, org, rows.map((row) => seenNow(row, now))), total, next };
}

const inState = (state: string): Sql => sql`f.state = ${state}`;

/**
 * Known by then: detected, or exposed in an earlier episode. What state each was in follows from its periods, which SQL cannot
 * read, so the known findings are read once, in the order of their ids, and the page is picked from them.
 */
async function listThen(tx: Tx, org: string, filter: FindingFilter & { asof: Instant }, sort: Sort, where: readonly Sql[], page: PageRequest): Promise<Page<FindingRow>> {
  const known = sql`(f.detected_at <= ${filter.asof} or exists (select 1 from exposure e where e.org_id = ${org} and e.finding_id = f.finding_id and e.known_at <= ${filter.asof}))`;
  const start = cursorOf(sort, page);
  const first = firstOf<{ seen: SeenFinding }>(sort, page.limit + 1);
  let total = 0;
  for await (const rows of walk(tx, [...where, known])) {
    for (const { seen, row } of await seenThen(tx, org, rows, filter.asof)) {
      if (!fits(seen, filter)) continue;
      total++;
      const found = { ...keyedBy(sort.of(row)), seen };
      if (start === undefined || compareKeyed(sort, found, keyedBy(start)) > 0) first.offer(found);
    }
  }
  const { rows, next } = cut(first.sorted(), sort, page);
  return { items: await findingRows(tx, org, rows.map(({ seen }) => seen)), total, next };
}

const byId: Order = { name: "findings:id", keys: [id] };

async function* walk(tx: Tx, where: readonly Sql[]): AsyncGenerator<Keyed<FindingTable>[]> {
  for (let after: CursorValue[] | undefined; ;) {
    const rows = await keyedRows<FindingTable>(tx, { columns, from, where, order: byId }, after, scanSize);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < scanSize) return;
    after = keysOf(last, byId);
  }
}

async function seenThen(tx: Tx, org: string, rows: readonly Keyed<FindingTable>[], asof: Instant): Promise<{ seen: SeenFinding; row: Keyed<FindingTable> }[]> {
  const decisions = Map.groupBy(await decisionsAbout(tx, org, rows.map((row) => row.vulnerability_id)), (decision) => decision.scope.vulnerabilityId);
  const known = await knownSince(tx, org, rows.filter((row) => row.detected_at > asof).map((row) => row.finding_id));
  return rows.map((row) => ({ row, seen: seenAt(row, decisions.get(row.vulnerability_id) ?? [], asof, known.get(row.finding_id)) }));
}

const fits = ({ finding }: SeenFinding, { state, label }: FindingFilter): boolean =>
  (state === undefined || finding.state === state) && (label === undefined || finding.labels.includes(label));
