// The list of findings, by due date, priority or detection: as it is, and as it was known at an instant.
import { sql } from "kysely";
import type { FindingFilter, FindingRow } from "../../findings/finding-views.ts";
import { findingStates } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import { encodeCursor } from "../../kernel/page.ts";
import type { CursorValue, Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import type { FindingTable } from "../tables.ts";
import { findingConditions, labelCondition } from "./finding-conditions.ts";
import { findingRows, knownSince, seenAt, seenNow } from "./finding-rows.ts";
import type { SeenFinding } from "./finding-rows.ts";
import { compareKeyed, countRows, cursorOf, cut, given, keyedRows, keysOf, byNumber, byText } from "./keyset.ts";
import type { Keyed, Order, Sql } from "./keyset.ts";

// Without a due date goes last. The text of this expression is that of the indexes in 0001-foundation.ts.
const due = byNumber(sql`coalesce(f.due_at, 9007199254740991)`);
const id = byText(sql`f.finding_id`);
const orders: Record<NonNullable<FindingFilter["sort"]>, Order> = {
  due: { name: "findings:due", keys: [due, id] },
  priority: { name: "findings:priority", keys: [byNumber(sql`f.outcome_rank`), due, id] },
  detected: { name: "findings:detected", keys: [byNumber(sql`f.detected_at`), id] },
  "-detected": { name: "findings:-detected", descending: true, keys: [byNumber(sql`f.detected_at`), id] },
};
const from = sql`finding f`;
const columns = sql`f.*`;

export async function listFindings(tx: Tx, org: string, filter: FindingFilter, page: PageRequest, now: Instant): Promise<Page<FindingRow>> {
  const order = orders[filter.sort ?? "priority"];
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
const scanSize = 2000;

/**
 * Known by then: detected, or exposed in an earlier episode. What state each was in follows from its periods, which SQL cannot
 * read, so the known findings are walked in order and the matching ones counted.
 */
async function listThen(tx: Tx, org: string, filter: FindingFilter & { asof: Instant }, order: Order, where: readonly Sql[], page: PageRequest): Promise<Page<FindingRow>> {
  const known = sql`(f.detected_at <= ${filter.asof} or exists (select 1 from exposure e where e.org_id = ${org} and e.finding_id = f.finding_id and e.known_at <= ${filter.asof}))`;
  const start = cursorOf(order, page);
  const kept: { seen: SeenFinding; keys: CursorValue[] }[] = [];
  let total = 0;
  for await (const rows of walk(tx, { columns, from, where: [...where, known], order })) {
    for (const { seen, row } of await seenThen(tx, org, rows, filter.asof)) {
      if (!fits(seen, filter)) continue;
      total++;
      const isAfter = start === undefined || compareKeyed(order, row, keyedBy(start)) > 0;
      if (isAfter && kept.length <= page.limit) kept.push({ seen, keys: keysOf(row, order) });
    }
  }
  const shown = kept.slice(0, page.limit);
  const last = kept.length > page.limit ? shown.at(-1) : undefined;
  return { items: await findingRows(tx, org, shown.map(({ seen }) => seen)), total, next: last && encodeCursor([order.name, ...last.keys]) };
}

async function* walk(tx: Tx, query: Parameters<typeof keyedRows>[1]): AsyncGenerator<Keyed<FindingTable>[]> {
  for (let after: CursorValue[] | undefined; ;) {
    const rows = await keyedRows<FindingTable>(tx, query, after, scanSize);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < scanSize) return;
    after = keysOf(last, query.order);
  }
}

async function seenThen(tx: Tx, org: string, rows: readonly Keyed<FindingTable>[], asof: Instant): Promise<{ seen: SeenFinding; row: Keyed<FindingTable> }[]> {
  const decisions = Map.groupBy(await decisionsAbout(tx, org, rows.map((row) => row.vulnerability_id)), (decision) => decision.scope.vulnerabilityId);
  const known = await knownSince(tx, org, rows.filter((row) => row.detected_at > asof).map((row) => row.finding_id));
  return rows.map((row) => ({ row, seen: seenAt(row, decisions.get(row.vulnerability_id) ?? [], asof, known.get(row.finding_id)) }));
}

const fits = ({ finding }: SeenFinding, { state, label }: FindingFilter): boolean =>
  (state === undefined || finding.state === state) && (label === undefined || finding.labels.includes(label));

const keyedBy = (values: readonly CursorValue[]): Keyed<object> => Object.fromEntries(values.map((value, index) => [`k${index}`, value]));
