// Receivers and routes: checked by their channels, kept as settings, and read again by the pipeline.
import { Fault } from "../kernel/fault.ts";
import { secondMs } from "../kernel/clock.ts";
import { channels } from "../notify/channels/index.ts";
import { outboxRows } from "../notify/notice-store.ts";
import type { Notice } from "../notify/notice.ts";
import type { Receiver } from "../notify/pipeline.ts";
import { checkRoutes } from "../notify/route.ts";
import type { Routes } from "../notify/route.ts";
import type { LoopContext } from "./loop/context.ts";
import { readRoutes } from "./loop/routes.ts";
import type { NoticeDesk, ReceiverRow } from "./notice-desk.ts";

export function createDesk(context: LoopContext): NoticeDesk {
  const { store, clock } = context;
  return {
    channels: () => channels.all.map(({ id, about, fields }) => ({ id, about, fields })),
    receivers: async (org) => {
      const counts = new Map((await store.views.fleet.receiverCounts(org)).map((row) => [row.receiverId, row]));
      return (await store.read.settings.receivers(org)).map(({ id, channel, settings, createdAt }): ReceiverRow => ({
        id, channel, createdAt, settings: channelOf(channel).showSettings(channelOf(channel).readSettings(JSON.parse(settings))),
        waiting: counts.get(id)?.waiting ?? 0, dead: counts.get(id)?.dead ?? 0, lastSentAt: counts.get(id)?.lastSentAt,
      }));
    },
    putReceiver: async (org, { id, channel, settings }, actor) => {
      channelOf(channel).readSettings(settings);
      await store.write(async (ports) => {
        await ports.settings.putReceiver(org, { id, channel, settings: JSON.stringify(settings), createdAt: clock.now() });
        await ports.ledger.append(org, [{ kind: "receiver.kept", subject: id, actor, body: { channel } }]);
      });
      context.committed();
    },
    removeReceiver: async (org, id, actor) => {
      const removed = await store.write(async (ports) => {
        const routed = (await readRoutes(ports, org)).list.filter(({ receivers }) => receivers.includes(id)).map((route) => route.id);
        if (routed.length > 0) throw new Fault("settings.invalid", { detail: `${id} still gets notices`, places: routed.map((route) => ({ at: `/routes/${route}`, rule: "names the receiver; take it out first" })) });
        const gone = await ports.settings.removeReceiver(org, id);
        if (gone) await ports.ledger.append(org, [{ kind: "receiver.removed", subject: id, actor, body: {} }]);
        return gone;
      });
      context.committed();
      return removed;
    },
    testReceiver: async (org, id, actor) => {
      if (!(await findReceiver(context, org, id))) throw new Fault("request.not-found", { detail: `There is no receiver ${id}.` });
      await store.write(async (ports) => {
        await ports.notices.enqueue(outboxRows({ org, noticeId: context.ids.next("ntc"), notice: testNotice(id, context), routed: { kind: "routed", receivers: [id], routeIds: ["test"] }, now: clock.now(), groupWaitMs: 0 }));
        await ports.ledger.append(org, [{ kind: "receiver.tested", subject: id, actor, body: {} }]);
      });
      context.committed();
    },
    routes: async (org) => (await readRoutes(store.read, org)).list,
    putRoutes: async (org, routes, actor) => {
      await store.write(async (ports) => {
        checkRoutes({ list: routes as Routes["list"], defaultReceivers: [] }, (await ports.settings.receivers(org)).map(({ id }) => id));
        await ports.settings.put(org, "routes", JSON.stringify(routes), clock.now());
        await ports.ledger.append(org, [{ kind: "routes.kept", subject: "routes", actor, body: { routes: routes.map(({ id }) => id) } }]);
      });
      context.committed();
    },
    deliveries: (org, filter, page) => store.views.fleet.deliveries(org, filter, page),
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

function channelOf(id: string) {
  const channel = channels.find(id);
  if (!channel) throw new Fault("settings.invalid", { places: [{ at: "/channel", rule: `is one of ${channels.all.map((known) => known.id).join(", ")}` }] });
  return channel;
}

export async function findReceiver({ store }: LoopContext, org: string, receiverId: string): Promise<Receiver | undefined> {
  const kept = (await store.read.settings.receivers(org)).find(({ id }) => id === receiverId);
  return kept && { receiverId, channel: channelOf(kept.channel), settings: channelOf(kept.channel).readSettings(JSON.parse(kept.settings)) };
}

const testNotice = (id: string, { clock, publicUrl }: LoopContext): Notice => ({
  kind: "test", groupKey: `test|${id}|${Math.floor(clock.now() / secondMs)}`, severity: "low", title: `Test notice for ${id}`,
  what: "This is a test: messages for this receiver arrive here.", where: "Nothing is affected.", why: "Somebody pressed the test button.", due: "Nothing is due.",
  action: { label: "Open Aftwatch", url: `${publicUrl}/settings` }, at: clock.now(), labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, items: [],
});
