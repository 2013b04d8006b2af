// The outbox as the pipeline uses it: each step a transaction of its own, with the fact of what was delivered.
import type { Claim, NoticeStore, Settlement } from "../notify/notice-store.ts";
import type { Ports } from "../store/store.ts";
import type { LoopContext } from "./loop/context.ts";

export function noticesInTransactions(context: LoopContext): NoticeStore {
  const { store } = context;
  const read = store.read.notices;
  return {
    enqueue: (rows) => store.write((ports) => ports.notices.enqueue(rows)),
    // Claiming writes, so it is asked first whether there is anything to claim: an idle server does not touch the disk.
    claimDue: async (now, limit, leaseMs, owner) => {
      const dueAt = await read.nextDueAt();
      return dueAt === undefined || dueAt > now ? [] : store.write((ports) => ports.notices.claimDue(now, limit, leaseMs, owner));
    },
    settle: async (claim, settlement) => {
      const settled = await store.write((ports) => settle(ports, claim, settlement));
      context.committed();
      return settled;
    },
    nextDueAt: () => read.nextDueAt(),
    listDeliveries: (query) => read.listDeliveries(query),
    requeue: (org, id, now) => store.write((ports) => ports.notices.requeue(org, id, now)),
    counts: (org) => read.counts(org),
  };
}

const told: Partial<Record<Settlement["state"], string>> = { sent: "notice.delivered", refused: "notice.refused", dead: "notice.dead" };

async function settle(ports: Ports, claim: Claim, settlement: Settlement): Promise<boolean> {
  const settled = await ports.notices.settle(claim, settlement);
  const kind = told[settlement.state];
  const [first] = claim.members;
  if (settled && kind !== undefined && first) {
    await ports.ledger.append(claim.org, [{ kind, subject: first.noticeId, actor: `channel:${claim.receiverId}`, body: { receiver: claim.receiverId, key: claim.key, notices: claim.members.length, attempts: claim.attempt, title: first.notice.title, why: settlement.why } }]);
  }
  return settled;
}
