// The outbox as the pipeline uses it: each step a transaction of its own, with the facts of what was delivered and who is told instead.
import { offNotice } from "../notify/heartbeat.ts";
import type { Claim, NoticeStore, Settlement } from "../notify/notice-store.ts";
import type { Ports } from "../store/store.ts";
import type { LoopContext } from "./loop/context.ts";
import { tellOthers } from "./loop/receiver-notices.ts";

export function noticesInTransactions(context: LoopContext): NoticeStore {
  const { store } = context;
  return {
    ...store.read.notices,
    enqueue: (rows) => store.write((ports) => ports.notices.enqueue(rows)),
    enqueueAll: (rows) => store.write((ports) => ports.notices.enqueueAll(rows)),
    // Nobody claims before dueReceivers has named somebody: an idle server does not touch the disk.
    claimDue: (...asked) => store.write((ports) => ports.notices.claimDue(...asked)),
    settle: async (claim, settlement) => {
      const settled = await store.write((ports) => settle(context, ports, claim, settlement));
      context.committed();
      return settled;
    },
    requeue: (...asked) => store.write((ports) => ports.notices.requeue(...asked)),
    requeueReceiver: (...asked) => store.write((ports) => ports.notices.requeueReceiver(...asked)),
    switchReceiver: (...asked) => store.write((ports) => ports.notices.switchReceiver(...asked)),
    noteReceiver: (...asked) => store.write((ports) => ports.notices.noteReceiver(...asked)),
    handOver: (...asked) => store.write((ports) => ports.notices.handOver(...asked)),
  };
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
