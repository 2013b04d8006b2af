// Looks after the receivers: heartbeats go out, what is undelivered for too long goes to the fallback, and who fails is told to the others.
import { secondMs } from "../../kernel/clock.ts";
import { summaryGroupOf } from "../../notify/claim-plan.ts";
import { becauseOf } from "../../notify/fallback.ts";
import { failingNotice, heartbeatNotice, isHeartbeatDue, recoveredNotice, summaryOverNotice, turnOf } from "../../notify/heartbeat.ts";
import { healthUnknown } from "../../notify/receiver-health.ts";
import type { ReceiverHealth } from "../../notify/receiver-health.ts";
import { readReceiverCommon } from "../../notify/receiver-settings.ts";
import type { ReceiverCommon } from "../../notify/receiver-settings.ts";
import type { Ports } from "../../store/store.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import { tellOthers, tellReceiver } from "./receiver-notices.ts";

const lookEveryMs = 15 * secondMs;

// So many deliveries are handed over in one transaction; the rest follows at once.
const handedAtOnce = 500;

export const receiverJob = (context: LoopContext, org: string): Job => ({
  id: "receivers",
  run: async () => {
    const isMore = await lookAfterReceivers(context, org);
    return { againInMs: isMore ? 0 : lookEveryMs };
  },
});

/** True when more is to be handed over. Reads first, so that a look at healthy receivers writes nothing. */
export async function lookAfterReceivers(context: LoopContext, org: string): Promise<boolean> {
  const { store, clock } = context;
  const health = new Map((await store.read.notices.receiverHealth(org)).map((one) => [one.receiverId, one]));
  let isMore = false;
  for (const { id, common: kept } of await store.read.settings.receivers(org)) {
    const [common, state] = [readReceiverCommon(JSON.parse(kept)), health.get(id) ?? healthUnknown(id)];
    if (isHeartbeatDue(state, common, clock.now())) await write(context, (ports) => beat(context, ports, org, id, common));
    if (turnOf(state, common, clock.now()) !== undefined) await write(context, (ports) => turn(context, ports, org, state, common));
    if (await store.read.notices.isSummaryOver(org, id)) await write(context, (ports) => endSummary(context, ports, org, id));
    isMore = await handOverdue(context, org, state, common) || isMore;
  }
  return isMore;
}

async function write(context: LoopContext, work: (ports: Ports) => Promise<void>): Promise<void> {
  await context.store.write(work);
  context.committed();
}

// Asked again inside the transaction: another server may have been first.
const stateIn = async (ports: Ports, org: string, id: string): Promise<ReceiverHealth> =>
  (await ports.notices.receiverHealth(org)).find(({ receiverId }) => receiverId === id) ?? healthUnknown(id);

async function beat(context: LoopContext, ports: Ports, org: string, id: string, common: ReceiverCommon): Promise<void> {
  const now = context.clock.now();
  if (common.heartbeatMs === undefined || !isHeartbeatDue(await stateIn(ports, org, id), common, now)) return;
  await ports.notices.noteReceiver(org, id, { heartbeatAt: now });
  await tellReceiver(context, ports, org, id, heartbeatNotice(id, common.heartbeatMs, now, context.publicUrl));
}

async function endSummary(context: LoopContext, ports: Ports, org: string, id: string): Promise<void> {
  if (!await ports.notices.isSummaryOver(org, id)) return;
  await tellReceiver(context, ports, org, id, summaryOverNotice(id, summaryGroupOf(id), context.clock.now(), context.publicUrl));
}

async function turn(context: LoopContext, ports: Ports, org: string, { receiverId }: ReceiverHealth, common: ReceiverCommon): Promise<void> {
  const now = context.clock.now();
  const state = await stateIn(ports, org, receiverId);
  const turned = turnOf(state, common, now);
  if (turned === undefined) return;
  await ports.notices.noteReceiver(org, receiverId, { failingSince: turned === "fails" ? now : null });
  await tellOthers(context, ports, org, receiverId, (turned === "fails" ? failingNotice : recoveredNotice)(state, now, context.publicUrl));
  await ports.ledger.append(org, [{ kind: turned === "fails" ? "receiver.failing" : "receiver.recovered", subject: receiverId, actor: "aftwatch", body: { waiting: state.waiting, why: state.lastFailure ?? null } }]);
}

async function handOverdue(context: LoopContext, org: string, { receiverId, waiting, offSince, offWhy, lastFailure, lastFailureAt = 0, lastSentAt = 0 }: ReceiverHealth, { fallback, fallbackAfterMs }: ReceiverCommon): Promise<boolean> {
  if (fallback === undefined || waiting === 0) return false;
  // A message that only waits its turn behind a limit or for the end of quiet hours is not undeliverable.
  if (offSince === undefined && lastFailureAt <= lastSentAt) return false;
  const { store, clock } = context;
  const queuedBefore = offSince === undefined ? clock.now() - fallbackAfterMs : clock.now() + 1;
  const ids = await store.read.notices.overdue(org, receiverId, queuedBefore, handedAtOnce);
  if (ids.length === 0) return false;
  const because = becauseOf(receiverId, offSince === undefined ? lastFailure : offWhy);
  await write(context, async (ports) => {
    await ports.notices.handOver(org, ids, fallback, because, clock.now());
    await ports.ledger.append(org, [{ kind: "notice.handed-over", subject: receiverId, actor: `channel:${receiverId}`, body: { to: fallback, notices: ids.length, because } }]);
  });
  return ids.length === handedAtOnce;
}
