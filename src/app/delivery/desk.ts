// Receivers and deliveries for the doors.
import type { LoopContext } from "../loop/context.ts";
import type { NoticeDesk } from "./notice-desk.ts";
import { previewReceiver } from "./receiver-preview.ts";
import { createReceiverDesk } from "./receiver-desk.ts";

export { findReceiver } from "./receiver-desk.ts";

export function createDesk(context: LoopContext): NoticeDesk {
  const { store, clock } = context;
  return {
    ...createReceiverDesk(context),
    previewReceiver: (org, id, request) => previewReceiver(context, org, id, request),
    deliveries: (org, filter, page) => store.views.fleet.deliveries(org, filter, page),
    delivery: (org, id) => store.views.fleet.delivery(org, id),
    deliveryCounts: (org) => store.read.notices.counts(org),
    replay: async (org, deliveryId, actor) => {
      const outcome = await store.write(async (ports) => {
        const requeued = await ports.notices.requeue(org, deliveryId, clock.now());
        if (requeued === "requeued") await ports.ledger.append(org, [{ kind: "delivery.replayed", subject: deliveryId, actor, body: {} }]);
        return requeued;
      });
      context.committed();
      return outcome === "requeued";
    },
  };
}
