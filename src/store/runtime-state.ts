// What engines remember, as rows that commit with the detections they led to.
import { keptText } from "../kernel/broken-text.ts";
import { rowsOf } from "./alert-select.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { DetectionStore } from "../runtime/detection-store.ts";
import type { StateChanges } from "../runtime/state.ts";
import { stateFrom } from "./detection-rows.ts";
import type { RuntimeStateTable } from "./tables/runtime.ts";

export const runtimeState = (tx: Tx): Pick<DetectionStore, "restore" | "remember" | "forgetDue"> => ({
  restore: async (org, kinds, after, limit) => kinds.length === 0 ? [] : (await rowsOf<RuntimeStateTable>(tx,
    `select * from runtime_state where org_id = ? and kind in (${kinds.map(() => "?").join(",")}) and (kind > ? or (kind = ? and state_key > ?)) order by kind, state_key limit ?`,
    [org, ...kinds, after?.kind ?? "", after?.kind ?? "", after?.key ?? "", limit])).map(stateFrom),
  remember: (org, changes) => remember(tx, org, changes),
  forgetDue: (org, now, limit) => forgetDue(tx, org, now, limit),
});

async function remember(tx: Tx, org: string, { put, remove }: StateChanges): Promise<void> {
  for (const [kind, gone] of Map.groupBy(remove, (row) => row.kind)) {
    await inChunks(gone.map((row) => keptText(row.key)), async (chunk) => { await tx.db.deleteFrom("runtime_state").where("org_id", "=", org).where("kind", "=", kind).where("state_key", "in", chunk).execute(); return []; });
  }
  const last = [...new Map(put.map((row) => [`${row.kind} ${keptText(row.key)}`, row])).values()];
  await insertMany(tx, "runtime_state", ["org_id", "kind", "state_key", "due_at", "body"], last.map((row) => [org, row.kind, keptText(row.key), row.dueAt ?? null, row.body]), { key: ["org_id", "kind", "state_key"], update: ["due_at", "body"] });
}

async function forgetDue(tx: Tx, org: string, now: number, limit: number): Promise<number> {
  const rows = await rowsOf<RuntimeStateTable>(tx, "select * from runtime_state where org_id = ? and due_at <= ? limit ?", [org, now, limit]);
  await remember(tx, org, { put: [], remove: rows.map(stateFrom) });
  return rows.length;
}
