// What follows from an incident's change, in the transaction of the change: pages, playbooks, clocks.
import { startClocks } from "../response/clocks.ts";
import { followWithPages } from "../oncall/pages.ts";
import { notePlaybookTrigger } from "../playbooks/playbooks.ts";
import type { IncidentHook } from "../loop/context.ts";

/** Asked in this order, each once for each change. */
export const incidentHooks: readonly IncidentHook[] = [
  startClocks,
  followWithPages,
  notePlaybookTrigger,
];
