// The outbox as the pipeline uses it: each step a transaction of its own, with the facts of what was delivered and who is told instead.
import { offNotice } from "../../notify/heartbeat.ts";
import type { Claim, NoticeStore, Settlement } from "../../notify/notice-store.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { tellOthers } from "./receiver-notices.ts";

export function noticesInTransactions(context: LoopContext): NoticeStore {
  const { store } = context;
  return {
    ...store.read.notices,
    enqueue: (rows) => store.write((ports) => ports.notices.enqueue(rows)),
    enqueueAll: (rows) => store.write((ports) => ports.notices.enqueueAll(rows)),
    // Nobody claims before dueReceivers has named somebody: an idle server does not touch the disk.
    claimDue: (...asked) => store.write((ports) => ports.notices.claimDue(...asked)),
    settle: settleTogether(context),
    requeue: (...asked) => store.write((ports) => ports.notices.requeue(...asked)),
    requeueReceiver: (...asked) => store.write((ports) => ports.notices.requeueReceiver(...asked)),
    switchReceiver: (...asked) => store.write((ports) => ports.notices.switchReceiver(...asked)),
    noteReceiver: (...asked) => store.write((ports) => ports.notices.noteReceiver(...asked)),
    handOver: (...asked) => store.write((ports) => ports.notices.handOver(...asked)),
  };
}

interface Waiting { claim: Claim; settlement: Settlement; done(settled: boolean): void; failed(cause: unknown): void }

/** Settlements that come while others are being written go into the next transaction together: a commit costs more than a settlement. */
function settleTogether(context: LoopContext): NoticeStore["settle"] {
  const queue: Waiting[] = [];
  let isWriting = false;
  const drain = async (): Promise<void> => {
    isWriting = true;
    while (queue.length > 0) await write(context, queue.splice(0));
    isWriting = false;
  };
  return (claim, settlement) => new Promise((done, failed) => {
    queue.push({ claim, settlement, done, failed });
    if (!isWriting) void drain();
  });
}

/** All or none; when one of several cannot be written, each is tried alone, so that it costs only itself. */
async function write(context: LoopContext, together: readonly Waiting[]): Promise<void> {
  try {
    const settled = await context.store.write(async (ports) => {
      const answers: boolean[] = [];
      for (const { claim, settlement } of together) answers.push(await settle(context, ports, claim, settlement));
      return answers;
    });
    context.committed();
    together.forEach(({ done }, index) => { done(settled[index] ?? false); });
  } catch (cause) {
    if (together.length > 1) for (const one of together) await write(context, [one]);
    else together[0]?.failed(cause);
  }
}

const told: Partial<Record<Settlement["state"], string>> = { sent: "notice.delivered", refused: "notice.refused", dead: "notice.dead", suppressed: "notice.suppressed" };

async function settle(context: LoopContext, ports: Ports, claim: Claim, settlement: Settlement): Promise<boolean> {
  if (!await ports.notices.settle(claim, settlement)) return false;
  const { org, receiverId, members: [first] } = claim;
  const actor = `channel:${receiverId}`;
  const kind = told[settlement.state];
  if (kind !== undefined && first) {
    await ports.ledger.append(org, [{ kind, subject: first.noticeId, actor, body: { receiver: receiverId, key: claim.key, notices: claim.members.length, attempts: claim.attempt, title: first.notice.title, why: settlement.why } }]);
  }
  if (settlement.fallback !== undefined && first) await ports.ledger.append(org, [{ kind: "notice.handed-over", subject: first.noticeId, actor, body: { to: settlement.fallback.receiverId, notices: claim.members.length, because: settlement.fallback.because } }]);
  if (settlement.off !== undefined) {
    await ports.ledger.append(org, [{ kind: "receiver.off", subject: receiverId, actor, body: { why: settlement.off } }]);
    await tellOthers(context, ports, org, receiverId, offNotice(receiverId, settlement.off, context.clock.now(), context.publicUrl));
  }
  return true;
}
