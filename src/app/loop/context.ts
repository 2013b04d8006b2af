// What the steps of the loop share: the store, the clock, ids, and where links lead.
import type { Clock } from "../../kernel/clock.ts";
import type { Ids } from "../../kernel/id.ts";
import type { Log } from "../../kernel/log.ts";
import type { Store } from "../../store/store.ts";

export interface LoopContext {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Log;
  publicUrl: string;
  /** Called after a commit that appended facts or queued notices. */
  committed(): void;
}
