// Receivers: checked by their channels, kept as settings, and read again by the pipeline.
import { secondMs } from "../../kernel/clock.ts";
import { Fault, isFault } from "../../kernel/fault.ts";
import { channels } from "../../notify/channels/index.ts";
import type { Channel } from "../../notify/channel.ts";
import { checkFallback } from "../../notify/fallback.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Receiver } from "../../notify/pipeline.ts";
import { healthUnknown, receiverStateOf } from "../../notify/receiver-health.ts";
import type { ReceiverHealth } from "../../notify/receiver-health.ts";
import { commonFields, readReceiverCommon, showReceiverCommon } from "../../notify/receiver-settings.ts";
import type { KeptReceiver } from "../../store/setting-store.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { tellReceiver } from "./receiver-notices.ts";
import { routesNaming, routingInForce } from "../alerts/routes.ts";
import type { NoticeDesk, ReceiverRequest, ReceiverRow } from "./notice-desk.ts";

type ReceiverDesk = Pick<NoticeDesk, "channels" | "commonFields" | "receivers" | "putReceiver" | "removeReceiver" | "testReceiver" | "replayReceiver">;

export function createReceiverDesk(context: LoopContext): ReceiverDesk {
  const { store } = context;
  const change = async <T>(work: (ports: Ports) => Promise<T>): Promise<T> => {
    const outcome = await store.write(work);
    context.committed();
    return outcome;
  };
  return {
    channels: () => channels.all.map(({ id, about, fields, limit }) => ({ id, about, fields, ...(limit === undefined ? {} : { limit }) })),
    commonFields: () => commonFields,
    receivers: async (org) => {
      const health = new Map((await store.read.notices.receiverHealth(org)).map((one) => [one.receiverId, one]));
      return (await store.read.settings.receivers(org)).map((kept) => rowOf(kept, health.get(kept.id) ?? healthUnknown(kept.id)));
    },
    putReceiver: (org, request, actor) => change((ports) => put(context, ports, org, request, actor)),
    removeReceiver: (org, id, actor) => change((ports) => remove(context, ports, org, id, actor)),
    testReceiver: (org, id, actor) => change(async (ports) => {
      await getReceiver(ports, org, id);
      await ports.notices.switchReceiver(org, id, undefined);
      await tellReceiver(context, ports, org, id, testNotice(id, context));
      await ports.ledger.append(org, [{ kind: "receiver.tested", subject: id, actor, body: {} }]);
    }),
    replayReceiver: (org, id, actor) => change(async (ports) => {
      await getReceiver(ports, org, id);
      const deliveries = await ports.notices.requeueReceiver(org, id, context.clock.now());
      if (deliveries > 0) await ports.ledger.append(org, [{ kind: "receiver.replayed", subject: id, actor, body: { deliveries } }]);
      return deliveries;
    }),
  };
}

async function put({ clock }: LoopContext, ports: Ports, org: string, { id, channel, settings, common }: ReceiverRequest, actor: string): Promise<void> {
  const receivers = await ports.settings.receivers(org);
  const kept = common === undefined ? receivers.find((receiver) => receiver.id === id)?.common ?? "{}" : JSON.stringify(common);
  const whole = withKeptSecrets(channelOf(channel), settings, receivers.find((receiver) => receiver.id === id && receiver.channel === channel));
  channelOf(channel).readSettings(whole);
  const { fallback } = readReceiverCommon(JSON.parse(kept));
  checkFallback(id, fallback, new Map(receivers.filter((receiver) => receiver.id !== id).map((receiver) => [receiver.id, readReceiverCommon(JSON.parse(receiver.common)).fallback])));
  await ports.settings.putReceiver(org, { id, channel, settings: JSON.stringify(whole), common: kept, createdAt: clock.now() });
  await ports.notices.switchReceiver(org, id, undefined);
  await ports.ledger.append(org, [{ kind: "receiver.kept", subject: id, actor, body: { channel } }]);
}

/**
 * A secret that is left out stays as it was, because nobody can read it to send it again; an empty one is taken away. Not when the
 * settings now lead to another host: a secret goes only where it was given for.
 */
function withKeptSecrets(channel: Channel, settings: unknown, kept: KeptReceiver | undefined): unknown {
  if (kept === undefined || typeof settings !== "object" || settings === null || Array.isArray(settings)) return settings;
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
  const before = JSON.parse(kept.settings) as Record<string, unknown>;
  const left = channel.fields.filter(({ name, secret }) => secret && !(name in settings) && name in before).map(({ name }) => [name, before[name]] as const);
  const whole = { ...given, ...Object.fromEntries(left) };
  return left.length > 0 && hostIn(channel, whole) === hostIn(channel, before) ? whole : given;
}

/** Undefined when the settings cannot be read: their fault is told by whoever reads them. */
function hostIn(channel: Channel, settings: unknown): string | undefined {
  try { return channel.hostOf(channel.readSettings(settings)); } catch (thrown) {
    if (isFault(thrown, "settings.invalid")) return undefined;
    throw thrown;
  }
}

/** What still leads to it would lose notices in silence. */
async function remove(context: LoopContext, ports: Ports, org: string, id: string, actor: string): Promise<boolean> {
  const routed = routesNaming(await routingInForce(context, ports, org), id).map((route) => ({ at: `/routes/${route}`, rule: "names the receiver; take it out first" }));
  const leant = (await ports.settings.receivers(org)).filter(({ common }) => readReceiverCommon(JSON.parse(common)).fallback === id).map((other) => ({ at: `/receivers/${other.id}/common/fallback`, rule: "names the receiver; give it another fallback first" }));
  if (routed.length + leant.length > 0) throw new Fault("settings.invalid", { detail: `${id} still gets notices`, places: [...routed, ...leant] });
  const gone = await ports.settings.removeReceiver(org, id);
  if (gone) await ports.ledger.append(org, [{ kind: "receiver.removed", subject: id, actor, body: {} }]);
  return gone;
}

function rowOf(kept: KeptReceiver, { receiverId, ...health }: ReceiverHealth): ReceiverRow {
  const { channel, settings, common } = receiverFrom(kept);
  return { id: receiverId, channel: kept.channel, settings: channel.showSettings(settings), common: showReceiverCommon(common), createdAt: kept.createdAt, ...health, state: receiverStateOf(health), limit: common.limit ?? channel.limit };
}

function channelOf(id: string): Channel {
  const channel = channels.find(id);
  if (!channel) throw new Fault("settings.invalid", { places: [{ at: "/channel", rule: `is one of ${channels.all.map((known) => known.id).join(", ")}` }] });
  return channel;
}

async function getReceiver(ports: Ports, org: string, id: string): Promise<void> {
  if (!await ports.settings.findReceiver(org, id)) throw new Fault("request.not-found", { detail: `There is no receiver ${id}.` });
}

function receiverFrom({ id, channel: channelId, settings, common }: KeptReceiver): Required<Receiver> {
  const channel = channelOf(channelId);
  return { receiverId: id, channel, settings: channel.readSettings(JSON.parse(settings)), common: readReceiverCommon(JSON.parse(common)) };
}

export async function findReceiver({ store }: LoopContext, org: string, receiverId: string): Promise<Receiver | undefined> {
  const kept = await store.read.settings.findReceiver(org, receiverId);
  return kept && receiverFrom(kept);
}

const testNotice = (id: string, { clock, publicUrl }: LoopContext): Notice => ({
  kind: "test", groupKey: `test|${id}|${Math.floor(clock.now() / secondMs)}`, severity: "low", title: `Test notice for ${id}`,
  what: "This is a test: messages for this receiver arrive here.", where: "Nothing is affected.", why: "Somebody pressed the test button.", due: "Nothing is due.",
  action: { label: "Open Aftwatch", url: `${publicUrl}/settings` }, at: clock.now(), labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, items: [],
});
