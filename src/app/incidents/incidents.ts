// Signals become incidents: placed, kept, written to the ledger, told, and handed to what follows; all in the caller's transaction.
import { crowdCause, crowded, ownerCause, restCause, serviceCause } from "../../incidents/grouping-crowd.ts";
import { normalised } from "../../incidents/grouping-growth.ts";
import { isOver } from "../../incidents/incident.ts";
import type { IncidentChange } from "../../incidents/incident.ts";
import type { GroupingSettings } from "../../incidents/grouping-settings.ts";
import type { Signal } from "../../incidents/signal.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { openBoard } from "./incident-board.ts";
import type { Board } from "./incident-board.ts";
import { keepBoard } from "./incident-keeping.ts";
import { place } from "./incident-placing.ts";
import type { Crowd } from "./incident-placing.ts";
import { readGrouping } from "./incident-record.ts";

/** Places the signals and answers what became of incidents, each change once; hooks and notices have been run. */
export async function raiseSignals(context: LoopContext, ports: Ports, org: string, signals: readonly Signal[], actor: string): Promise<readonly IncidentChange[]> {
  if (signals.length === 0) return [];
  const settings = await readGrouping(ports, org);
  // Whoever sends them, the answer is the same: in the order in which they happened.
  const sorted = signals.map(normalised).toSorted((a, b) => a.at - b.at || (`${a.kind} ${a.ref}` < `${b.kind} ${b.ref}` ? -1 : 1));
  const fallback = `at:${context.clock.now()}`;
  const board = await openBoard(ports, sorted, { org, settings, now: context.clock.now(), actor, causes: causesAsked(sorted, fallback) });
  const crowds = crowdsOf(board, sorted, settings, fallback);
  for (const signal of sorted) await place(context, board, signal, crowds.get(signal));
  return keepBoard(context, board);
}

function causesAsked(signals: readonly Signal[], fallback: string): string[] {
  return [...new Set(signals.flatMap((signal) => {
    if (signal.cause === undefined) return [];
    const crowd = signal.crowd ?? fallback;
    return [signal.cause, ownerCause(crowd, signal), serviceCause(crowd, signal), restCause(crowd, signal)];
  }))];
}

/** Decided for the whole batch before any of it is placed, so that the order within it does not matter. */
function crowdsOf(board: Board, signals: readonly Signal[], settings: GroupingSettings, fallback: string): Map<Signal, Crowd> {
  const open = (cause: string): string[] => [...board.byCause.get(cause) ?? []].filter((id) => !isOver(board.entries.get(id)?.incident.phase ?? "closed"));
  const asked = new Set([...board.byCause.keys()].filter((cause) => open(cause).length > 0));
  const crowds = crowded(signals.filter((signal) => !board.places.has(`${signal.kind} ${signal.ref}`)), asked, settings, fallback);
  const fresh = Map.groupBy([...crowds].filter(([signal, crowd]) => !asked.has(serviceCause(crowd, signal))), ([signal, crowd]) => ownerCause(crowd, signal));
  return new Map([...crowds].map(([signal, crowd]) => {
    const owner = ownerCause(crowd, signal);
    const newServices = new Set(fresh.get(owner)?.map(([one]) => serviceCause(crowd, one))).size;
    const cause = crowdCause(crowd, signal, { there: asked, incidents: open(owner).length, newServices }, settings);
    return [signal, { cause, ownerCause: owner, whole: cause === restCause(crowd, signal) }];
  }));
}
