// Notices into the outbox, in the caller's transaction.
import type { Notice } from "../../notify/notice.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { sieveOf, wayOf } from "./notice-gate.ts";

/** Queues notices in the caller's transaction, each the way that routes, quiet times, silences and inhibitions leave it. */
export async function enqueue(context: LoopContext, ports: Ports, org: string, notices: readonly Notice[], groupWaitMs?: number): Promise<void> {
  if (notices.length === 0) return;
  const sieve = await sieveOf(context, ports, org);
  for (const notice of notices) {
    const { rows, held } = await wayOf(ports, org, context.ids.next("ntc"), notice, sieve, groupWaitMs);
    for (const one of rows) await ports.notices.enqueue(one);
    if (held.length > 0) await ports.silences.addSuppressions(org, held, sieve.now);
  }
}
