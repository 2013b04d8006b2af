// A pipeline on a fake clock, for tests: its channel answers as told and remembers what it was asked to send.
import { fakeClock } from "../kernel/clock.ts";
import { countingIds } from "../kernel/id.ts";
import { createLog } from "../kernel/log.ts";
import { createBreaker } from "./breaker.ts";
import { defineChannel } from "./channel.ts";
import type { ChannelContext, Delivery } from "./channel.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { createGuardedSockets } from "./guarded-sockets.ts";
import { createMemoryNoticeStore } from "./notice-store.memory.ts";
import { outboxRows } from "./notice-store.ts";
import type { DeliveryRow } from "./notice-store.ts";
import { sampleNotice } from "./notice.sample.ts";
import type { Notice } from "./notice.ts";
import { deliverDue } from "./pipeline.ts";
import type { DeliveryContext, DeliveryLimits, DeliveryReport, Receiver } from "./pipeline.ts";
import { noFiles } from "./stream-files.ts";

export type Answer = (notice: Notice, context: ChannelContext<{ host: string }>) => Delivery | Promise<Delivery>;

/** A watch on a fake clock: one organisation, a channel that answers as told, everything it was asked to send. */
export function startWatch({ answer = () => ({ kind: "sent" }), limits = {} }: { answer?: Answer; limits?: Partial<DeliveryLimits> } = {}) {
  const clock = fakeClock(0);
  const store = createMemoryNoticeStore();
  const ids = countingIds();
  const sends: { at: number; key: string; host: string; notice: Notice }[] = [];
  const lines: string[] = [];
  const spoken = { answer };
  const channel = defineChannel<{ host: string }>({
    id: "told", about: "Answers as told.",
    fields: [],
    readSettings: () => ({ host: "h" }), showSettings: () => ({}), hostOf: ({ host }) => host,
    async send(notice, context) {
      sends.push({ at: clock.now(), key: context.deliveryKey, host: context.settings.host, notice });
      return spoken.answer(notice, context);
    },
  });
  const receivers = new Map<string, Receiver>(["slack", "mail", "pager"].map((receiverId) => [receiverId, { receiverId, channel, settings: { host: `${receiverId}.example` } }]));
  const stop = new AbortController();
  const context: DeliveryContext = {
    store, clock, limits, breaker: createBreaker(clock), worker: "w1", signal: stop.signal,
    findReceiver: async (_org, receiverId) => receivers.get(receiverId),
    log: createLog({ clock, level: "debug", write: (line) => { lines.push(line); } }),
    http: createGuardedHttp({ allows: () => true }), publicHttp: createGuardedHttp(),
    sockets: createGuardedSockets({ allows: () => true }), publicSockets: createGuardedSockets(), filesOf: () => noFiles, version: "0.0.0-test",
    random: () => 0.5, deadline: () => new AbortController().signal,
  };
  return {
    clock, store, sends, lines, receivers, stop, context,
    say(next: Answer): void { spoken.answer = next; },
    async push(changed: Partial<Notice> = {}, to = ["slack"]): Promise<string> {
      const noticeId = ids.next("ntc");
      const notice = sampleNotice({ groupKey: "g", at: clock.now(), items: [{ title: noticeId, detail: "", url: "" }], ...changed });
      await store.enqueue(outboxRows({ org: "org_1", noticeId, notice, routed: { kind: "routed", receivers: to }, now: clock.now() }));
      return noticeId;
    },
    round: (changed: Partial<DeliveryContext> = {}): Promise<DeliveryReport> => deliverDue({ ...context, ...changed }),
    rows: async (): Promise<DeliveryRow[]> => (await store.listDeliveries({ org: "org_1", limit: 10_000 })).deliveries,
    events: (): string[] => lines.map((line) => (JSON.parse(line) as { event: string }).event),
  };
}
