// What the steps of the loop share: the store, the clock, ids, and where links lead.
import type { IncidentChange } from "../../incidents/incident.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Ids } from "../../kernel/id.ts";
import type { Log } from "../../kernel/log.ts";
import type { Ports, Store } from "../../store/store.ts";

/** What follows from an incident's change, in the transaction of the change. */
export type IncidentHook = (context: LoopContext, ports: Ports, org: string, change: IncidentChange) => Promise<void>;

export interface LoopContext {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Log;
  publicUrl: string;
  /** Called after a commit that appended facts or queued notices. */
  committed(): void;
  /** Asked in this order, each once for each change (incident-hooks.ts); none in a context without incidents. */
  incidentHooks?: readonly IncidentHook[];
}
