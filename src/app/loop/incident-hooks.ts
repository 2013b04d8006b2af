// What follows from an incident's change, in the transaction of the change: pages, playbooks, clocks.
import { startClocks } from "./clocks.ts";
import { followWithPages } from "./pages.ts";
import { notePlaybookTrigger } from "./playbooks.ts";
import type { IncidentHook } from "./context.ts";

/** Asked in this order, each once for each change. */
export const incidentHooks: readonly IncidentHook[] = [
  startClocks,
  followWithPages,
  notePlaybookTrigger,
];
