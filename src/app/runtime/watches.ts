// The watches of all organisations: opened when the first event comes, thrown away when a commit failed or rules changed.
import type { LoopContext } from "../loop/context.ts";
import { createEngine } from "./engine.ts";
import { evidenceIn } from "./evidence.ts";
import { createExceptions } from "./exceptions.ts";
import type { Exceptions } from "./exceptions.ts";
import type { Counted, Delivery } from "./intake.ts";
import { observersOf } from "./observers.ts";
import { createPlacing } from "./placing.ts";
import type { RuleBook } from "./rule-book.ts";
import { openWatch } from "./watch.ts";
import type { Watch } from "./watch.ts";
import { whyIn } from "./why.ts";
import { writeDeliveries } from "./write-deliveries.ts";

interface Open { watch: Watch; exceptions: Exceptions; refresh(): Promise<void> }

export interface Watches {
  write(org: string, deliveries: readonly Delivery[]): Promise<readonly Counted[]>;
  /** The next events meet the exceptions, rules and memories that are stored now. */
  forget(org?: string): void;
  /** The next events meet the exceptions that are stored now; memories stay. Cheap when nothing changed. */
  refreshExceptions(org: string): Promise<void>;
  /** The watch of an organisation, for questions about what it has learned. */
  open(org: string): Promise<Watch>;
}

export function createWatches(context: LoopContext, rules: RuleBook): Watches {
  const watches = new Map<string, Promise<Open>>();
  const opened = (org: string): Promise<Open> => {
    const known = watches.get(org) ?? openOne(context, rules, org);
    watches.set(org, known);
    return known;
  };
  return {
    forget: (org) => { if (org === undefined) watches.clear(); else watches.delete(org); },
    open: async (org) => (await opened(org)).watch,
    refreshExceptions: async (org) => refreshExceptions(context, org, await watches.get(org)),
    async write(org, deliveries) {
      try {
        const { watch, exceptions, refresh } = await opened(org);
        await refresh();
        return await writeDeliveries({ context, org, watch, exceptions, evidenceOf: evidenceIn(context), whyOf: whyIn(watch) }, deliveries);
      } catch (cause) {
        // What the engines have seen is ahead of what is stored: they begin again from the store.
        watches.delete(org);
        throw cause;
      }
    },
  };
}

async function openOne(context: LoopContext, rules: RuleBook, org: string): Promise<Open> {
  const placing = createPlacing(context, org);
  await placing.refresh();
  const engine = createEngine({ rules: await rules.loaded(), mappings: await rules.mappings() });
  const ports = context.store.read;
  const watch = await openWatch(ports, org, { engine, observers: observersOf(context, org), place: (event) => placing.place(event) });
  return { watch, exceptions: createExceptions(await ports.detections.listExceptions(org)), refresh: () => placing.refresh() };
}

async function refreshExceptions({ store }: LoopContext, org: string, open: Open | undefined): Promise<void> {
  const all = await store.read.detections.listExceptions(org);
  if (open !== undefined && !open.exceptions.isOf(all)) open.exceptions = createExceptions(all);
}
