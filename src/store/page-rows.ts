// Pages in the store: the escalation's row, and a row for each who was told.
import { sql } from "kysely";
import type { OncallStore } from "../incidents/oncall/oncall-store.ts";
import type { Policy } from "../incidents/oncall/oncall.ts";
import { longestWaitMs } from "../incidents/oncall/page.ts";
import type { Page, PageState } from "../incidents/oncall/page.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { PageTable, PageToldTable } from "./tables/oncall.ts";
import { byText, given, listPage } from "./views/keyset.ts";
import type { Order } from "./views/keyset.ts";

const columns = ["org_id", "page_id", "incident_id", "title", "severity", "policy", "because", "state", "step", "round", "next_at", "started_at", "ended_at", "ended_by", "comment"] as const;
const toldColumns = ["org_id", "page_id", "place", "at", "round", "step", "target", "person", "receiver", "why", "notice_id"] as const;
const newestFirst: Order = { name: "pages", descending: true, keys: [byText(sql`p.page_id`)] };

export function pageStore(tx: Tx): Pick<OncallStore, "findPage" | "putPage" | "pagesOf" | "listPages" | "duePages" | "nextPageAt"> {
  return {
    findPage: async (org, id) => (await pagesFrom(tx, org, await tx.db.selectFrom("page").selectAll().where("org_id", "=", org).where("page_id", "=", id).execute()))[0],
    putPage: async (org, page) => {
      await insertMany(tx, "page", columns, [rowOf(org, page)], { key: ["org_id", "page_id"], update: columns.slice(2) });
      // What was told stays told: rows that are there already are left as they are.
      await insertMany(tx, "page_told", toldColumns, page.told.map((one, place) => [org, page.pageId, place, one.at, one.round, one.step, one.target, one.person ?? null, one.receiver ?? null, one.why ?? null, one.noticeId ?? null]), { key: ["org_id", "page_id", "place"] });
    },
    pagesOf: async (org, incidentId) => pagesFrom(tx, org, await tx.db.selectFrom("page").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId).orderBy("page_id").execute()),
    listPages: async (org, { state, incidentId }, page) => {
      const where = [sql`p.org_id = ${org}`, ...given(state, (asked) => sql`p.state = ${asked}`), ...given(incidentId, (asked) => sql`p.incident_id = ${asked}`)];
      const { rows, ...rest } = await listPage<PageTable>(tx, { columns: sql`p.*`, from: sql`page p`, where, order: newestFirst }, page);
      return { items: await pagesFrom(tx, org, rows), ...rest };
    },
    duePages: async (now, limit) => (await tx.db.selectFrom("page").select(["org_id", "page_id"]).where("state", "=", "running").where(({ or, eb }) => or([eb("next_at", "<=", now), eb("next_at", ">", now + longestWaitMs)])).orderBy("next_at").limit(limit).execute()).map((row) => ({ org: row.org_id, pageId: row.page_id })),
    nextPageAt: async () => (await tx.db.selectFrom("page").select("next_at").where("state", "=", "running").where("next_at", "is not", null).orderBy("next_at").limit(1).executeTakeFirst())?.next_at ?? undefined,
  };
}

const rowOf = (org: string, page: Page): (string | number | null)[] => [
  org, page.pageId, page.incidentId, page.title, page.severity, JSON.stringify(page.policy), page.because, page.state, page.step, page.round,
  page.nextAt ?? null, page.startedAt, page.endedAt ?? null, page.endedBy ?? null, page.comment ?? null,
];

async function pagesFrom(tx: Tx, org: string, rows: readonly PageTable[]): Promise<Page[]> {
  const told = Map.groupBy(await inChunks(rows.map((row) => row.page_id), (ids) => tx.db.selectFrom("page_told").selectAll().where("org_id", "=", org).where("page_id", "in", ids).orderBy("place").execute()), (row) => row.page_id);
  return rows.map((row): Page => ({
    pageId: row.page_id, incidentId: row.incident_id, title: row.title, severity: row.severity as Page["severity"], policy: JSON.parse(row.policy) as Policy, because: row.because, state: row.state as PageState,
    step: row.step, round: row.round, nextAt: row.next_at ?? undefined, startedAt: row.started_at, endedAt: row.ended_at ?? undefined, endedBy: row.ended_by ?? undefined, comment: row.comment ?? undefined,
    told: (told.get(row.page_id) ?? []).map(toldFrom),
  }));
}

const toldFrom = (row: PageToldTable): Page["told"][number] => ({
  at: row.at, round: row.round, step: row.step, target: row.target, person: row.person ?? undefined, receiver: row.receiver ?? undefined, why: row.why ?? undefined, noticeId: row.notice_id ?? undefined,
});
