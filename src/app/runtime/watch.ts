// The watch of one organisation: its engines with what they remember, and where events belong; made anew when a commit failed.
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Hit } from "../../runtime/hit.ts";
import type { Observer } from "../../runtime/observer.ts";
import type { Placement } from "../../runtime/placement.ts";
import { createProcessTable } from "../../runtime/process-tree.ts";
import type { ProcessTable } from "../../runtime/process-tree.ts";
import type { StateChanges, StateRow } from "../../runtime/state.ts";
import type { Ports } from "../../store/store.ts";
import type { Engine } from "./engine.ts";

/** A hit in its place. */
export interface Placed { hit: Hit; placement: Placement }

export interface Watch {
  readonly processes: ProcessTable;
  readonly engine: Engine;
  readonly observers: readonly Observer[];
  /** What every observer of this watch says of an event, in its place. */
  observe(event: RuntimeEvent, how?: { isCanary: boolean }): { placement: Placement; hits: readonly Hit[] };
  /** What time alone brought to light since it was last asked. */
  tick(now: Instant): readonly Placed[];
  /** Rows of memory that were due before this may go: a replay of old events needs them by the events' own time. */
  neededFrom(now: Instant): Instant;
  /** What engines want kept; the caller commits it. */
  take(): StateChanges;
}

export interface WatchParts {
  engine: Engine;
  observers: readonly Observer[];
  place(event: RuntimeEvent): Placement;
}

const rowsAtOnce = 5000;

/** Gives the engines what they remembered; the store may hold many rows of it. */
export async function openWatch(ports: Ports, org: string, { engine, observers, place }: WatchParts): Promise<Watch> {
  for (const one of [engine, ...observers]) one.restore(await rowsOf(ports, org, one.kinds));
  const processes = createProcessTable();
  return {
    processes, engine, observers,
    observe(event, { isCanary } = { isCanary: false }) {
      const placement = place(event);
      // Our own test is nobody's behaviour: what learns must not learn it.
      if (isCanary) return { placement, hits: engine.observe(event) };
      processes.note(event);
      return { placement, hits: [...engine.observe(event), ...observers.flatMap((observer) => observer.observe(event, placement))] };
    },
    tick: (now) => [...engine.elapse(now).map((hit) => ({ hit, placement: place(hit.event) })), ...observers.flatMap((observer) => observer.tick?.(now) ?? [])],
    neededFrom: (now) => Math.min(now, engine.streamAt() ?? 0),
    take: () => merged([engine, ...observers].map((one) => one.take())),
  };
}

async function rowsOf(ports: Ports, org: string, kinds: readonly string[]): Promise<StateRow[]> {
  const all: StateRow[] = [];
  let last: StateRow | undefined;
  for (;;) {
    const rows = await ports.detections.restore(org, kinds, last, rowsAtOnce);
    for (const row of rows) all.push(row);
    if (rows.length < rowsAtOnce) return all;
    last = rows.at(-1);
  }
}

const merged = (changes: readonly StateChanges[]): StateChanges => ({ put: changes.flatMap(({ put }) => put), remove: changes.flatMap(({ remove }) => remove) });

