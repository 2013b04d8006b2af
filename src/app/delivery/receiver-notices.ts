// Notices about a receiver go to the others: whoever it tells would not hear of it there.
import { outboxRows } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

/** Queues a notice to this receiver alone, whatever the routes say. */
export async function tellReceiver({ ids, clock }: LoopContext, ports: Ports, org: string, receiverId: string, notice: Notice): Promise<void> {
  await ports.notices.enqueue(outboxRows({ org, noticeId: ids.next("ntc"), notice, routed: { kind: "routed", receivers: [receiverId] }, now: clock.now(), groupWaitMs: 0 }));
}

/** Queues a notice to every other receiver that is not switched off; when there is none, it is kept as told to nobody. */
export async function tellOthers({ ids, clock }: LoopContext, ports: Ports, org: string, receiverId: string, notice: Notice): Promise<void> {
  const off = new Set((await ports.notices.receiverHealth(org)).filter(({ offSince }) => offSince !== undefined).map((health) => health.receiverId));
  const receivers = (await ports.settings.receivers(org)).map(({ id }) => id).filter((id) => id !== receiverId && !off.has(id));
  const routed = receivers.length > 0 ? { kind: "routed", receivers } as const : { kind: "no-receiver", why: `there is no receiver besides ${receiverId} that could be told` } as const;
  await ports.notices.enqueue(outboxRows({ org, noticeId: ids.next("ntc"), notice, routed, now: clock.now() }));
}
