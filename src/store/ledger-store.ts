// The ledger's store: append behind a locked head, read in order.
import type { Clock } from "../kernel/clock.ts";
import { toIso } from "../kernel/clock.ts";
import { decodeCursor, encodeCursor } from "../kernel/page.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import { chain, genesis } from "../ledger/fact.ts";
import type { LedgerEntry } from "../ledger/fact.ts";
import type { LedgerFilter, LedgerStore } from "../ledger/ledger-store.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { LedgerTable } from "./tables.ts";

export function ledgerStore(tx: Tx, clock: Clock): LedgerStore {
  const head = async (org: string): Promise<{ seq: number; hash: string }> =>
    (await tx.db.selectFrom("ledger_head").select(["seq", "hash"]).where("org_id", "=", org).executeTakeFirst()) ?? { seq: 0, hash: genesis };
  return {
    head,
    async append(org, facts) {
      if (facts.length === 0) return [];
      const entries = chain(org, await lockedHead(tx, org), clock.now(), facts);
      await insertMany(tx, "ledger", columns, entries.map((entry) => [org, entry.seq, toIso(entry.at).slice(0, 7), entry.at, entry.kind, entry.subject, entry.actor, JSON.stringify(entry.body), entry.prev, entry.hash]));
      const last = entries.at(-1);
      if (last) await tx.db.updateTable("ledger_head").set({ seq: last.seq, hash: last.hash }).where("org_id", "=", org).execute();
      return entries;
    },
    entries: (org, afterSeq) => entriesAfter(tx, org, afterSeq),
    list: (org, filter, page) => listEntries(tx, org, filter, page),
  };
}

const columns = ["org_id", "seq", "month", "at", "kind", "subject", "actor", "body", "prev", "hash"] as const;

/** The head, held until the transaction ends: writers of one organisation go one after the other. */
export async function lockedHead(tx: Tx, org: string): Promise<{ seq: number; hash: string }> {
  await insertMany(tx, "ledger_head", ["org_id", "seq", "hash"], [[org, 0, genesis]], { key: ["org_id"] });
  const query = tx.db.selectFrom("ledger_head").select(["seq", "hash"]).where("org_id", "=", org);
  return (tx.dialect === "postgres" ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

async function* entriesAfter(tx: Tx, org: string, afterSeq: number): AsyncGenerator<LedgerEntry> {
  for (let last = afterSeq; ;) {
    const rows = await tx.db.selectFrom("ledger").selectAll().where("org_id", "=", org).where("seq", ">", last).orderBy("seq").limit(1000).execute();
    for (const row of rows) yield entryFrom(row);
    const end = rows.at(-1);
    if (!end) return;
    last = end.seq;
  }
}

async function listEntries(tx: Tx, org: string, filter: LedgerFilter, page: PageRequest): Promise<Page<LedgerEntry>> {
  let query = tx.db.selectFrom("ledger").where("org_id", "=", org);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.subject !== undefined) query = query.where("subject", "=", filter.subject);
  const { total } = await query.select((count) => count.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const after = decodeCursor(page.after, 1);
  if (after) query = query.where("seq", "<", Number(after[0]));
  const rows = await query.selectAll().orderBy("seq", "desc").limit(page.limit + 1).execute();
  const items = rows.slice(0, page.limit).map(entryFrom);
  return { items, total: Number(total), next: rows.length > page.limit ? encodeCursor([items.at(-1)?.seq ?? 0]) : undefined };
}

const entryFrom = (row: LedgerTable): LedgerEntry =>
  ({ org: row.org_id, seq: row.seq, at: row.at, kind: row.kind, subject: row.subject, actor: row.actor, body: JSON.parse(row.body) as LedgerEntry["body"], prev: row.prev, hash: row.hash });
