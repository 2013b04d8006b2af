// Numbers that are given out once per organisation; the row is locked until the transaction ends.
import type { Tx } from "./bulk.ts";

/** The first of `count` consecutive numbers, from 1. */
export async function takeNumbers(tx: Tx, org: string, name: string, count: number): Promise<number> {
  if (count === 0) return 0;
  const row = await tx.db.insertInto("counter").values({ org_id: org, name, next: 1 + count })
    .onConflict((conflict) => conflict.columns(["org_id", "name"]).doUpdateSet((set) => ({ next: set("counter.next", "+", count) })))
    .returning("next").executeTakeFirstOrThrow();
  return row.next - count;
}
