// Reports that wait while others are being written go into the next transaction together: a commit costs more than an alert.
import { setTimeout as pause } from "node:timers/promises";
import type { Alert } from "../../notify/alert.ts";
import { flushRound } from "./alert-flush.ts";
import { receiptOf, receiveAlerts } from "./alerts.ts";
import type { AlertReceipt } from "./alerts.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

/** Resolves when the alerts are durable. */
export type AlertIntake = (org: string, alerts: readonly Alert[], actor: string) => Promise<AlertReceipt>;

interface Waiting { org: string; alerts: readonly Alert[]; actor: string; done(receipt: AlertReceipt): void; failed(cause: unknown): void }

// Of one transaction: long enough to be cheap, short enough for others to get their turn.
const alertsPerWrite = 1000;
// While reports come faster than they are written, the next write waits for as much more of them; a lone report never waits.
const gatherMs = 25;

export function createAlertIntake(context: LoopContext): AlertIntake {
  const queue: Waiting[] = [];
  let isWriting = false;
  const drain = async (): Promise<void> => {
    isWriting = true;
    while (queue.length > 0) {
      const together = takeTogether(queue);
      await write(context, together);
      if (together.length > 1 && queue.length > 0) await pause(gatherMs);
    }
    isWriting = false;
  };
  return (org, alerts, actor) => new Promise((done, failed) => {
    queue.push({ org, alerts, actor, done, failed });
    if (!isWriting) void drain();
  });
}

function takeTogether(queue: Waiting[]): Waiting[] {
  let size = 0;
  const end = queue.findIndex(({ alerts }, index) => { size += alerts.length; return index > 0 && size > alertsPerWrite; });
  return queue.splice(0, end === -1 ? queue.length : end);
}

async function write(context: LoopContext, together: readonly Waiting[]): Promise<void> {
  const senders = [...Map.groupBy(together, ({ org, actor }) => `${org} ${actor}`).values()];
  try {
    // Groups that are due already (group_wait 0) are told in the same commit. What cannot be told is the job's to report, and no reason to refuse alerts.
    const receipts = await keep(context, senders, true).catch(() => keep(context, senders, false));
    context.committed();
    senders.forEach((same, sender) => { same.forEach(({ done }, index) => { done(receipts[sender]?.[index] ?? { received: 0, fired: 0, resolved: 0 }); }); });
  } catch (cause) {
    for (const { failed } of together) failed(cause);
  }
}

const keep = (context: LoopContext, senders: readonly (readonly Waiting[])[], withFlush: boolean): Promise<AlertReceipt[][]> => context.store.write(async (ports) => {
  const receipts: AlertReceipt[][] = [];
  for (const same of senders) receipts.push(await receiveFrom(context, ports, same));
  if (withFlush) await flushRound(context, ports);
  return receipts;
});

async function receiveFrom(context: LoopContext, ports: Ports, same: readonly Waiting[]): Promise<AlertReceipt[]> {
  const [first] = same;
  if (first === undefined) return [];
  const news = await receiveAlerts(context, ports, first.org, same.flatMap(({ alerts }) => alerts), first.actor);
  return same.map(({ alerts }) => receiptOf(news, alerts));
}
